"""Two who share a sale pay together no more than it comes to. Without the lock on the sale both pay the larger half."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier, BrokenBarrierError
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import QuerySet

from newretail.kernel import ids
from newretail.payments import api as payments
from newretail.payments import take_at_counter as counter
from newretail.payments.errors import MoreThanOpen
from newretail.payments.lock_tab import open_tab

pytestmark = pytest.mark.django_db(transaction=True)

STORE, REF, DUE, HALF = "gangnam", "order:shared", 10_000, 6_000
WAITS_SECONDS = 0.5
"""So long the first one stands between its look and its write; well below the time after which a lock is given up."""


@pytest.fixture(autouse=True)
def two_at_the_counter(monkeypatch: pytest.MonkeyPatch) -> None:
    """A sale that nobody has paid yet; whoever has looked what is open waits for the other to have looked too."""
    payments.set_tender(
        "card", store_id=STORE, currency="KRW", is_on=True, settings={"terminal": "T-40213"}, by="office"
    )
    open_tab_now()
    both_looked, look = Barrier(2), counter.open_for

    def look_and_wait(*given: Any, **named: Any) -> int:
        left = look(*given, **named)
        with suppress(BrokenBarrierError):
            both_looked.wait(timeout=WAITS_SECONDS)
        return left

    monkeypatch.setattr(counter, "open_for", look_and_wait)


def open_tab_now() -> None:
    with transaction.atomic():
        open_tab(ref=REF, store_id=STORE, currency="KRW", due=DUE)


@pytest.fixture
def no_row_locks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QuerySet, "select_for_update", lambda query, **_: query)


def pay(payer: str) -> None:
    payments.take_at_counter(
        payment_id=ids.uuid7(), ref=REF, store_id=STORE, tender="card", amount=HALF, currency="KRW", due=DUE, payer=payer,
        typed={"slip_no": payer, "approval_code": "30211845"}, by="cashier",
    )  # fmt: skip


def both(*work: Callable[[], Any]) -> Counter[str]:
    """What became of two that act at once, each on a connection of its own."""

    def one(act: Callable[[], Any]) -> str:
        try:
            act()
            return "paid"
        except MoreThanOpen as refused:
            return refused.code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        return Counter(pool.map(one, work))


def test_two_payers_at_once_pay_no_more_than_is_open() -> None:
    assert both(lambda: pay("mina"), lambda: pay("joon")) == {"paid": 1, "more_than_open": 1}
    assert payments.captured(REF).amount == HALF and payments.audit() == []
    assert payments.open_amount(REF, due=DUE) == DUE - HALF


@pytest.mark.usefixtures("no_row_locks")
def test_the_same_race_takes_too_much_without_the_lock() -> None:
    assert both(lambda: pay("mina"), lambda: pay("joon")) == {"paid": 2}
    assert [each.what for each in payments.audit()] == ["paid above what is due"]
