"""Paying with Alipay: each way of it, against a gateway that signs and verifies."""

import pytest

from newretail.kernel import clock, ids
from newretail.kernel.models import Event
from newretail.payments import api as payments
from newretail.payments import errors
from newretail.payments.models import Payment
from newretail.payments.watch_payments import inquire
from tests.alipay_world import STORE, World, ask, state_of


def published(name: str) -> list[Event]:
    return list(Event.objects.filter(name=name).order_by("number"))


def test_a_qr_that_is_paid_is_captured_by_its_notice(world: World) -> None:
    payment = ask()
    assert payment.state == "pending" and payment.qr_code.startswith("https://")
    world.pay(payment.qr_code)
    assert world.take_notices() == [True]
    assert state_of(payment.id) == "captured"
    [event] = published("payment.captured")
    assert (event.ref, event.store_id, event.body["amount"], event.body["late"]) == (
        "order:1",
        STORE,
        1230,
        False,
    )
    assert payments.captured("order:1").amount == 1230
    assert payments.audit() == []


def test_the_buyer_is_kept_masked(world: World) -> None:
    world.pay(ask().qr_code)
    world.take_notices()
    assert "****" in Payment.objects.get().buyer


def test_a_scanned_code_pays_at_once(world: World) -> None:
    payment = ask(way="code", auth_code=world.code())
    assert payment.state == "captured"
    assert world.take_notices() == [True], "the notice that follows is a repetition"
    assert len(published("payment.captured")) == 1


def test_a_scanned_code_waits_for_its_owner(world: World) -> None:
    payment = ask(way="code", auth_code=world.code(confirm=True))
    assert payment.state == "pending"
    world.live(6, step=3, notices=False)
    assert state_of(payment.id) == "pending"
    world.confirm(Payment.objects.get().trade_no)
    world.live(6, step=3, notices=False)
    assert state_of(payment.id) == "captured"


def test_a_scanned_code_that_nobody_confirms_is_cancelled(world: World) -> None:
    payment = ask(way="code", auth_code=world.code(confirm=True))
    world.live(60)
    assert state_of(payment.id) == "closed"
    assert [event.body["cause"] for event in published("payment.failed")] == ["expired"]
    assert world.confirm(Payment.objects.get().trade_no).status_code == 409


def test_a_used_code_fails_with_its_reason(world: World) -> None:
    code = world.code()
    ask(way="code", auth_code=code, ref="order:1")
    second = ask(way="code", auth_code=code, ref="order:2")
    assert (second.state, second.cause) == ("failed", "ACQ.PAYMENT_AUTH_CODE_INVALID")
    assert [event.body["cause"] for event in published("payment.failed")] == ["refused"]


def test_the_page_in_the_app_is_a_signed_address(world: World) -> None:
    payment = ask(way="wap", return_url="http://127.0.0.1/orders/1")
    opened = world.http.get(payment.redirect_url)
    assert opened.status_code == 302, opened.text
    world.pay(opened.headers["location"])
    world.take_notices()
    assert state_of(payment.id) == "captured"


def test_a_lost_notice_is_made_good_by_asking(world: World) -> None:
    payment = ask()
    world.pay(payment.qr_code)
    world.live(20, notices=False)
    assert state_of(payment.id) == "captured"
    assert len(published("payment.captured")) == 1


def test_a_qr_that_nobody_pays_is_closed_and_can_no_longer_be_paid(world: World) -> None:
    payment = ask()
    world.live(16 * 60, step=20)
    assert state_of(payment.id) == "closed"
    assert world.pay(payment.qr_code).status_code == 409
    assert payments.captured("order:1").amount == 0


def test_the_caller_may_end_the_time_to_pay_earlier(world: World) -> None:
    payment = ask(pay_by=clock.now().replace(minute=2))
    world.live(3 * 60, step=20)
    assert state_of(payment.id) == "closed"


def test_the_same_payment_id_is_one_payment(world: World) -> None:
    number = ids.uuid7()
    first, second = ask(payment_id=number), ask(payment_id=number)
    assert first == second
    assert Payment.objects.count() == 1


