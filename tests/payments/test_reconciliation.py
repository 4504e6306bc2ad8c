"""The bank's day beside our own: what matches, what is missing here or there, and how it is made good."""

from datetime import date, timedelta

import pytest

from newretail.kernel import clock, ids
from newretail.payments import api as payments
from newretail.payments import errors
from newretail.payments.import_bill import Reconciled, import_bill
from newretail.payments.models import Bill, BillLine, Payment
from newretail.payments.queries import bill_lines
from newretail.payments.reconcile_yesterday import reconcile_yesterday
from newretail.payments.repair_bill_line import repair_bill_line
from tests.alipay_world import STORE, World, ask, state_of, took

DAY = date(2026, 3, 2)


def next_morning(world: World) -> None:
    world.advance(23 * 3600, notices=False)


def read() -> Reconciled:
    return import_bill(tender="alipay", day=DAY, by="test")


def found(reconciled: Reconciled) -> tuple[int, int, int, int]:
    return reconciled.matched, reconciled.missing, reconciled.extra, reconciled.mismatched


def paid(world: World, *, ref: str, told: bool = True) -> payments.PaymentView:
    payment = ask(ref=ref)
    world.pay(payment.qr_code)
    letters = world.notices()
    if told:
        assert all(took(letter) for letter in letters)
    return payment


def test_a_day_that_agrees(world: World) -> None:
    paid(world, ref="order:1")
    paid(world, ref="order:2")
    payments.refund(refund_id=ids.uuid7(), ref="order:1", store_id=STORE, amount=230, reason="bruised")
    world.duties()
    with pytest.raises(errors.BillNotReady):
        read()
    next_morning(world)
    assert found(read()) == (3, 0, 0, 0)
    assert found(read()) == (3, 0, 0, 0), "read again, the same"
    assert Bill.objects.count() == 1 and BillLine.objects.count() == 3


def test_money_that_nobody_told_us_of_is_captured_from_the_bill(world: World) -> None:
    payment = paid(world, ref="order:1", told=False)
    assert state_of(payment.id) == "pending"
    next_morning(world)
    assert found(read()) == (1, 0, 0, 0)
    assert state_of(payment.id) == "captured" and payments.audit() == []


def test_money_of_a_payment_we_had_closed_comes_in_late_and_goes_back(world: World) -> None:
    payment = paid(world, ref="order:1", told=False)
    Payment.objects.update(state="closed", look_at=None)
    next_morning(world)
    assert found(read())[1] == 0
    assert state_of(payment.id) == "captured"
    world.duties()
    assert payments.refunded("order:1").amount == 1230 and world.seller_fen() == 0


def test_what_the_bill_has_not_and_what_it_says_otherwise_is_shown(world: World) -> None:
    payment = paid(world, ref="order:1")
    paid(world, ref="order:2")
    Payment.objects.create(
        store_id=STORE, ref="order:3", tender="alipay", way="qr", amount=1, currency="CNY", state="captured", out_trade_no="invented",
        pay_by=clock.now(), captured_at=clock.now(), paid_at=clock.now(),
    )  # fmt: skip
    next_morning(world)
    assert found(read()) == (2, 0, 1, 0)
    line = BillLine.objects.get(out_trade_no=payment.id.hex)
    BillLine.objects.filter(id=line.pk).update(theirs=999, verdict="mismatched")
    [extra] = bill_lines(store_id=STORE, verdict="extra")
    assert (extra.out_trade_no, extra.ours, extra.theirs) == ("invented", 1, None)
    for number in (extra.id, line.pk):
        with pytest.raises(errors.NothingToRepair):
            repair_bill_line(line_id=number, store_id=STORE)
    with pytest.raises(errors.BillLineNotFound):
        repair_bill_line(line_id=line.pk, store_id="jingan")


def test_a_line_is_repaired_once_alipay_answers(world: World) -> None:
    payment = paid(world, ref="order:1", told=False)
    next_morning(world)
    world.faults(error_rate={"count": 1, "method": "alipay.trade.query"})
    assert found(read()) == (0, 1, 0, 0)
    [missing] = bill_lines(store_id=STORE, verdict="missing", day="2026-03-02")
    assert repair_bill_line(line_id=missing.id, store_id=STORE).verdict == "matched"
    assert state_of(payment.id) == "captured"


def test_a_day_without_business_is_an_empty_bill(world: World) -> None:
    next_morning(world)
    assert found(read()) == (0, 0, 0, 0)


def test_yesterday_is_read_by_itself_in_the_morning(world: World) -> None:
    paid(world, ref="order:1")
    reconcile_yesterday()
    assert Bill.objects.count() == 0
    world.advance(21 * 3600, notices=False)  # nine in the morning: not yet
    reconcile_yesterday()
    assert Bill.objects.count() == 0
    clock.advance_to(clock.now() + timedelta(hours=2))
    world.advance(0, notices=False)
    reconcile_yesterday()
    reconcile_yesterday()
    assert [bill.day for bill in Bill.objects.all()] == [DAY]
