"""Promise 4: a paid order is never lost, an unpaid one never leaves.

The gateway drops, delays, duplicates, reorders and forges notices; the process dies between any two steps; within 60
simulated seconds the books here say what the books there say.
"""

import random
import signal
import threading
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from django.db import connection

from newretail.kernel import clock, ids
from newretail.kernel.models import Event
from newretail.payments import api as payments
from newretail.payments import patience
from newretail.payments.models import Payment, Refund
from newretail.payments.receive_notice import receive_notice
from newretail.payments.send_refunds import send_refunds
from newretail.payments.tenders.alipay import breaker
from newretail.payments.watch_payments import watch_payments
from tests.alipay_world import STORE, World, ask, open_world, state_of, took
from tests.apart import run_apart

NOTICE_FAULTS = {
    "dropped": {"drop_notice": True},
    "late": {"delay_notice_seconds": 300},
    "twice": {"duplicate_notice": True},
    "out of order": {"reorder_notices": True},
    "after a forged one": {"forge_notice": True},
    "after one with a wrong amount": {"wrong_amount_notice": True, "wrong_seller_notice": True, "wrong_app_notice": True},
    "and queries fail too": {
        "drop_notice": 0.5, "duplicate_notice": 0.5, "reorder_notices": 0.3,
        "drop_response": {"probability": 0.3, "method": "alipay.trade.query"},
        "error_rate": {"probability": 0.3, "method": "alipay.trade.query"},
    },
}  # fmt: skip


