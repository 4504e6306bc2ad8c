"""What comes to nothing is paid by no tender, and what is paid is not paid again."""

from typing import Any
from uuid import uuid4

import pytest

from newretail.ordering.models import Order
from newretail.payments import api as payments
from newretail.payments.models import Payment
from newretail.pricing import api as pricing
from newretail.stores.api import Role
from tests.ordering.till import asked_in_the_wallet, books_balance, ring_up, seen_at, take
from tests.sale_floor import Floor, order_of, pay_in_cash, shopper, with_drawer, work_through, worker


@pytest.fixture
def free(floor: Floor) -> Floor:
    """Milk costs nothing, and a gram of salmon rounds to nothing."""
    worker(Role.HEAD_OFFICE, "")
    for sku, amount, per in ((floor.milk, 0, 1), (floor.salmon, 100, 500)):
        pricing.set_price(
            sku_id=sku, amount=amount, per=per, tax_rate_permille=90, by="t", store_id=floor.store
        )
    return floor


@pytest.mark.parametrize(("sku", "quantity"), [("milk", 2), ("salmon", 1)])
def test_a_basket_that_comes_to_nothing_is_paid_at_once_and_walks_out(
    free: Floor, sku: str, quantity: int
) -> None:
    person, cashier = shopper(), with_drawer(free)
    order = order_of(person, free, [(getattr(free, sku), quantity, "carry_out")])
    assert (order["total"], order["state"]) == (0, "paid")
    work_through()
    seen = person.get(f"/orders/{order['id']}").json()
    assert (seen["state"], seen["settled"], seen["open"], seen["captured"]) == ("done", 0, 0, 0)
    assert "pay" not in seen["can"] and "show_exit_code" in seen["can"]
    code = person.get(f"/orders/{order['id']}/exit-code").json()["code"]
    assert cashier.post(f"/stores/{free.store}/exits", {"code": code}).status_code == 201
    back = {"refund_id": str(uuid4()), "reason": "no", "lines": [{"line": 1, "quantity": 1, "restock": True}]}
    given = cashier.post(f"/stores/{free.store}/orders/{order['id']}/refunds", back)
    assert (given.status_code, given.json()["amount"]) == (201, 0)
    assert books_balance(free)


@pytest.mark.parametrize("pays", ["before", "after"])
@pytest.mark.parametrize("way", ["carry_out"])
def test_a_sale_of_nothing_is_rung_up_and_done(free: Floor, pays: str, way: str) -> None:
    cashier = with_drawer(free)
    sale = ring_up(cashier, free, [{"sku_id": free.milk, "quantity": 1, "way": way}], pays=pays)
    assert sale.status_code == 201 and sale.json()["total"] == 0
    work_through()
    assert seen_at(cashier, free, sale.json())["state"] == "done"
    assert not Payment.objects.exists() and books_balance(free)


def test_a_pick_up_and_a_delivery_of_nothing_go_to_the_floor_unasked(free: Floor) -> None:
    from newretail.ordering.models import SaleTerms
    from newretail.ordering.sale_terms import sale_terms

    SaleTerms.objects.update(bag_fee=0, delivery_fee=0)
    sale_terms.forget(free.store)
    for way in ("pick_up", "deliver"):
        order = order_of(shopper(), free, [(free.milk, 1, way)])
        assert (order["total"], order["state"]) == (0, "paid")
        work_through()
        assert Order.objects.get(id=order["id"]).state == Order.State.RELEASED


@pytest.mark.parametrize("tender", ["cash", "alipay", "card"])
def test_an_order_of_nothing_takes_no_money_by_any_tender(free: Floor, tender: str) -> None:
    person, cashier = shopper(), with_drawer(free)
    order = order_of(person, free, [(free.milk, 1, "carry_out")])
    body: dict[str, Any] = {"payment_id": str(uuid4()), "tender": tender}
    for way in ("qr", "wap", "code"):
        asked = person.post(f"/orders/{order['id']}/payments", body | {"way": way})
        assert 400 <= asked.status_code < 500, asked.content
    for path, more in (("payments", body), ("cash", {"payment_id": str(uuid4()), "given": 0})):
        taken = cashier.post(f"/stores/{free.store}/orders/{order['id']}/{path}", more)
        assert 400 <= taken.status_code < 500, taken.content
    assert not Payment.objects.exists()


def test_what_is_paid_afterwards_and_came_to_nothing_asks_for_nothing(floor: Floor) -> None:
    """Its last part is still to come, but all that was eaten went back: a tender has nothing to take."""
    cashier = with_drawer(floor)
    sale = ring_up(cashier, floor, [{"sku_id": floor.milk, "quantity": 1}], pays="after").json()
    Order.objects.filter(id=sale["id"]).update(state=Order.State.RELEASED, paid_at=None)
    from newretail.ordering.models import OrderLeg, OrderLine

    OrderLeg.objects.filter(order_id=sale["id"]).update(state=OrderLeg.State.PACKED)
    OrderLine.objects.filter(order_id=sale["id"]).update(settled=0, taken_quantity=0, taken=[])
    told = take(cashier, floor, sale, 2_000)
    assert (told.status_code, told.json()["code"]) == (409, "nothing_to_pay")
    part = take(cashier, floor, sale, 2_000, amount=100)
    assert part.json()["code"] == "nothing_to_pay"


def test_cash_is_not_taken_for_what_is_paid_already(floor: Floor) -> None:
    """Before the news of the first payment has come round, too."""
    cashier, colleague = with_drawer(floor), with_drawer(floor)
    order = order_of(shopper(), floor, [(floor.milk, 1, "carry_out")])
    path = f"/stores/{floor.store}/orders/{order['id']}/cash"
    statuses = [
        person.post(path, {"payment_id": str(uuid4()), "given": 2_000}).status_code
        for person in (cashier, colleague, cashier)
    ]
    assert statuses == [201, 409, 409]
    assert payments.captured(f"order:{order['id']}").amount == order["total"]
    work_through()
    assert books_balance(floor)


def test_cash_beside_a_wallet_that_is_still_asked_leaves_the_wallet_nothing_to_pay(floor: Floor) -> None:
    cashier = with_drawer(floor)
    order = order_of(shopper(), floor, [(floor.milk, 1, "carry_out")])
    person_payer = Order.objects.get(id=order["id"]).member_id
    asked = asked_in_the_wallet(floor, order, order["total"])
    Payment.objects.filter(id=asked.id).update(payer=f"member:{person_payer}")
    pay_in_cash(cashier, floor, order)
    asked.refresh_from_db()
    assert asked.withdrawn_at is not None, "its tender is told, and what still comes of it goes back"
    from newretail.payments.capture_payment import capture_payment

    capture_payment(payment_id=asked.id)
    assert payments.covered(f"order:{order['id']}").amount == order["total"]
    assert books_balance(floor)


def test_a_payment_s_number_names_one_thing_that_was_asked_for(floor: Floor) -> None:
    person = shopper()
    order = order_of(person, floor, [(floor.milk, 1, "carry_out")])
    known = asked_in_the_wallet(floor, order, order["total"])
    Payment.objects.filter(id=known.id).update(payer=f"member:{person.member.id}")
    path, body = (
        f"/orders/{order['id']}/payments",
        {"payment_id": str(known.id), "tender": "alipay", "way": "qr"},
    )
    assert person.post(path, body).status_code == 201
    for other in ({"way": "wap"}, {"tender": "cash"}, {"amount": 1}):
        refused = person.post(path, body | other)
        assert (refused.status_code, refused.json()["code"]) == (422, "payment_mismatch")
