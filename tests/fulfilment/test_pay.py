"""A courier's day is paid by rules that can be read, and nothing in it counts twice."""

import math
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newretail.fulfilment import errors, rules
from newretail.fulfilment.events import LegDelivered, LegLeftBehind
from newretail.fulfilment.models import Courier, Shift, Stage, Stop, Trip
from newretail.fulfilment.models.couriers import FailCause, StopState
from newretail.fulfilment.plan.find_late import find_late_parcels
from newretail.fulfilment.reading.courier_day import coming_deliveries, courier_day
from newretail.fulfilment.riding import pay_rules
from newretail.fulfilment.riding.courier_duty import go_off_duty, go_on_duty
from newretail.fulfilment.riding.dispatch_trips import dispatch_trips
from newretail.fulfilment.riding.leave_behind import leave_behind
from newretail.fulfilment.riding.pay_rules import Duty, Round
from newretail.fulfilment.riding.ride_trip import arrive_at_stop, deliver_stop, fail_stop, pick_up_trip
from newretail.fulfilment.work.terms import WorkTermsView, work_terms
from tests.fulfilment.floor import Floor

NOON = datetime(2026, 6, 15, 4, 0, tzinfo=UTC)
PER_DROP, PER_KILOMETRE, PER_HOUR = 500, 150, 3000

rounds = st.lists(
    st.builds(
        Round,
        drops=st.integers(0, 3),
        metres=st.integers(0, 20_000),
        per_drop=st.integers(0, 2_000),
        per_kilometre=st.integers(0, 1_000),
    ),
    max_size=30,
)
duties = st.lists(
    st.builds(Duty, seconds=st.integers(0, 43_200), guarantee_per_hour=st.integers(0, 10_000)), max_size=4
)


@given(ridden=rounds, served=duties)
def test_a_day_earns_drops_and_distance_or_the_guarantee_whichever_is_more(ridden, served):
    """The reference reckons in fractions, straight from the words of the rule."""
    drops = sum(each.drops * each.per_drop for each in ridden)
    distance = sum(math.ceil(Fraction(each.metres, 1000) * each.per_kilometre) for each in ridden)
    guarantee = math.ceil(sum(Fraction(each.seconds, 3600) * each.guarantee_per_hour for each in served))
    earned = pay_rules.earnings(rounds=ridden, duties=served)
    assert (earned.drops, earned.distance) == (drops, distance)
    assert earned.total == max(drops + distance, guarantee)
    assert earned.total == earned.drops + earned.distance + earned.guarantee and earned.guarantee >= 0


@given(began=st.integers(-3000, 3000), length=st.integers(0, 3000), is_open=st.booleans())
def test_a_shift_is_cut_at_midnight_and_no_second_of_it_is_lost_or_paid_twice(began, length, is_open):
    minute = timedelta(minutes=1)
    begins = NOON + began * minute
    ends, now = (
        (None, begins + length * minute) if is_open else (begins + length * minute, NOON + 9999 * minute)
    )
    days = [NOON + timedelta(days=day) for day in range(-4, 6)]
    parts = [
        pay_rules.seconds_within(
            began_at=begins, ended_at=ends, now=now, first=day, last=day + timedelta(days=1)
        )
        for day in days
    ]
    assert sum(parts) == min(length * 60, pay_rules.LONGEST_SHIFT.total_seconds())


pytestmark = pytest.mark.django_db


@pytest.fixture
def paying(floor: Floor) -> Floor:
    terms = WorkTermsView(
        picking_lines_per_minute=6,
        packing_minutes=2,
        metres_per_minute=200,
        courier_pay_per_drop=PER_DROP,
        courier_pay_per_kilometre=PER_KILOMETRE,
        courier_guarantee_per_hour=PER_HOUR,
    )
    work_terms.set(terms, store_id=floor.store_id, by="test")
    work_terms.forget(floor.store_id)
    return floor


def packed(floor: Floor, **more: object) -> tuple[str, list[str]]:
    ref = floor.order((floor.apple, 1), **more)
    tags = floor.pick_all(ref)
    floor.pack(ref)
    return ref, tags


def duty(floor: Floor) -> None:
    go_on_duty(store_id=floor.store_id, member_id=floor.courier, latitude=31.23, longitude=121.5)


def mine(floor: Floor) -> dict[str, object]:
    return {
        "store_id": floor.store_id,
        "member_id": floor.courier,
        "trip_id": Trip.objects.get(state__in=["offered", "riding"]).id,
    }


def day(floor: Floor, **more: object):
    return courier_day(store_id=floor.store_id, member_id=floor.courier, **more)


def delivered(floor: Floor, ref: str, trip: dict[str, object]) -> None:
    parcel = floor.parcel(ref)
    deliver_stop(**trip, parcel_id=parcel.id, door_code=parcel.code)


