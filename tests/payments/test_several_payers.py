"""One sale, several payers and tenders: each pays a part, nobody more than is open, and each gets their own money back."""

import pytest

from newretail.kernel import ids
from newretail.kernel.models import Event
from newretail.payments import api as payments
from newretail.payments import errors
from newretail.payments.models import Payment
from newretail.payments.open_drawer import open_drawer
from tests.alipay_world import STORE, World, ask, pay_in_cash, state_of

pytestmark = pytest.mark.django_db

DUE = 10_000
CASHIER = "cashier-mina"


@pytest.fixture(autouse=True)
def a_drawer(world: World) -> None:
    open_drawer(
        session_id=ids.uuid7(), store_id=STORE, drawer="K1", cashier=CASHIER, float_amount=0, currency="CNY"
    )


def asked(payer: str, amount: int) -> payments.PaymentView:
    return ask(amount=amount, payer=payer, due=DUE)


def paid(world: World, payer: str, amount: int) -> payments.PaymentView:
    payment = asked(payer, amount)
    world.pay(payment.qr_code)
    world.take_notices()
    return payment


def told() -> list[tuple[int, int, bool]]:
    events = Event.objects.filter(name__contains="aptured").order_by("number")
    return [(each.body["covered"], each.body["still_open"], each.body["late"]) for each in events]


def test_a_sale_is_paid_in_parts_and_each_payment_says_what_is_covered(world: World) -> None:
    paid(world, "member:mina", 6_000)
    pay_in_cash(by=CASHIER, amount=4_000, due=DUE, payer="member:joon")
    assert told() == [(6_000, 4_000, False), (10_000, 0, False)]
    assert payments.covered("order:1").amount == DUE and payments.audit() == []


@pytest.mark.parametrize("payer", ["member:mina", "member:joon"])
def test_nobody_pays_more_than_is_open(world: World, payer: str) -> None:
    paid(world, "member:mina", 6_000)
    with pytest.raises(errors.MoreThanOpen) as refused:
        asked(payer, 4_001)
    assert refused.value.details == {"amount": 4_001, "open": 4_000, "currency": "CNY"}
    assert [refused.value.say(language) for language in ("en", "ko", "zh")] == [
        "Only ¥40.00 is still to be paid; ¥40.01 is more than that.",
        "남은 결제 금액은 ¥40.00입니다. ¥40.01은(는) 그보다 많습니다.",
        "只剩 ¥40.00 待付，¥40.01 超出了该金额。",
    ]
    with pytest.raises(errors.MoreThanOpen):
        pay_in_cash(by=CASHIER, amount=4_001, due=DUE, payer=payer)
    assert Payment.objects.count() == 1


def test_what_another_payer_is_being_asked_for_is_not_open(world: World) -> None:
    asked("member:mina", 6_000)
    assert payments.open_amount("order:1", due=DUE, payer="member:joon") == 4_000
    with pytest.raises(errors.MoreThanOpen):
        asked("member:joon", 5_000)
    assert asked("member:joon", 4_000).state == "pending"


def test_a_payers_own_open_payments_are_alternatives(world: World) -> None:
    first, second = asked("member:mina", DUE), asked("member:mina", DUE)
    world.pay(first.qr_code)
    world.take_notices()
    world.live(4, step=2)
    assert (state_of(first.id), state_of(second.id)) == ("captured", "closed")
    assert world.pay(second.qr_code).status_code == 409


def test_who_pays_by_both_alternatives_gets_the_second_back(world: World) -> None:
    first, second = asked("member:mina", 6_000), asked("member:mina", 6_000)
    asked("member:joon", 4_000)
    for payment in (first, second):
        world.pay(payment.qr_code)
    world.take_notices()
    assert sorted(told()) == [(6_000, 4_000, False), (6_000, 4_000, True)]
    world.duties()
    assert payments.refunded("order:1").amount == 6_000 == world.seller_fen()
    assert payments.audit() == []


def test_what_is_more_than_the_sale_comes_to_by_now_goes_back(world: World) -> None:
    payment = asked("member:mina", 6_000)
    ask(amount=100, payer="member:mina", due=5_000)  # a dish was struck off the bill meanwhile
    world.pay(payment.qr_code)
    world.take_notices()
    assert told() == [(5_000, 0, False)]
    [back] = payments.refunds(store_id=STORE, ref="order:1")
    assert (back.amount, back.reason) == (1_000, "paid twice") and payments.audit() == []


def test_a_refund_goes_first_to_the_payer_it_is_for_and_to_each_at_most_what_they_paid(world: World) -> None:
    mina = paid(world, "member:mina", 6_000)
    joon = pay_in_cash(by=CASHIER, amount=4_000, due=DUE, payer="member:joon")
    number = ids.uuid7()
    parts = [
        [
            (part.payment_id, part.amount)
            for part in payments.refund(
                refund_id=number, ref="order:1", store_id=STORE, amount=5_000, reason="", payer="member:joon"
            )
        ]
        for _ in range(2)
    ]
    assert parts == [[(joon.id, 4_000), (mina.id, 1_000)]] * 2, "asked again, the same refund"
    assert payments.refunded("order:1").amount == 5_000 and payments.audit() == []
