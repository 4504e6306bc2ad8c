"""How much of a process's work one shopper may have."""

from uuid import uuid4

import pytest

from newretail.kernel import errors
from newretail.kernel.http.work import Work
from newretail.kernel.who import ANONYMOUS, Caller

NOW = [0.0]


@pytest.fixture
def work() -> Work:
    NOW[0] = 1000.0
    return Work(share=0.05, saved_seconds=1.0, ticks=lambda: NOW[0])


def test_who_asks_without_a_pause_waits_and_is_told_how_long(work: Work):
    greedy = Caller(member_id=uuid4(), kind="guest")
    for _ in range(100):
        work.refuse_greedy(greedy)
        work.charge(greedy, 0.011)
        if work._left_of(greedy.known_id) <= 0:
            break
    with pytest.raises(errors.TooManyRequests) as refused:
        work.refuse_greedy(greedy)
    NOW[0] += refused.value.details["retry_after"]
    work.refuse_greedy(greedy)


def test_one_greedy_shopper_takes_nothing_from_another(work: Work):
    greedy, other = (Caller(member_id=uuid4(), kind="member") for _ in range(2))
    work.charge(greedy, 60)
    work.refuse_greedy(other)
    with pytest.raises(errors.TooManyRequests):
        work.refuse_greedy(greedy)


def test_nothing_is_saved_up_beyond_the_limit(work: Work):
    shopper = Caller(member_id=uuid4(), kind="member")
    work.charge(shopper, 0.5)
    NOW[0] += 3600
    work.charge(shopper, 1.001)
    with pytest.raises(errors.TooManyRequests):
        work.refuse_greedy(shopper)


@pytest.mark.parametrize(
    "caller",
    [
        Caller(member_id=uuid4(), kind="badge", roles=frozenset({("cashier", "jingan")})),
        Caller(member_id=uuid4(), kind="token", roles=frozenset({("head_office", "")})),
        ANONYMOUS,
    ],
)
def test_people_at_work_and_strangers_are_not_counted(work: Work, caller: Caller):
    work.charge(caller, 60)
    work.refuse_greedy(caller)


def test_only_so_many_shoppers_are_remembered(work: Work, monkeypatch):
    monkeypatch.setattr("newretail.kernel.http.work.MOST_CALLERS", 3)
    shoppers = [Caller(member_id=uuid4(), kind="guest") for _ in range(5)]
    for each in shoppers:
        work.charge(each, 2)
    assert len(work._left) == 3
    work.refuse_greedy(shoppers[0])