@pytest.mark.parametrize("other", [{"amount": 1}, {"ref": "order:2"}, {"way": "wap"}, {"store_id": "jingan"}])
def test_a_payment_id_names_one_amount_sale_way_and_store(world: World, other: dict[str, object]) -> None:
    number = ids.uuid7()
    ask(payment_id=number)
    with pytest.raises(errors.PaymentMismatch):
        ask(payment_id=number, **other)
    assert Payment.objects.get().amount == 1230


def test_a_gateway_that_is_away_is_said_so_and_the_same_call_works_later(world: World) -> None:
    number = ids.uuid7()
    world.faults(drop_response={"count": 1, "method": "alipay.trade.precreate"})
    with pytest.raises(errors.TenderUnreachable):
        ask(payment_id=number)
    again = ask(payment_id=number)
    assert again.state == "pending" and again.qr_code


def test_no_answer_to_a_scanned_code_is_asked_about_before_it_is_believed(world: World) -> None:
    world.faults(drop_response={"count": 1, "method": "alipay.trade.pay"})
    payment = ask(way="code", auth_code=world.code())
    assert payment.state == "pending"
    world.live(6, step=3, notices=False)
    assert state_of(payment.id) == "captured"


def test_a_busy_gateway_is_asked_again(world: World) -> None:
    world.faults(error_after_work={"count": 1, "method": "alipay.trade.pay"})
    payment = ask(way="code", auth_code=world.code())
    assert payment.state == "pending"
    world.live(6, step=3, notices=False)
    assert state_of(payment.id) == "captured"


def test_a_voided_sale_takes_no_payment_and_its_open_ones_are_closed(world: World) -> None:
    payment = ask()
    assert payments.void_open(ref="order:1", store_id=STORE, currency="CNY").amount == 0
    with pytest.raises(errors.SaleClosed):
        ask()
    world.live(4, step=2)
    assert state_of(payment.id) == "closed"
    assert [event.body["cause"] for event in published("payment.failed")] == ["voided"]
    assert world.pay(payment.qr_code).status_code == 409


def test_money_that_comes_after_the_sale_was_voided_goes_back(world: World) -> None:
    payment = ask()
    world.pay(payment.qr_code)
    payments.void_open(ref="order:1", store_id=STORE, currency="CNY")
    world.take_notices()
    [event] = published("payment.captured")
    assert event.body["late"] is True
    world.duties()
    assert payments.refunded("order:1").amount == 1230
    assert [refund.state for refund in payments.refunds(store_id=STORE)] == ["settled"]
    assert world.seller_fen() == 0
    assert payments.audit() == []


def test_money_that_a_cancellation_gave_back_is_in_the_books_both_ways(world: World) -> None:
    payment = ask(way="code", auth_code=world.code(confirm=True))
    trade_no = Payment.objects.get().trade_no
    world.faults(error_rate={"count": 1, "method": "alipay.trade.query"})
    world.advance(46, notices=False)
    world.duties()  # the gateway was busy
    Payment.objects.update(withdrawn_at=clock.now())
    world.confirm(trade_no)
    world.live(10, notices=False)
    assert state_of(payment.id) == "captured"
    world.duties()
    assert [refund.state for refund in payments.refunds(store_id=STORE)] == ["settled"]
    assert payments.audit() == [] and world.seller_fen() == 0


def test_alipay_is_not_offered_where_it_is_not_configured(noon: None, db: None) -> None:
    with pytest.raises(errors.TenderNotOffered) as refused:
        ask()
    assert [each.code for each in payments.tenders_of(store_id=STORE, currency="CNY")] == ["cash"]
    assert {refused.value.say(language) for language in ("en", "ko", "zh")} and refused.value.status == 422
    assert Payment.objects.count() == 0


def test_an_inquiry_asks_now(world: World) -> None:
    payment = ask()
    world.pay(payment.qr_code)
    assert inquire(payment_id=payment.id, store_id=STORE).state == "captured"
    with pytest.raises(errors.PaymentNotFound):
        inquire(payment_id=payment.id, store_id="jingan")
