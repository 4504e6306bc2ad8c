"""What a line costs and why: agreed once, kept by the promise, and read by everything that comes after."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from newretail.inventory import api as inventory
from newretail.kernel import clock
from newretail.members.models import Kind
from newretail.ordering import api as ordering
from newretail.ordering.models import OrderLine
from newretail.ordering.settle_order import LegKey, settle_packed_leg
from newretail.payments import api as payments
from newretail.pricing import api as pricing
from tests.sale_floor import (
    Floor,
    Person,
    cart_with,
    order_id,
    order_of,
    pay_in_cash,
    promise_for,
    shopper,
    with_drawer,
    work_through,
)

pytestmark = pytest.mark.django_db


def mark_down(floor: Floor, sku: str, amount: int, *, lot: str = "L1") -> None:
    pricing.mark_down_lot(
        lot=pricing.OneLot(store_id=floor.store, sku_id=sku, lot_code=lot),
        amount=amount,
        by="test",
        reason="late",
    )


def set_price(floor: Floor, sku: str, amount: int, **more: Any) -> None:
    given = {"per": 1, "tax_rate_permille": 90, "by": "test", "store_id": floor.store} | more
    pricing.set_price(sku_id=sku, amount=amount, **given)


def order_from(person: Person, promise: dict[str, Any]) -> dict[str, Any]:
    answer = person.post("/orders", {"promise_id": promise["id"]})
    assert answer.status_code == 201, answer.content
    return dict(answer.json())


@pytest.mark.parametrize(
    ("language", "why"), [("en", "marked down, best eaten soon"), ("ko", "마감 할인"), ("zh", "临期特价")]
)
def test_the_lot_that_is_marked_down_costs_its_price_and_says_why(floor: Floor, language: str, why: str):
    mark_down(floor, floor.milk, 900)
    person, cashier = shopper(language=language), with_drawer(floor)
    cart = cart_with(person, floor, [(floor.milk, 2, "carry_out")], lot_code="L1")
    [line] = person.get(f"/carts/{cart}").json()["lines"]
    assert (line["amount"], line["listed"], line["line_amount"]) == (1280, 2560, 1800)
    assert line["cuts"] == [{"kind": "lot", "text": why, "amount": 760}]
    promise = promise_for(person, cart)
    assert (promise["goods"], promise["cut"]) == (1800, 760)
    order = order_from(person, promise)
    pay_in_cash(cashier, floor, order)
    seen = person.get(f"/orders/{order['id']}").json()
    [line] = seen["lines"]
    assert (seen["state"], seen["settled"], seen["cut"], seen["captured"]) == ("done", 1800, 760, 1800)
    assert (line["listed"], line["agreed"], line["settled"]) == (2560, 1800, 1800)
    assert line["cuts"] == [{"kind": "lot", "text": why, "amount": 760}]
    assert sum(share["base"] + share["tax"] for share in seen["taxes"]) == 1800
    assert not payments.audit(floor.store)


def test_goods_of_another_lot_cost_the_list_price(floor: Floor):
    mark_down(floor, floor.milk, 900)
    person = shopper()
    assert order_of(person, floor, [(floor.milk, 1, "carry_out")])["total"] == 1280


def test_a_promise_keeps_its_price_and_takes_the_lower_one(floor: Floor):
    person = shopper()
    promise = promise_for(
        person, cart_with(person, floor, [(floor.milk, 1, "deliver"), (floor.bread, 1, "deliver")])
    )
    set_price(floor, floor.milk, 1380)
    set_price(floor, floor.bread, 700)
    order = order_from(person, promise)
    assert order["total"] == promise["total"] - 200, "the milk as promised, the bread as it is now"
    milk, bread = OrderLine.objects.filter(order=order["id"])
    assert (milk.agreed, bread.agreed, bread.amount) == (1280, 700, 700)


def test_a_lot_marked_down_after_the_promise_is_sold_at_the_lower_price(floor: Floor):
    person = shopper()
    promise = promise_for(person, cart_with(person, floor, [(floor.milk, 1, "carry_out")], lot_code="L1"))
    mark_down(floor, floor.milk, 640)
    order = order_from(person, promise)
    [line] = OrderLine.objects.filter(order=order["id"])
    assert (order["total"], line.listed, line.cut, line.agreed) == (640, 1280, 640, 640)
    assert [cut["kind"] for cut in line.cuts] == ["lot"]


def test_a_price_that_has_ended_is_kept_by_the_promise(floor: Floor):
    person = shopper()
    promise = promise_for(person, cart_with(person, floor, [(floor.milk, 1, "deliver")]))
    set_price(floor, floor.milk, 5000)
    assert order_from(person, promise)["total"] == promise["total"]


def test_members_pay_the_member_s_price_and_guests_the_list_price(floor: Floor):
    set_price(floor, floor.milk, 1000, tier="member")
    guest, member = shopper(), shopper()
    member.member.kind = Kind.PERSON
    member.member.save()
    assert order_of(guest, floor, [(floor.milk, 1, "carry_out")])["total"] == 1280
    assert order_of(member, floor, [(floor.milk, 1, "carry_out")])["total"] == 1000


def test_a_line_with_a_fifth_off_picked_short_by_a_fifth_costs_64_percent(floor: Floor):
    set_price(floor, floor.milk, 1000)
    mark_down(floor, floor.milk, 800)
    person, cashier = shopper(), with_drawer(floor)
    order = order_of(person, floor, [(floor.milk, 5, "pick_up")], lot_code="L1")
    assert order["total"] == 4000 + 50
    pay_in_cash(cashier, floor, order)
    settle_packed_leg(
        ref=f"order:{order['id']}",
        leg=LegKey(way="pick_up"),
        taken=[{"line": "1", "sku_id": floor.milk, "quantity": 4}],
    )
    line = OrderLine.objects.get(order=order["id"])
    assert (line.settled, line.cuts[0]["settled"]) == (3200, 800), "64 % of the list price of 5000"
    assert payments.refunded(f"order:{order['id']}").amount == 800
    seen = person.get(f"/orders/{order['id']}").json()
    assert seen["lines"][0]["cuts"][0]["amount"] == 800
    assert not payments.audit(floor.store)


def test_head_office_reads_what_was_cut_by_reason(floor: Floor):
    mark_down(floor, floor.milk, 900)
    set_price(floor, floor.bread, 800, tier="member")
    person, cashier = shopper(), with_drawer(floor)
    person.member.kind = Kind.PERSON
    person.member.save()
    for lot in ("L1", ""):
        lines = [(floor.milk, 2, "carry_out"), (floor.bread, 1, "carry_out")]
        pay_in_cash(cashier, floor, order_of(person, floor, lines, lot_code=lot))
    since = clock.now() - timedelta(hours=1)
    sold = ordering.goods_sold(store_id=floor.store, since=since, until=since + timedelta(hours=2))
    assert [(cut.kind, cut.orders, cut.amount) for cut in sold.by_cut] == [
        ("lot", 1, 760),
        ("member", 2, 200),
    ]
    assert sum(way.amount for way in sold.by_way) == 2 * (2 * 1280 + 900) - 760 - 200


def test_a_refund_is_a_share_of_what_was_paid_whatever_it_costs_now(floor: Floor):
    mark_down(floor, floor.milk, 900)
    person, cashier = shopper(), with_drawer(floor)
    order = order_of(person, floor, [(floor.milk, 3, "carry_out")], lot_code="L1")
    pay_in_cash(cashier, floor, order)
    set_price(floor, floor.milk, 9900)
    back = cashier.post(
        f"/stores/{floor.store}/orders/{order['id']}/refunds",
        {
            "refund_id": "019a8f52-0100-7e50-8c00-8a7b6c5d4e30",
            "lines": [{"line": 1, "quantity": 1, "kept": True}],
            "reason": "sour",
        },
    )
    assert back.json()["amount"] == 900


def test_an_order_that_comes_to_nothing_is_paid_at_once_by_no_tender(floor: Floor):
    set_price(floor, floor.milk, 0)
    person = shopper()
    order = order_of(person, floor, [(floor.milk, 1, "carry_out")])
    assert (order["state"], order["total"]) == ("paid", 0)
    work_through()
    seen = person.get(f"/orders/{order['id']}").json()
    assert (seen["state"], seen["settled"], seen["payment_id"]) == ("done", 0, None)
    assert seen["paid_at"] is not None
    assert inventory.available(floor.store, [floor.milk], outside=False) == {floor.milk: 9}
    assert not payments.audit(floor.store) and not inventory.audit(floor.store)
    refused = person.post(
        f"/orders/{order['id']}/payments",
        {"payment_id": "019a8f3f-4500-7d40-8b00-7f6e5d4c3b20", "tender": "alipay"},
    )
    assert (refused.status_code, refused.json()["code"]) == (409, "not_payable")


def test_an_order_that_comes_to_nothing_may_be_called_off(floor: Floor):
    set_price(floor, floor.milk, 0)
    person = shopper()
    order = order_of(person, floor, [(floor.milk, 1, "carry_out")])
    assert person.post(f"/orders/{order['id']}/cancel").json()["state"] == "cancelled"
    work_through()
    assert inventory.available(floor.store, [floor.milk], outside=False) == {floor.milk: 10}


@pytest.mark.parametrize(
    "change",
    [
        {"agreed": 1281},
        {"cut": 80, "agreed": 1200},
        {"cuts": [{"kind": "lot", "amount": 80}]},
        {"cut": 80, "agreed": 1200, "cuts": [{"kind": "lot", "amount": 79}]},
        {"cuts": [{"kind": "lot", "amount": 80}, {"kind": "lot", "amount": -80}]},
        {"cuts": [{"kind": "lot"}]},
        {"refunded": 1},
        {"refunded_quantity": 1},
        {"quantity": 0},
    ],
)
def test_a_line_whose_reasons_do_not_add_up_is_refused_by_the_database(floor: Floor, change: dict[str, Any]):
    order = order_of(shopper(), floor, [(floor.milk, 1, "carry_out")])
    line = OrderLine.objects.filter(order=order_id(order))
    with pytest.raises(IntegrityError), transaction.atomic():
        line.update(**change)
    adds_up = {"cut": 80, "agreed": 1200, "cuts": [{"kind": "lot", "amount": 80}]}
    assert line.update(**adds_up) == 1
