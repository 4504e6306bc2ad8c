"""Goods that were promised expire, break or are recalled before somebody picks them."""

import pytest

from newretail.fulfilment import api as fulfilment
from newretail.fulfilment.models import PickLine
from newretail.fulfilment.picking.finish_pick import finish_pick
from newretail.fulfilment.picking.miss_line import miss_line
from newretail.fulfilment.picking.start_pick import start_next
from newretail.fulfilment.reading.board import board
from newretail.inventory import api as inventory
from newretail.ordering.models import Order, OrderLine
from newretail.ordering.pay_order import mark_paid
from newretail.ordering.release_order import release_order
from newretail.payments import api as payments
from newretail.stores.api import Role
from tests.sale_floor import (
    Floor,
    Person,
    order_of,
    pay_in_cash,
    shopper,
    with_drawer,
    work_through,
    worker,
)

pytestmark = pytest.mark.django_db


def throw_away(floor: Floor, sku: str, quantity: int, *, hear: bool = True) -> None:
    inventory.write_off(
        store_id=floor.store, sku_id=sku, quantity=quantity, cause=inventory.WasteCause.DAMAGED, by="test"
    )
    if hear:
        work_through()


def recall(floor: Floor, sku: str) -> None:
    inventory.block_lot(store_id=floor.store, sku_id=sku, lot_code="L1", cause="recall", by="test")
    work_through()


def seen_by(person: Person, order: dict) -> dict:
    return person.get(f"/orders/{order['id']}").json()


def books_balance(floor: Floor) -> bool:
    return not inventory.audit(floor.store) and not payments.audit(floor.store)


def line_of(order: dict, number: int = 1) -> PickLine:
    return PickLine.objects.get(ref=f"order:{order['id']}", line=str(number))


def test_nobody_is_asked_to_pay_for_goods_that_are_gone(floor: Floor):
    person = shopper()
    order = order_of(person, floor, [(floor.milk, 4, "deliver"), (floor.bread, 1, "deliver")])
    throw_away(floor, floor.milk, 7)
    seen = seen_by(person, order)
    assert (seen["state"], seen["end_reason"]) == ("cancelled", "goods gone")
    assert inventory.available(floor.store, [floor.milk, floor.bread], outside=False) == {
        floor.milk: 3,
        floor.bread: 10,
    }
    refused = person.post(f"/orders/{order['id']}/payments", {"payment_id": order["id"], "tender": "alipay"})
    assert (refused.status_code, refused.json()["code"]) == (409, "not_payable")
    assert books_balance(floor)


def test_an_unpaid_order_whose_goods_are_whole_stays(floor: Floor):
    person = shopper()
    order = order_of(person, floor, [(floor.milk, 4, "deliver")])
    throw_away(floor, floor.milk, 6)
    assert seen_by(person, order)["state"] == "awaiting_payment"


def test_goods_that_broke_under_a_pick_line_are_missing_with_their_cause(floor: Floor):
    person, cashier = shopper(), with_drawer(floor)
    order = order_of(person, floor, [(floor.milk, 4, "deliver"), (floor.bread, 1, "deliver")])
    pay_in_cash(cashier, floor, order)
    throw_away(floor, floor.milk, 8)
    line = line_of(order)
    assert (line.missing, line.left, line.state, line.missing_cause) == (2, 2, "waiting", "damaged")
    [missing] = board(floor.store).missing
    assert (missing.sku_id, missing.quantity, missing.cause) == (floor.milk, 2, "damaged")
    assert seen_by(person, order)["state"] == "released", "what is left is picked, the rest settles"


def test_hearing_of_a_cut_twice_counts_it_once(floor: Floor):
    person, cashier = shopper(), with_drawer(floor)
    order = order_of(person, floor, [(floor.milk, 4, "deliver")])
    pay_in_cash(cashier, floor, order)
    throw_away(floor, floor.milk, 8)
    assert fulfilment.notice_cuts(ref=f"order:{order['id']}", store_id=floor.store, cause="damaged") == 0
    assert line_of(order).missing == 2


@pytest.mark.parametrize(("choice", "state"), [("swap", "swapping"), ("ask", "asked"), ("refund", "short")])
def test_a_recall_applies_the_shoppers_own_choice(floor: Floor, choice: str, state: str):
    person, cashier = shopper(), with_drawer(floor)
    order = order_of(person, floor, [(floor.milk, 2, "deliver")], substitution=choice)
    pay_in_cash(cashier, floor, order)
    recall(floor, floor.milk)
    line = line_of(order)
    assert (line.state, line.missing, line.missing_cause) == (state, 2, "recalled")
    assert not inventory.holds_of(store_id=floor.store, ref=f"order:{order['id']}")
    assert books_balance(floor)


def test_what_the_picker_missed_already_is_not_missed_again(floor: Floor):
    """The hold of a line outlives the report of its missing part; a cut of that part changes nothing for the line."""
    person, cashier = shopper(), with_drawer(floor)
    order = order_of(person, floor, [(floor.milk, 4, "deliver")])
    pay_in_cash(cashier, floor, order)
    picker = worker(Role.PICKER, floor.store).member.id
    job = start_next(store_id=floor.store, picker_id=picker)
    assert job is not None
    at = {"store_id": floor.store, "job_id": job.id, "picker_id": picker}
    miss_line(**at, line="1", quantity=2, cause="not_on_shelf")
    throw_away(floor, floor.milk, 8)
    line = line_of(order)
    assert (line.missing, line.left, line.missing_cause) == (2, 2, "not_on_shelf")
    recall(floor, floor.milk)
    assert line_of(order).state == "short"
    finish_pick(**at)
    assert books_balance(floor)


def test_a_paid_order_settles_for_less_when_its_goods_went_before_the_release(floor: Floor):
    """The cut falls between the payment and the release: the work opens with what is left."""
    person, cashier = shopper(), with_drawer(floor)
    order = order_of(person, floor, [(floor.milk, 4, "deliver"), (floor.bread, 2, "carry_out")])
    path = f"/stores/{floor.store}/orders/{order['id']}/cash"
    answer = cashier.post(path, {"payment_id": order["id"], "given": order["total"]})
    assert answer.status_code == 201
    mark_paid(ref=f"order:{order['id']}")
    throw_away(floor, floor.milk, 9, hear=False)
    throw_away(floor, floor.bread, 10, hear=False)
    assert Order.objects.get(id=order["id"]).state == "paid"
    release_order(ref=f"order:{order['id']}")
    work_through()
    assert (line_of(order).missing, line_of(order).left) == (3, 1)
    carried = OrderLine.objects.get(order_id=order["id"], line=2)
    assert (carried.settled, carried.taken_quantity) == (0, 0)
    seen = seen_by(person, order)
    assert (seen["state"], seen["refunded"]) == ("released", 1800)
    assert books_balance(floor)


def test_money_that_arrives_as_the_goods_go_is_never_lost(floor: Floor):
    """The cash is in the drawer, the news of it not yet heard: the order is not called off under the shopper's hands."""
    person, cashier = shopper(), with_drawer(floor)
    order = order_of(person, floor, [(floor.milk, 4, "deliver"), (floor.bread, 1, "deliver")])
    throw_away(floor, floor.milk, 8, hear=False)
    path = f"/stores/{floor.store}/orders/{order['id']}/cash"
    assert cashier.post(path, {"payment_id": order["id"], "given": order["total"]}).status_code == 201
    work_through()
    assert seen_by(person, order)["state"] == "released"
    assert (line_of(order).missing, line_of(order).left) == (2, 2)
    assert books_balance(floor)
