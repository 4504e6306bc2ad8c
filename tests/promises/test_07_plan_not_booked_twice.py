"""Promise 7: a place in the work plan cannot be booked twice, however many ask for it at once."""

import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection, connections

from newretail.fulfilment import api as fulfilment
from newretail.fulfilment import rules
from newretail.fulfilment.errors import Full
from newretail.fulfilment.models import Reservation, WorkSlot
from newretail.fulfilment.plan import reserve_work
from newretail.fulfilment.plan.lay_out_plan import lay_out_plan
from newretail.kernel import clock
from newretail.kernel.errors import Refusal
from newretail.science import promise
from tests.stock_room import a_store, standing_clock

pytestmark = pytest.mark.django_db(transaction=True)

CLIENTS = 16
PLACES = 5


@pytest.fixture(autouse=True)
def _noon(tmp_path: Path) -> Iterator[None]:
    with standing_clock(tmp_path):
        yield


@pytest.fixture
def store() -> Iterator[str]:
    """A store whose next two slots, all that a reservation may use, have five places left."""
    code = a_store()
    lay_out_plan(store_id=code, first=clock.now(), last=clock.now() + rules.HORIZON)
    slots = WorkSlot.objects.filter(store_id=code)
    slots.update(booked=30)
    first, second = slots.order_by("starts_at")[:2]
    WorkSlot.objects.filter(id=first.id).update(booked=30 - 2)
    WorkSlot.objects.filter(id=second.id).update(booked=30 - 3)
    yield code
    slots.delete()
    Reservation.objects.filter(store_id=code).delete()


def race(book: Callable[[int], None]) -> list[str]:
    """All clients ask at the same moment; what each of them got."""
    gate, answers, guard = threading.Barrier(CLIENTS), [], threading.Lock()

    def client(number: int) -> None:
        try:
            connection.ensure_connection()
            gate.wait(timeout=30)
            try:
                book(number)
                answer = "booked"
            except Full:
                answer = "full"
            except Refusal as refusal:
                answer = refusal.code
            with guard:
                answers.append(answer)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=client, args=(number,)) for number in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return answers


def reserve(store: str, number: int) -> None:
    fulfilment.reserve(
        ref=f"race:{store}:{number}",
        store_id=store,
        line_count=1,
        at=clock.now(),
        by=clock.now() + promise.SLOT,
        until=clock.now() + timedelta(minutes=10),
    )


def places_taken(store: str) -> int:
    return sum(
        sum(taken) for taken in Reservation.objects.filter(store_id=store).values_list("taken", flat=True)
    )


def test_the_last_places_of_the_plan_go_to_as_many_as_there_are(store: str) -> None:
    answers = race(lambda number: reserve(store, number))
    assert sorted(answers) == ["booked"] * PLACES + ["full"] * (CLIENTS - PLACES)
    assert places_taken(store) == PLACES
    assert all(slot.booked == slot.capacity for slot in WorkSlot.objects.filter(store_id=store))


def test_without_the_lock_and_the_guards_places_are_booked_twice(
    store: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: the same race over the same statement without its lock, its condition and the table's constraint."""
    statement = reserve_work._RESERVE
    unguarded = (
        statement.replace("    FOR UPDATE\n", "")
        .replace("AND slot.booked + share.taken <= slot.capacity", "AND pg_sleep(0.2) IS NOT NULL")
        .replace("FROM share WHERE taken > 0", "FROM share, pg_sleep(0.2) WHERE taken > 0")
    )
    assert unguarded != statement and "FOR UPDATE" not in unguarded
    monkeypatch.setattr(reserve_work, "_RESERVE", unguarded)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE fulfilment_workslot DROP CONSTRAINT work_slot_not_overbooked")
    try:
        race(lambda number: reserve(store, number))
        assert places_taken(store) > PLACES
    finally:
        WorkSlot.objects.filter(store_id=store).delete()
        with connection.cursor() as cursor:
            cursor.execute(
                "ALTER TABLE fulfilment_workslot ADD CONSTRAINT work_slot_not_overbooked CHECK (booked <= capacity)"
            )


def test_a_place_given_back_twice_at_once_is_given_back_once(store: str) -> None:
    reserve(store, 0)
    before = sum(slot.booked for slot in WorkSlot.objects.filter(store_id=store))
    race(lambda _: fulfilment.free(ref=f"race:{store}:0", store_id=store) and None)
    assert sum(slot.booked for slot in WorkSlot.objects.filter(store_id=store)) == before - 1