@pytest.fixture
def world(db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    with open_world(tmp_path, monkeypatch) as made:
        yield made


@pytest.fixture
def whole_world(transactional_db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """For other threads and other processes, which see only what was committed."""
    with open_world(tmp_path, monkeypatch) as made:
        yield made


@pytest.fixture
def no_real_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    """A sweep's patience and a breaker's rest are real seconds; on a stepped clock a busy machine would make minutes of them."""
    monkeypatch.setattr(patience, "SECONDS", 3600.0)
    monkeypatch.setattr(breaker, "REST_SECONDS", 0.0)


@pytest.mark.usefixtures("no_real_seconds")
@pytest.mark.parametrize("fault", NOTICE_FAULTS)
def test_whatever_becomes_of_the_notices_all_is_captured_within_a_minute(world: World, fault: str) -> None:
    """One seed, one course: the gateway's draws follow the order of the questions, and that follows the payments' ids."""
    chance = random.Random(7)
    paid, unpaid = [], []
    world.faults(seed=7, **NOTICE_FAULTS[fault])
    for number in range(12):
        payment = ask(payment_id=UUID(int=number + 1), ref=f"order:{number}", amount=1_000 + number)
        if number % 3:
            assert world.pay(payment.qr_code).status_code == 200
            paid.append(payment)
        else:
            unpaid.append(payment)
    assert paid and unpaid
    letters: list[bytes] = []
    for _ in range(12):
        world.advance(5, notices=False)
        letters += world.mailbox.take_all() + world.notices()
        chance.shuffle(letters)
        while len(letters) > 3:
            took(letters.pop())
        world.duties()
    assert all(state_of(each.id) == "captured" for each in paid)
    assert all(state_of(each.id) == "pending" for each in unpaid)
    for letter in letters + letters:
        took(letter)
    assert world.seller_fen() == sum(each.amount for each in paid)
    assert Event.objects.filter(name="payment.captured", body__late=False).count() == len(paid)
    assert payments.audit() == []


def play(folder: Path, scene: str, argument: str) -> None:
    """A scene, in a process of its own on this folder's clock."""
    clock.attach(folder)
    if scene == "code":
        number, auth_code = argument.split()
        ask(payment_id=UUID(number), way="code", auth_code=auth_code)
    elif scene == "qr":
        ask(payment_id=UUID(argument))
    elif scene == "notice":
        receive_notice(argument.encode(), tender="alipay")
    else:
        while watch_payments() + send_refunds():
            pass


def die(folder: Path, *, at: str, scene: str, argument: str = "") -> None:
    """Play a scene in a process that is killed at a place named in the code."""
    died = run_apart(play, folder, scene, argument, failpoint=at)
    assert died.exit_code == -signal.SIGKILL, f"{at} was not reached:\n{died.said}"


def books_agree(world: World) -> bool:
    """What we hold by our books is what Alipay says we hold."""
    mine = Payment.objects.filter(state="captured", tender="alipay").values_list("amount", flat=True)
    gone = Refund.objects.filter(tender="alipay").exclude(state="failed").values_list("amount", flat=True)
    return payments.audit() == [] and world.seller_fen() == sum(mine) - sum(gone)


@pytest.mark.parametrize("at", ["payment.intent_written", "payment.asked", "payment.captured"])
def test_killed_while_a_code_is_charged(whole_world: World, tmp_path: Path, at: str) -> None:
    payment_id = ids.uuid7()
    die(tmp_path, at=at, scene="code", argument=f"{payment_id} {whole_world.code()}")
    whole_world.live(90, notices=False)
    charged = at != "payment.intent_written"
    assert state_of(payment_id) == ("captured" if charged else "closed")
    assert payments.captured("order:1").amount == (1230 if charged else 0)
    assert books_agree(whole_world)


@pytest.mark.parametrize("at", ["payment.intent_written", "payment.asked"])
def test_killed_while_a_qr_is_made(whole_world: World, tmp_path: Path, at: str) -> None:
    payment_id = ids.uuid7()
    die(tmp_path, at=at, scene="qr", argument=str(payment_id))
    payment = ask(payment_id=payment_id)
    assert payment.state == "pending" and payment.qr_code
    whole_world.pay(payment.qr_code)
    whole_world.live(60, notices=False)
    assert state_of(payment_id) == "captured" and books_agree(whole_world)


@pytest.mark.parametrize("at", ["payment.claimed", "payment.looked_at", "payment.captured"])
def test_killed_while_a_lost_notice_is_made_good(whole_world: World, tmp_path: Path, at: str) -> None:
    payment = ask()
    whole_world.pay(payment.qr_code)
    whole_world.advance(6, notices=False)
    die(tmp_path, at=at, scene="duties")
    assert state_of(payment.id) == "pending"
    whole_world.live(54, step=6, notices=False)
    assert state_of(payment.id) == "captured" and books_agree(whole_world)


def test_killed_while_a_notice_is_taken_in(whole_world: World, tmp_path: Path) -> None:
    payment = ask()
    whole_world.pay(payment.qr_code)
    [letter] = whole_world.notices()
    die(tmp_path, at="payment.captured", scene="notice", argument=letter.decode())
    assert state_of(payment.id) == "pending" and payments.captured("order:1").amount == 0
    assert took(letter)
    assert state_of(payment.id) == "captured" and books_agree(whole_world)


@pytest.mark.parametrize("at", ["payment.marked_withdrawn", "payment.withdrawn"])
@pytest.mark.parametrize("paid", [False, True])
def test_killed_while_an_unpaid_sale_is_voided(
    whole_world: World, tmp_path: Path, at: str, paid: bool
) -> None:
    payment = ask()
    payments.void_open(ref="order:1", store_id=STORE, currency="CNY")
    die(tmp_path, at=at, scene="duties")
    if paid:
        whole_world.pay(payment.qr_code)  # possible only while Alipay does not know that it is over
    whole_world.live(60, notices=False)
    assert state_of(payment.id) in ("closed", "captured")
    left = (payments.captured("order:1") - payments.refunded("order:1")).amount
    assert left == 0 and books_agree(whole_world) and whole_world.seller_fen() == 0


@pytest.mark.parametrize("at", ["refund.claimed", "refund.sent"])
def test_killed_while_a_refund_is_sent(whole_world: World, tmp_path: Path, at: str) -> None:
    ask(way="code", auth_code=whole_world.code())
    payments.refund(refund_id=ids.uuid7(), ref="order:1", store_id=STORE, amount=230, reason="")
    die(tmp_path, at=at, scene="duties")
    assert Refund.objects.get().state == "pending"
    whole_world.live(60)
    assert Refund.objects.get().state == "settled"
    assert whole_world.seller_fen() == 1000 and books_agree(whole_world)


def test_voiding_races_the_money_and_one_side_wins(whole_world: World) -> None:
    for number in range(6):
        ref = f"order:{number}"
        payment = ask(ref=ref)
        whole_world.pay(payment.qr_code)
        [letter] = whole_world.notices()
        outcome: dict[str, int] = {}

        def void(ref: str = ref, outcome: dict[str, int] = outcome) -> None:
            outcome["in_hand"] = payments.void_open(ref=ref, store_id=STORE, currency="CNY").amount

        together(void, lambda letter=letter: took(letter))
        late = Payment.objects.get(id=payment.id).late
        assert late == (outcome["in_hand"] == 0), "either the voiding saw the money, or the money goes back"
        assert payments.refunded(ref).amount == (payment.amount if late else 0)
    whole_world.duties()
    assert books_agree(whole_world)


def test_one_notice_from_eight_hands_is_captured_once(whole_world: World) -> None:
    payment = ask()
    whole_world.pay(payment.qr_code)
    [letter] = whole_world.notices()
    together(*[lambda: took(letter)] * 8)
    assert state_of(payment.id) == "captured"
    assert Event.objects.filter(name="payment.captured").count() == 1
    assert payments.captured("order:1").amount == payment.amount and payments.audit() == []


def together(*works: object) -> None:
    """Run all at once, each on a connection of its own; what one raises, the test sees."""
    start = threading.Barrier(len(works))
    broken: list[BaseException] = []

    def run(work: object) -> None:
        try:
            start.wait(timeout=30)
            work()  # type: ignore[operator]
        except BaseException as error:
            broken.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not broken, broken
