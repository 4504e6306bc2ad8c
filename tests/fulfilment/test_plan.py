from datetime import timedelta

import pytest

from newretail.fulfilment import api as fulfilment
from newretail.fulfilment import rules
from newretail.fulfilment.errors import Full, PlaceGone
from newretail.fulfilment.models import Reservation, WorkSlot, WorkTerms
from newretail.fulfilment.work.terms import work_terms
from newretail.kernel import clock
from newretail.science import promise
from newretail.stores.api import forget_store
from newretail.stores.models import Store
from tests.stock_room import a_store

pytestmark = pytest.mark.django_db


@pytest.fixture
def store() -> str:
    return a_store()


def booked(store: str) -> int:
    return sum(WorkSlot.objects.filter(store_id=store).values_list("booked", flat=True))


def reserve(store: str, ref: str, units: int, *, minutes: int = 10) -> None:
    [quote] = fulfilment.quote_work(store_id=store, line_count=units, ways=["pick_up"])
    until = clock.now() + timedelta(minutes=minutes)
    fulfilment.reserve(
        ref=ref, store_id=store, line_count=units, at=quote.pick_at, by=quote.pick_by, until=until
    )


def test_a_quote_names_a_time_for_each_way_and_how_surely_it_holds(store):
    carried, fetched, brought = fulfilment.quote_work(
        store_id=store, line_count=3, ways=["carry_out", "pick_up", "deliver"], metres=2000
    )
    assert carried.due_at == clock.now() and carried.probability == 1
    assert (
        clock.now() < fetched.ready_at < fetched.due_at < brought.due_at < clock.now() + timedelta(minutes=40)
    )
    assert fetched.probability >= 0.95 and brought.probability >= 0.95


def test_nothing_to_pick_is_ready_at_once(store):
    [quote] = fulfilment.quote_work(store_id=store, line_count=0, ways=["carry_out"])
    assert quote.due_at == clock.now() and quote.pick_at is None


def test_work_in_progress_makes_the_next_promise_later(store):
    [first] = fulfilment.quote_work(store_id=store, line_count=5, ways=["deliver"], metres=1000)
    reserve(store, "order:1", 60)
    [second] = fulfilment.quote_work(store_id=store, line_count=5, ways=["deliver"], metres=1000)
    assert second.due_at >= first.due_at + timedelta(minutes=8)


def test_a_busy_store_adds_its_minutes(store):
    [calm] = fulfilment.quote_work(store_id=store, line_count=5, ways=["pick_up"])
    Store.objects.filter(code=store).update(state="busy", busy_minutes=20)
    forget_store(store)
    [busy] = fulfilment.quote_work(store_id=store, line_count=5, ways=["pick_up"])
    assert busy.due_at == calm.due_at + timedelta(minutes=20)


def test_a_full_plan_refuses_with_a_reason(store):
    capacity = promise.slot_capacity(lines_per_minute=6) * (rules.HORIZON // promise.SLOT)
    reserve(store, "order:1", capacity - 10)
    with pytest.raises(Full):
        fulfilment.quote_work(store_id=store, line_count=20, ways=["pick_up"])


def test_a_large_order_takes_several_slots_and_gives_them_all_back(store):
    reserve(store, "order:1", 70)
    assert booked(store) == 70
    assert sum(Reservation.objects.get(ref="order:1").taken) == 70
    assert fulfilment.free(ref="order:1", store_id=store) == 1
    assert booked(store) == 0
    assert fulfilment.free(ref="order:1", store_id=store) == 0


def test_reserving_again_books_nothing_more(store):
    reserve(store, "order:1", 7)
    reserve(store, "order:1", 7)
    assert booked(store) == 7


def test_a_place_that_nobody_paid_for_lapses(store):
    reserve(store, "order:1", 7, minutes=10)
    clock.advance_to(clock.now() + timedelta(minutes=10, seconds=-1))
    assert fulfilment.expire_reservations() == 0
    clock.advance_to(clock.now() + timedelta(seconds=1))
    assert fulfilment.expire_reservations() == 1
    assert booked(store) == 0
    with pytest.raises(PlaceGone):
        fulfilment.confirm(ref="order:1", store_id=store)


def test_a_place_that_was_paid_for_stays(store):
    reserve(store, "order:1", 7, minutes=10)
    fulfilment.confirm(ref="order:1", store_id=store)
    fulfilment.confirm(ref="order:1", store_id=store)
    clock.advance_to(clock.now() + timedelta(minutes=60))
    assert fulfilment.expire_reservations() == 0
    assert booked(store) == 7


def test_a_slower_store_offers_fewer_places_but_keeps_what_is_booked(store):
    from newretail.fulfilment.plan.lay_out_plan import lay_out_plan

    reserve(store, "order:1", 25)
    WorkTerms.objects.update_or_create(store_id=store, defaults={"picking_lines_per_minute": 1})
    work_terms.forget(store)
    lay_out_plan(store_id=store, first=clock.now(), last=clock.now() + rules.HORIZON)
    first, second = WorkSlot.objects.filter(store_id=store).order_by("starts_at")[:2]
    assert (first.capacity, first.booked) == (25, 25)
    assert (second.capacity, second.booked) == (5, 0)