def test_a_quiet_hour_earns_the_guarantee_and_a_busy_one_what_was_ridden(paying):
    duty(paying)
    paying.wait(hours=1)
    quiet = day(paying)
    assert (quiet.seconds_on_duty, quiet.earnings.total, quiet.earnings.guarantee) == (
        3600,
        PER_HOUR,
        PER_HOUR,
    )
    for _ in range(8):
        ref, tags = packed(paying)
        dispatch_trips(store_id=paying.store_id)
        trip = mine(paying)
        pick_up_trip(**trip, bags=tags)
        delivered(paying, ref, trip)
    busy = day(paying)
    there_and_back = busy.trips[0].ridden.metres
    assert busy.count(StopState.DELIVERED) == busy.drops == 8 and busy.metres == 8 * there_and_back > 0
    assert busy.earnings.drops == 8 * PER_DROP and busy.earnings.guarantee == 0
    assert busy.earnings.distance == 8 * math.ceil(there_and_back * PER_KILOMETRE / 1000)


def test_a_delivery_told_twice_is_paid_once(paying):
    duty(paying)
    ref, tags = packed(paying)
    dispatch_trips(store_id=paying.store_id)
    trip = mine(paying)
    pick_up_trip(**trip, bags=tags)
    for _ in range(2):
        delivered(paying, ref, trip)
    once = day(paying)
    assert (once.drops, once.earnings.drops) == (1, PER_DROP)


def test_a_door_where_nobody_opens_is_paid_and_an_accident_is_paid_for_its_way(paying):
    duty(paying)
    for cause, drops in ((FailCause.NOBODY_HOME, 1), (FailCause.ACCIDENT, 1)):
        ref, tags = packed(paying)
        dispatch_trips(store_id=paying.store_id)
        trip = mine(paying)
        pick_up_trip(**trip, bags=tags)
        fail_stop(**trip, parcel_id=paying.parcel(ref).id, cause=cause)
        found = day(paying)
        assert (found.drops, found.count(StopState.DELIVERED)) == (drops, 0)
    assert found.count(StopState.FAILED) == 2 and found.metres == 2 * found.trips[0].ridden.metres
    assert [back.parcel.cause for back in found.bring_back] == ["nobody_home", "accident"]
    assert all(back.bags for back in found.bring_back)


def test_a_trip_pays_what_it_was_offered_with(paying):
    duty(paying)
    ref, tags = packed(paying)
    dispatch_trips(store_id=paying.store_id)
    work_terms.set(
        replace(work_terms.of(paying.store_id), courier_pay_per_drop=1), store_id=paying.store_id, by="test"
    )
    work_terms.forget(paying.store_id)
    trip = mine(paying)
    pick_up_trip(**trip, bags=tags)
    delivered(paying, ref, trip)
    assert day(paying).earnings.drops == PER_DROP


def test_the_clocks_of_store_ride_and_door_are_apart(paying):
    duty(paying)
    ref, tags = packed(paying)
    dispatch_trips(store_id=paying.store_id)
    trip = mine(paying)
    paying.wait(minutes=4)
    pick_up_trip(**trip, bags=tags)
    paying.wait(minutes=7)
    arrive_at_stop(**trip, parcel_id=paying.parcel(ref).id)
    paying.wait(minutes=2)
    delivered(paying, ref, trip)
    [ridden] = day(paying).trips
    assert (ridden.seconds_at_store, ridden.seconds_riding, ridden.seconds_at_doors) == (240, 420, 120)


def test_what_was_done_in_a_dead_spot_keeps_its_time_and_its_promise(paying):
    duty(paying)
    ref, tags = packed(paying, minutes=20)
    dispatch_trips(store_id=paying.store_id)
    trip, parcel = mine(paying), paying.parcel(ref)
    pick_up_trip(**trip, bags=tags)
    at_the_door = paying.wait(minutes=15)
    paying.wait(minutes=10)
    assert find_late_parcels() == 1
    deliver_stop(**trip, parcel_id=parcel.id, door_code=parcel.code, at=at_the_door)
    parcel.refresh_from_db()
    assert (parcel.ended_at, parcel.late_at, parcel.late_cause) == (at_the_door, None, "")
    [ridden] = day(paying).trips
    assert ridden.seconds_riding == 15 * 60
    assert paying.events(LegDelivered, ref)[0]["at"] == at_the_door.isoformat()


def test_a_closed_door_in_a_dead_spot_keeps_its_time_in_the_time_line_too(paying):
    duty(paying)
    ref, tags = packed(paying)
    dispatch_trips(store_id=paying.store_id)
    trip = mine(paying)
    pick_up_trip(**trip, bags=tags)
    at_the_door = paying.wait(minutes=5)
    paying.wait(minutes=10)
    fail_stop(**trip, parcel_id=paying.parcel(ref).id, cause=FailCause.NOBODY_HOME, at=at_the_door)
    assert Stage.objects.get(ref=ref, stage="failed").at == Stop.objects.get().ended_at == at_the_door


