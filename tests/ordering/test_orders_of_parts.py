"""Orders made of parts: lines with a parent, several parcels of one way, sales without a promise, money in parts, before or after."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from newretail.inventory import api as inventory
from newretail.kernel import clock
from newretail.ordering import rules
from newretail.ordering.models import CartLine, Order, OrderLine, SaleTerms
from newretail.ordering.sale_terms import sale_terms
from newretail.ordering.settle_order import LegKey, finish_leg, settle_packed_leg
from newretail.payments import api as payments
from newretail.stores.api import Role
from tests.ordering.till import books_balance, seen_at, take
from tests.sale_floor import (
    Floor,
    Person,
    cart_with,
    open_store,
    order_of,
    pay_in_cash,
    promise_for,
    shopper,
    with_drawer,
    work_through,
    worker,
)

pytestmark = pytest.mark.django_db


# Lines with a parent


def cart_of_two(person: Person, floor: Floor) -> tuple[str, str, str]:
    """A cart with bread that belongs to milk: (cart, milk's line, bread's line)."""
    cart, milk, bread = cart_with(person, floor, []), str(uuid4()), str(uuid4())
    path = f"/carts/{cart}/lines"
    person.put(f"{path}/{milk}", {"sku_id": floor.milk, "quantity": 4, "way": "carry_out"})
    child = {"sku_id": floor.bread, "quantity": 2, "way": "carry_out", "parent_line": milk}
    assert person.put(f"{path}/{bread}", child).status_code == 200
    return cart, milk, bread


def test_what_belongs_to_a_line_leaves_with_it_and_goes_with_it(floor: Floor):
    person = shopper()
    cart, milk, bread = cart_of_two(person, floor)
    person.put(f"/carts/{cart}/lines/{milk}", {"sku_id": floor.milk, "quantity": 4, "way": "pick_up"})
    lines = {line["line"]: line for line in person.get(f"/carts/{cart}").json()["lines"]}
    assert lines[bread]["way"] == "pick_up" and lines[bread]["parent_line"] == milk
    assert person.delete(f"/carts/{cart}/lines/{milk}").json()["lines"] == []


def test_a_line_belongs_only_to_a_line_that_is_there_and_belongs_to_none(floor: Floor):
    person = shopper()
    cart, _, bread = cart_of_two(person, floor)
    before = person.get(f"/carts/{cart}").json()
    for parent in (str(uuid4()), bread):
        orphan = {"sku_id": floor.salmon, "quantity": 100, "way": "carry_out", "parent_line": parent}
        answer = person.put(f"/carts/{cart}/lines/{uuid4()}", orphan)
        assert (answer.status_code, answer.json()["code"]) == (422, "parent_missing")
    assert person.get(f"/carts/{cart}").json() == before


def test_what_belongs_to_a_line_is_priced_by_itself_and_refunded_with_it(floor: Floor):
    person, cashier = shopper(), with_drawer(floor)
    cart, _, _ = cart_of_two(person, floor)
    order = person.post("/orders", {"promise_id": promise_for(person, cart)["id"]}).json()
    assert order["total"] == 4 * 1280 + 2 * 900
    pay_in_cash(cashier, floor, order)
    milk, bread = OrderLine.objects.filter(order=order["id"])
    assert (milk.parent_line, bread.parent_line) == (None, milk.line)

    def back(quantity: int) -> int:
        body = {
            "refund_id": str(uuid4()),
            "lines": [{"line": milk.line, "quantity": quantity, "restock": True}],
            "reason": "too many",
        }
        answer = cashier.post(f"/stores/{floor.store}/orders/{order['id']}/refunds", body)
        return int(answer.json()["amount"])

    assert [back(2), back(2)] == [2 * 1280 + 900, 2 * 1280 + 900], "half of one is half of the other"
    assert payments.refunded(f"order:{order['id']}").amount == order["total"]
    assert inventory.available(floor.store, [floor.milk, floor.bread], outside=False) == {
        floor.milk: 10,
        floor.bread: 10,
    }
    assert books_balance(floor)


@given(
    taken=st.integers(0, 50), of_parent=st.integers(1, 50), portions=st.lists(st.integers(1, 9), max_size=60)
)
def test_the_last_unit_of_a_line_takes_the_last_of_its_own_along(taken, of_parent, portions):
    returned = parents = 0
    for portion in [*portions, of_parent]:
        parents = min(parents + portion, of_parent)
        returned += rules.returned_with(
            taken=taken, returned=returned, of_parent=of_parent, returned_of_parent=parents
        )
        assert 0 <= returned <= taken
    assert returned == taken


def test_the_database_refuses_a_line_before_its_parent(floor: Floor):
    order = order_of(shopper(), floor, [(floor.milk, 1, "carry_out")])
    with pytest.raises(IntegrityError), transaction.atomic():
        OrderLine.objects.filter(order=order["id"]).update(parent_line=1)


def test_cart_lines_know_who_put_them_there(floor: Floor):
    guest = shopper()
    cart = cart_with(guest, floor, [(floor.milk, 1, "deliver")])
    [line] = guest.get(f"/carts/{cart}").json()["lines"]
    assert line["added_by"] == str(guest.member.id)
    assert CartLine.objects.get(cart=cart).added_by_id == guest.member.id


# Money in parts


def test_three_pay_one_order_and_it_begins_when_all_is_there(floor: Floor):
    cashier = with_drawer(floor)
    order = order_of(shopper(), floor, [(floor.milk, 3, "carry_out")])
    assert take(cashier, floor, order, 1280, amount=1280).status_code == 201
    seen = seen_at(cashier, floor, order)
    assert (seen["state"], seen["open"], seen["captured"]) == ("awaiting_payment", 2560, 1280)
    too_much = take(cashier, floor, order, 3000, amount=2561)
    assert (too_much.status_code, too_much.json()["code"]) == (409, "more_than_open")
    assert seen_at(cashier, floor, order)["captured"] == 1280, "nothing changed"
    take(cashier, floor, order, 1000, amount=1000)
    take(cashier, floor, order, 1560)
    seen = seen_at(cashier, floor, order)
    assert (seen["state"], seen["captured"], seen["open"]) == ("done", 3840, 0)
    assert books_balance(floor)


def test_a_part_paid_order_that_expires_gives_the_part_back(floor: Floor):
    cashier, person = with_drawer(floor), shopper()
    order = order_of(person, floor, [(floor.milk, 2, "carry_out")])
    take(cashier, floor, order, 1000, amount=1000)
    clock.advance_to(clock.now() + timedelta(minutes=16))
    work_through()
    seen = person.get(f"/orders/{order['id']}").json()
    assert (seen["state"], seen["captured"], seen["refunded"]) == ("expired", 1000, 1000)
    assert inventory.available(floor.store, [floor.milk], outside=False) == {floor.milk: 10}
    assert books_balance(floor)


# Parcels


def test_two_parcels_of_one_way_settle_each_by_its_own_lines(floor: Floor):
    person, cashier = shopper(), with_drawer(floor)
    order = order_of(person, floor, [(floor.milk, 2, "pick_up"), (floor.bread, 1, "pick_up")])
    second = OrderLine.objects.get(order=order["id"], sku_id=floor.bread)
    second.part = "2"
    second.save(update_fields=["part"])
    row = Order.objects.get(id=order["id"])
    [leg] = row.promised_legs
    row.promised_legs = [leg, leg | {"part": "2"}]
    row.save(update_fields=["promised_legs"])
    pay_in_cash(cashier, floor, order)
    ref = f"order:{order['id']}"
    first, other = LegKey(way="pick_up"), LegKey(way="pick_up", part="2")
    settle_packed_leg(ref=ref, leg=first, taken=[{"line": 1, "sku_id": floor.milk, "quantity": 1}])
    assert payments.refunded(ref).amount == 1280
    assert OrderLine.objects.get(id=second.id).settled is None, "its parcel is not packed yet"
    finish_leg(ref=ref, leg=first)
    assert Order.objects.get(id=order["id"]).state == "released"
    settle_packed_leg(ref=ref, leg=other, taken=[{"line": 2, "sku_id": floor.bread, "quantity": 1}])
    finish_leg(ref=ref, leg=other)
    row.refresh_from_db()
    assert (row.state, row.settled) == ("done", 1280 + 900 + 50)
    assert payments.refunded(ref).amount == 1280
    states = [(leg["part"], leg["state"]) for leg in person.get(f"/orders/{order['id']}").json()["legs"]]
    assert states == [("", "done"), ("2", "done")]


# What somebody may do


def test_an_order_says_what_its_shopper_may_do(floor: Floor):
    person, cashier = shopper(), with_drawer(floor)
    order = order_of(person, floor, [(floor.milk, 1, "carry_out")])

    def can() -> list[str]:
        return list(person.get(f"/orders/{order['id']}").json()["can"])

    assert can() == ["pay", "cancel", "reorder"]
    pay_in_cash(cashier, floor, order)
    assert can() == ["ask_refund", "reorder", "show_exit_code"]
    manager = worker(Role.MANAGER, floor.store)
    assert seen_at(manager, floor, order)["can"] == ["refund"]


def test_money_is_asked_back_as_long_as_the_store_grants_it(floor: Floor):
    person, cashier = shopper(), with_drawer(floor)
    order = order_of(person, floor, [(floor.milk, 2, "carry_out")])
    pay_in_cash(cashier, floor, order)
    SaleTerms.objects.filter(store_id=floor.store).update(refund_days=2)
    sale_terms.forget(floor.store)

    def ask() -> Any:
        body = {"request_id": str(uuid4()), "reason": "damaged", "lines": [{"line": 1, "quantity": 1}]}
        return person.post(f"/orders/{order['id']}/refund-requests", body)

    clock.advance_to(clock.now() + timedelta(days=2))
    assert ask().status_code == 201
    clock.advance_to(clock.now() + timedelta(days=1))
    late = ask()
    assert (late.status_code, late.json()["code"]) == (409, "refund_too_late")
    seen = person.get(f"/orders/{order['id']}").json()
    assert "ask_refund" not in seen["can"] and seen["lines"][0]["refundable"] == 0
    at_counter = cashier.post(
        f"/stores/{floor.store}/orders/{order['id']}/refunds",
        {"refund_id": str(uuid4()), "lines": [{"line": 1, "quantity": 1, "kept": True}], "reason": "late"},
    )
    assert at_counter.json()["code"] == "refund_too_late"
    [asked] = cashier.get(f"/stores/{floor.store}/refund-requests").json()
    approved = cashier.post(f"/stores/{floor.store}/refund-requests/{asked['id']}/approval", {})
    assert approved.json()["amount"] == 1280, "what was asked in time is answered"


# Numbers


def test_each_store_counts_its_own_orders(floor: Floor):
    elsewhere = open_store()
    numbers = [
        [order_of(shopper(), each, [(each.milk, 1, "carry_out")])["number"] for _ in range(2)]
        for each in (floor, elsewhere)
    ]
    assert numbers == [["A-0001", "A-0002"]] * 2
