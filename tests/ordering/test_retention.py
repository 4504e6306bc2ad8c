"""What nobody asks about any more goes, and what somebody still may ask about stays."""

from datetime import timedelta

import pytest
from django.conf import settings as kept

from newretail.kernel import clock
from newretail.members.models import Address, Member, Token
from newretail.ordering import forget_old
from newretail.ordering.models import Cart, CartLine, Order, Promise
from newretail.payments.jobs import forget_notices
from newretail.payments.models import Notice
from tests.sale_floor import Floor, cart_with, order_of, pay_in_cash, promise_for, shopper, with_drawer

pytestmark = pytest.mark.django_db


def days_later(days: float) -> None:
    clock.advance_to(clock.now() + timedelta(days=days))


def swept() -> dict[str, int]:
    sweeps = (
        forget_old.forget_carts,
        forget_old.forget_addresses,
        forget_old.forget_quotes,
        forget_old.forget_guests,
    )
    return {each.__name__: each() for each in sweeps}


def test_a_cart_left_standing_goes_with_its_quotes_and_one_that_was_ordered_stays(floor: Floor):
    person, cashier = shopper(), with_drawer(floor)
    left = cart_with(person, floor, [(floor.milk, 1, "deliver")])
    promise_for(person, left)
    order = order_of(person, floor, [(floor.bread, 1, "carry_out")])
    pay_in_cash(cashier, floor, order)
    days_later(kept.CARTS_KEPT_DAYS - 1)
    assert swept()["forget_carts"] == 0
    days_later(2)
    assert swept()["forget_carts"] == 1
    assert not Cart.objects.filter(id=left).exists() and not CartLine.objects.filter(cart_id=left).exists()
    assert Cart.objects.count() == 1 and Order.objects.get().promise is not None


def test_where_an_order_went_is_forgotten_once_it_has_long_ended(floor: Floor):
    person, cashier = shopper(), with_drawer(floor)
    order = order_of(person, floor, [(floor.milk, 1, "deliver")])
    pay_in_cash(cashier, floor, order)
    days_later(kept.ADDRESSES_KEPT_DAYS + 1)
    assert swept()["forget_addresses"] == 0, "it has not ended"
    assert Order.objects.get().address is not None
    Order.objects.update(ended_at=clock.now())
    days_later(kept.ADDRESSES_KEPT_DAYS + 1)
    assert swept()["forget_addresses"] == 1
    assert (
        Order.objects.get().address is None
        and Promise.objects.get(id=Order.objects.get().promise_id).address is None
    )


def test_an_address_that_was_only_asked_about_is_forgotten(floor: Floor, settings):
    settings.CARTS_KEPT_DAYS = 365
    person = shopper()
    promise_for(person, cart_with(person, floor, [(floor.milk, 1, "deliver")]))
    assert Promise.objects.filter(address__isnull=False).count() == 1
    days_later(kept.ADDRESSES_KEPT_DAYS + 1)
    assert swept()["forget_quotes"] == 1
    assert not Promise.objects.filter(address__isnull=False).exists()


def test_a_guest_who_never_bought_goes_and_one_who_did_stays(floor: Floor):
    looked, bought = shopper(), shopper()
    cart_with(looked, floor, [(floor.milk, 1, "carry_out")])
    pay_in_cash(with_drawer(floor), floor, order_of(bought, floor, [(floor.bread, 1, "carry_out")]))
    Address.objects.create(member=looked.member, text="x", latitude=31.2, longitude=121.5)
    days_later(max(kept.GUESTS_KEPT_DAYS, kept.CARTS_KEPT_DAYS) + 1)
    assert swept()["forget_guests"] == 1
    assert not Member.objects.filter(id=looked.member.id).exists()
    assert not Token.objects.filter(member_id=looked.member.id).exists()
    assert Member.objects.filter(id=bought.member.id).exists()
    assert swept()["forget_guests"] == 0


def test_old_notices_of_tenders_go():
    Notice.objects.create(tender="alipay", verdict=Notice.Verdict.NOTED)
    days_later(kept.NOTICES_KEPT_DAYS - 1)
    assert forget_notices() == 0
    days_later(2)
    assert forget_notices() == 1
