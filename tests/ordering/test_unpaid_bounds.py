"""Nobody keeps the shelves from others for nothing: so many unpaid orders, a share of each product, for so many minutes."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from newretail.inventory import api as inventory
from newretail.kernel import clock
from newretail.ordering.models import Order, SaleTerms
from newretail.ordering.sale_terms import sale_terms
from newretail.ordering.unpaid import FEW_PIECES, placed_from
from tests.ordering.till import books_balance, ring_up
from tests.sale_floor import (
    Floor,
    Person,
    _sku,
    cart_with,
    known_shopper,
    open_store,
    order_of,
    pay_in_cash,
    promise_for,
    shopper,
    with_drawer,
    work_through,
)

FIRST_OF_ALL = "203.0.113.9"


@pytest.fixture
def full(db: None) -> Floor:
    """Forty of each."""
    return open_store(stock=40)


def terms(floor: Floor, **changes: int) -> None:
    sale_terms.set(replace(sale_terms.of(floor.store), **changes), store_id=floor.store, by="test")
    sale_terms.forget(floor.store)


def try_order(person: Person, floor: Floor, lines: list[tuple[str, int, str]], *, address: str = "") -> Any:
    promise = promise_for(person, cart_with(person, floor, lines))
    if address:
        person.http.defaults["REMOTE_ADDR"] = address
    return person.post("/orders", {"promise_id": promise["id"]})


def free(floor: Floor, sku: str) -> int:
    return inventory.available(floor.store, [sku], outside=False)[sku]


def test_one_guest_cannot_empty_the_shelves_and_the_rest_is_sold_to_others(full: Floor) -> None:
    greedy, others = shopper(), [shopper() for _ in range(3)]
    refused = try_order(greedy, full, [(full.milk, 40, "carry_out"), (full.bread, 3, "carry_out")])
    assert (refused.status_code, refused.json()["code"], refused.json()["left"]) == (
        409,
        "hold_too_large",
        20,
    )
    assert free(full, full.milk) == 40 and free(full, full.bread) == 40, "then nothing is held"
    assert (
        try_order(greedy, full, [(full.milk, 20, "carry_out"), (full.bread, 20, "carry_out")]).status_code
        == 201
    )
    more = try_order(greedy, full, [(full.milk, 1, "pick_up")])
    assert (more.json()["code"], more.json()["left"]) == ("hold_too_large", 0)
    for other in others:
        assert try_order(other, full, [(full.milk, 6, "carry_out")]).status_code == 201
    assert free(full, full.milk) == 2
    assert books_balance(full)


def test_several_lines_of_one_product_count_together(full: Floor) -> None:
    refused = try_order(shopper(), full, [(full.milk, 15, "carry_out"), (full.milk, 15, "pick_up")])
    assert refused.json()["code"] == "hold_too_large"
    assert [line["wanted"] for line in refused.json()["lines"]] == [15, 15]


def test_the_last_few_go_to_whoever_wants_them(db: None) -> None:
    floor = open_store(stock=FEW_PIECES)
    everything = [(floor.milk, FEW_PIECES, "carry_out"), (floor.salmon, 2000, "carry_out")]
    assert try_order(shopper(), floor, everything).status_code == 201


def test_so_many_orders_wait_for_one_person_and_paying_makes_room(full: Floor) -> None:
    terms(full, unpaid_orders=3)
    person, cashier = shopper(), with_drawer(full)
    orders = [order_of(person, full, [(full.milk, 1, "carry_out")]) for _ in range(3)]
    refused = try_order(person, full, [(full.bread, 1, "carry_out")])
    assert (refused.status_code, refused.json()["code"], refused.json()["most"]) == (
        409,
        "too_many_unpaid",
        3,
    )
    pay_in_cash(cashier, full, orders[0])
    assert try_order(person, full, [(full.bread, 1, "carry_out")]).status_code == 201
    assert person.post(f"/orders/{orders[1]['id']}/cancel").status_code == 200
    assert try_order(person, full, [(full.bread, 1, "carry_out")]).status_code == 201
    clock.advance_to(clock.now() + timedelta(minutes=11))
    work_through()
    assert try_order(person, full, [(full.bread, 1, "carry_out")]).status_code == 201


def test_paid_goods_are_nobody_s_bound(full: Floor) -> None:
    person, cashier = shopper(), with_drawer(full)
    for _ in range(2):
        pay_in_cash(cashier, full, order_of(person, full, [(full.milk, 10, "pick_up")]))
    assert try_order(person, full, [(full.milk, 20, "pick_up")]).status_code == 201
    assert free(full, full.milk) == 0


def test_a_guest_is_waited_for_a_shorter_time_than_a_member(full: Floor) -> None:
    for person, minutes in ((shopper(), 10), (known_shopper(), 15)):
        placed = order_of(person, full, [(full.milk, 1, "carry_out")])
        assert datetime.fromisoformat(placed["pay_by"]) - clock.now() == timedelta(minutes=minutes)
    terms(full, guest_pay_minutes=4, pay_minutes=30)
    for person, minutes in ((shopper(), 4), (known_shopper(), 30)):
        placed = order_of(person, full, [(full.milk, 1, "carry_out")])
        assert datetime.fromisoformat(placed["pay_by"]) - clock.now() == timedelta(minutes=minutes)


def test_guests_of_one_network_wait_in_number_and_members_of_it_do_not(full: Floor) -> None:
    terms(full, unpaid_of_network=2)
    for _ in range(2):
        assert (
            try_order(shopper(), full, [(full.milk, 1, "carry_out")], address=FIRST_OF_ALL).status_code == 201
        )
    refused = try_order(shopper(), full, [(full.milk, 1, "carry_out")], address=FIRST_OF_ALL)
    assert (refused.status_code, refused.json()["code"]) == (429, "too_many_unpaid_nearby")
    assert (
        try_order(known_shopper(), full, [(full.milk, 1, "carry_out")], address=FIRST_OF_ALL).status_code
        == 201
    )
    assert (
        try_order(shopper(), full, [(full.milk, 1, "carry_out")], address="203.0.113.10").status_code == 201
    )
    assert try_order(shopper(), full, [(full.milk, 1, "carry_out")]).status_code == 201, "the machine itself"


def test_where_a_guest_ordered_from_is_forgotten_once_nobody_waits(full: Floor) -> None:
    person, cashier = shopper(), with_drawer(full)
    orders = [
        try_order(person, full, [(full.milk, 1, "carry_out")], address=FIRST_OF_ALL).json() for _ in range(3)
    ]
    assert set(Order.objects.values_list("placed_from", flat=True)) == {placed_from(FIRST_OF_ALL)}
    assert FIRST_OF_ALL not in placed_from(FIRST_OF_ALL)
    pay_in_cash(cashier, full, orders[0])
    person.post(f"/orders/{orders[1]['id']}/cancel")
    clock.advance_to(clock.now() + timedelta(minutes=11))
    work_through()
    assert set(Order.objects.values_list("placed_from", flat=True)) == {""}


def test_goods_in_the_hands_of_staff_have_no_bound(full: Floor) -> None:
    cashier = with_drawer(full)
    for _ in range(4):
        assert ring_up(cashier, full, [{"sku_id": full.milk, "quantity": 10}]).status_code == 201
    assert free(full, full.milk) == 0


def test_a_store_without_terms_goes_by_the_usual_bounds(full: Floor) -> None:
    SaleTerms.objects.all().delete()
    assert try_order(shopper(), full, [(full.milk, 21, "carry_out")]).json()["code"] == "hold_too_large"


@pytest.mark.parametrize(
    "wrong", [{"unpaid_orders": 0}, {"unpaid_share": 0}, {"unpaid_share": 101}, {"guest_pay_minutes": 1}]
)
def test_bounds_that_would_stop_the_shop_are_refused_by_the_table(full: Floor, wrong: dict[str, int]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        SaleTerms.objects.filter(store_id=full.store).update(**wrong)


def test_twenty_five_products_by_one_guest(full: Floor) -> None:
    """One order after the other for the whole stock of a product, as somebody would who wants to close the shop."""
    from newretail.stores.models import Shelf, Store

    store, shelf = Store.objects.get(code=full.store), Shelf.objects.get(store_id=full.store)
    skus = [_sku(store, shelf, 500, stock=25) for _ in range(25)]
    greedy = shopper()
    answers = [try_order(greedy, full, [(sku, 25, "carry_out")]).status_code for sku in skus]
    assert answers == [409] * 25
    assert try_order(greedy, full, [(sku, 13, "carry_out") for sku in skus]).status_code == 201
    more = [try_order(greedy, full, [(sku, 1, "carry_out") for sku in skus]) for _ in range(2)]
    assert [each.json()["code"] for each in more] == ["hold_too_large"] * 2
    assert {free(full, sku) for sku in skus} == {12}
    assert try_order(shopper(), full, [(sku, 4, "carry_out") for sku in skus]).status_code == 201