@given(minutes=st.integers(-500, 500), left=st.integers(-60, 0))
def test_a_phone_is_believed_neither_about_the_future_nor_about_long_ago(minutes, left):
    minute = timedelta(minutes=1)
    told = rules.moment(NOON + minutes * minute, now=NOON, not_before=[None, NOON + left * minute])
    assert max(NOON - rules.TOLD_LATER_WITHIN, NOON + left * minute) <= told <= NOON
    assert rules.moment(None, now=NOON, not_before=[]) == NOON


def test_coming_on_duty_again_begins_no_second_shift_and_a_forgotten_one_ends_by_itself(paying):
    duty(paying)
    paying.wait(minutes=30)
    duty(paying)
    assert Shift.objects.count() == 1
    go_off_duty(store_id=paying.store_id, member_id=paying.courier)
    go_off_duty(store_id=paying.store_id, member_id=paying.courier)
    paying.wait(hours=1)
    assert day(paying).seconds_on_duty == 1800
    duty(paying)
    paying.wait(days=3)
    assert Shift.objects.count() == 2
    counted = [day(paying, day=(NOON + timedelta(days=each)).date()).seconds_on_duty for each in range(4)]
    assert sum(counted) == 1800 + 12 * 3600 and counted[2:] == [0, 0]


def test_what_is_not_ready_is_left_behind_and_offered_again_after_a_rest(paying):
    duty(paying)
    first, tags = packed(paying, at=(31.235, 121.505))
    second, _ = packed(paying, at=(31.236, 121.506))
    dispatch_trips(store_id=paying.store_id)
    trip, left = mine(paying), paying.parcel(second)
    for _ in range(2):
        leave_behind(**trip, parcel_id=left.id)
    assert [each["state"] for each in paying.events(LegLeftBehind, second)] == ["packed"]
    pick_up_trip(**trip, bags=tags)
    with pytest.raises(errors.TripNotReady):
        leave_behind(**trip, parcel_id=paying.parcel(first).id)
    delivered(paying, first, trip)
    assert dispatch_trips(store_id=paying.store_id) == 0
    paying.wait(minutes=3)
    assert dispatch_trips(store_id=paying.store_id) == 1
    assert Stop.objects.filter(parcel=left).count() == 2
    assert day(paying).metres == day(paying).trips[-1].ridden.metres, "the way to what was left is not ridden"


def test_a_trip_with_nothing_left_is_over_and_its_courier_free(paying):
    duty(paying)
    ref, _ = packed(paying)
    dispatch_trips(store_id=paying.store_id)
    assert leave_behind(**mine(paying), parcel_id=paying.parcel(ref).id).state == "cancelled"
    assert dispatch_trips(store_id=paying.store_id) == 0, "it is looked for first"
    other, _ = packed(paying)
    assert dispatch_trips(store_id=paying.store_id) == 1
    assert Stop.objects.get(state="waiting").parcel.ref == other
    assert day(paying).trips[0].trip.state == "offered" and len(day(paying).trips) == 1


def test_a_trip_does_not_leave_before_all_of_it_is_packed(paying):
    duty(paying)
    paying.order((paying.apple, 1))
    ref = paying.order((paying.apple, 1))
    trip = Trip.objects.create(store_id=paying.store_id, courier=Courier.objects.get())
    Stop.objects.create(trip=trip, parcel=paying.parcel(ref), sequence=1)
    with pytest.raises(errors.NotPackedYet):
        pick_up_trip(**mine(paying), bags=[])
    leave_behind(**mine(paying), parcel_id=paying.parcel(ref).id)


def test_what_is_on_the_packing_table_joins_a_trip_that_waits_for_it(paying):
    duty(paying)
    first, tags = packed(paying, at=(31.235, 121.505))
    second = paying.order((paying.milk, 1), at=(31.236, 121.506))
    more = paying.pick_all(second)
    assert dispatch_trips(store_id=paying.store_id) == 1
    trip = mine(paying)
    assert {stop.parcel.ref for stop in Stop.objects.all()} == {first, second}
    with pytest.raises(errors.NotPackedYet) as refused:
        pick_up_trip(**trip, bags=tags)
    assert refused.value.details["numbers"] == [paying.parcel(second).number]
    paying.pack(second)
    assert dispatch_trips(store_id=paying.store_id) == 0
    assert pick_up_trip(**trip, bags=[*tags, *more]).state == "riding"


def test_who_waits_sees_what_is_coming(paying):
    duty(paying)
    packed(paying)
    paying.pick_all(paying.order((paying.milk, 1)))
    paying.order((paying.pear, 1))
    coming = coming_deliveries(paying.store_id)
    assert (coming.ready, coming.packing, coming.picking, coming.free_couriers) == (1, 1, 1, 1)
    assert coming.next_ready_at is not None
    dispatch_trips(store_id=paying.store_id)
    after = coming_deliveries(paying.store_id)
    assert (after.ready, after.free_couriers) == (0, 0)
