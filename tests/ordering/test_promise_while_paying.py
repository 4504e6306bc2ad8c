"""The promise that holds while one pays: what a time is worth before the money is there, and what moves when it comes late."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from newretail.fulfilment.models import Parcel, Reservation, WorkSlot
from newretail.fulfilment.plan.find_late import find_late_jobs, find_late_parcels
from newretail.kernel import clock
from newretail.kernel.models import Event
from newretail.ordering.models import Order
from tests.ordering.till import books_balance
from tests.sale_floor import (
    Floor,
    Person,
    cart_with,
    known_shopper,
    order_of,
    pay_in_cash,
    promise_for,
    shopper,
    with_drawer,
    work_through,
)

pytestmark = pytest.mark.django_db


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def later(minutes: float) -> None:
    clock.advance_to(clock.now() + timedelta(minutes=minutes))
    work_through()


def moves(order: dict[str, Any]) -> list[dict[str, Any]]:
    ref = f"order:{order['id']}"
    return list(Event.objects.filter(name="order.time_moved", ref=ref).values_list("body", flat=True))


def leg_of(person: Person, order: dict[str, Any]) -> dict[str, Any]:
    [leg] = person.get(f"/orders/{order['id']}").json()["legs"]
    return dict(leg)


def booked_places() -> tuple[int, int]:
    """Lines booked by the reservations, and in the plan."""
    taken = sum(sum(each.taken) for each in Reservation.objects.all())
    return taken, sum(slot.booked for slot in WorkSlot.objects.all())


def nobody_is_late() -> bool:
    return find_late_parcels() == 0 and find_late_jobs() == 0


def test_a_time_that_is_paid_while_it_holds_stands(floor: Floor):
    person, cashier = shopper(), with_drawer(floor)
    promise = promise_for(person, cart_with(person, floor, [(floor.milk, 1, "pick_up")]))
    told = promise["legs"][0]["due_at"]
    order = person.post("/orders", {"promise_id": promise["id"]}).json()
    assert at(order["holds_until"]) == at(promise["holds_until"])
    assert at(order["legs"][0]["due_at"]) == at(told)
    later(1.5)
    pay_in_cash(cashier, floor, order)
    assert (leg_of(person, order)["due_at"], moves(order)) == (told, [])
    assert Parcel.objects.get().due_at == at(told)
    assert nobody_is_late() and booked_places() == (1, 1)


def test_a_promise_that_lay_in_the_cart_counts_from_the_order(floor: Floor):
    person, cashier = shopper(), with_drawer(floor)
    promise = promise_for(person, cart_with(person, floor, [(floor.milk, 1, "pick_up")]))
    told = at(promise["legs"][0]["due_at"])
    later(8)
    order = person.post("/orders", {"promise_id": promise["id"]}).json()
    [leg] = order["legs"]
    assert at(leg["due_at"]) == told + timedelta(minutes=8)
    assert at(leg["was_due_at"]) == told
    assert at(order["holds_until"]) == clock.now() + timedelta(minutes=2)
    assert [move["why"] for move in moves(order)] == ["ordered_later"]
    later(1)
    pay_in_cash(cashier, floor, order)
    assert at(leg_of(person, order)["due_at"]) == at(leg["due_at"]), "paid in time: it stands"
    assert nobody_is_late() and booked_places() == (1, 1), "its place in the plan has moved with it"
    assert Reservation.objects.get().made_at == clock.now()


@pytest.mark.parametrize("minutes", [4, 9, 14])
def test_money_that_comes_late_moves_the_time_and_nobody_is_late_for_it(floor: Floor, minutes: int):
    person, cashier = known_shopper(), with_drawer(floor)
    order = order_of(person, floor, [(floor.milk, 1, "pick_up")])
    told = leg_of(person, order)["due_at"]
    later(minutes)
    pay_in_cash(cashier, floor, order)
    leg = leg_of(person, order)
    assert at(leg["due_at"]) > clock.now() and nobody_is_late()
    if leg["due_at"] != told:
        [move] = moves(order)
        assert (move["why"], at(move["was"]), at(move["due_at"])) == (
            "paid_later",
            at(told),
            at(leg["due_at"]),
        )
        assert leg["was_due_at"] == told
    assert Parcel.objects.get().due_at == at(leg["due_at"])
    assert booked_places() == (1, 1)
    assert books_balance(floor)


def test_money_that_comes_when_the_time_is_over_moves_it(floor: Floor):
    person, cashier = known_shopper(), with_drawer(floor)
    order = order_of(person, floor, [(floor.milk, 1, "pick_up")])
    told = leg_of(person, order)["due_at"]
    later(14.4)
    pay_in_cash(cashier, floor, order)
    assert leg_of(person, order)["due_at"] > told and len(moves(order)) == 1


def test_a_full_plan_keeps_the_place_and_moves_the_time_by_the_delay(floor: Floor):
    person, cashier = known_shopper(), with_drawer(floor)
    order = order_of(person, floor, [(floor.milk, 1, "pick_up")])
    told, holds_until = leg_of(person, order)["due_at"], at(order["holds_until"])
    later(10)
    held = Reservation.objects.get()
    for slot in WorkSlot.objects.filter(starts_at__gt=clock.now() - timedelta(minutes=6)):
        WorkSlot.objects.filter(id=slot.id).update(booked=slot.capacity)
    pay_in_cash(cashier, floor, order)
    late_by = clock.now() - holds_until
    moved = at(leg_of(person, order)["due_at"])
    assert moved == at(told) + late_by
    assert Reservation.objects.get().starts == held.starts


def test_what_is_carried_out_is_promised_no_time(floor: Floor):
    person, cashier = shopper(), with_drawer(floor)
    promise = promise_for(person, cart_with(person, floor, [(floor.milk, 1, "carry_out")]))
    assert promise["legs"][0]["due_at"] is None
    order = person.post("/orders", {"promise_id": promise["id"]}).json()
    pay_in_cash(cashier, floor, order)
    assert (leg_of(person, order)["due_at"], Order.objects.get().state) == (None, "done")
