import random
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from newretail.science.dispatch import Depot, FreeCourier, NearestCourier, ReadyParcel, reference
from newretail.science.dispatch.nearest import BUNDLE_DEGREES
from newretail.science.geography import bearing, degrees_apart

NOON = datetime(2026, 6, 15, 4, 0, tzinfo=UTC)
STORE = Depot(latitude=31.23, longitude=121.5, metres_per_minute=200)


def parcel(key: str, north: float, east: float, *, due: float = 30, ready: float = 0) -> ReadyParcel:
    """So many hundredths of a degree away."""
    return ReadyParcel(
        key=key,
        ready_at=NOON + timedelta(minutes=ready),
        due_at=NOON + timedelta(minutes=due),
        latitude=31.23 + north / 100,
        longitude=121.5 + east / 100,
    )


def courier(key: int, north: float = 0, east: float = 0) -> FreeCourier:
    return FreeCourier(key=key, latitude=31.23 + north / 100, longitude=121.5 + east / 100)


def plan(parcels, couriers):
    return [
        (trip.courier, trip.parcels)
        for trip in NearestCourier().plan(at=NOON, depot=STORE, parcels=parcels, couriers=couriers)
    ]


def test_the_nearest_free_courier_goes():
    assert plan([parcel("a", 1, 0)], [courier(1, 2, 2), courier(2, 0.1, 0)]) == [(2, ("a",))]


def test_parcels_in_one_direction_share_a_trip_in_the_order_of_the_way():
    assert plan([parcel("far", 1.2, 0.1), parcel("near", 0.6, 0)], [courier(1)]) == [(1, ("near", "far"))]


def test_parcels_in_opposite_directions_do_not_share_a_trip():
    assert plan([parcel("n", 1, 0), parcel("s", -1, 0)], [courier(1), courier(2)]) == [
        (1, ("n",)),
        (2, ("s",)),
    ]


def test_a_trip_has_at_most_three_parcels():
    trips = plan([parcel(str(place), 0.2 + place / 10, 0) for place in range(5)], [courier(1), courier(2)])
    assert [len(keys) for _, keys in trips] == [3, 2]


def test_a_parcel_that_would_make_another_late_waits_for_the_next_courier():
    urgent, relaxed = parcel("urgent", 1.5, 0, due=11), parcel("relaxed", 0.7, 0, due=40)
    assert plan([urgent, relaxed], [courier(1)]) == [(1, ("urgent",))]


def test_a_parcel_on_the_packing_table_is_waited_for_when_it_goes_the_same_way_and_no_promise_breaks():
    packed, soon = parcel("packed", 0.6, 0), parcel("soon", 1.2, 0.1, ready=2)
    assert plan([packed, soon], [courier(1)]) == [(1, ("packed", "soon"))]
    assert plan([parcel("packed", 0.6, 0, due=6), soon], [courier(1)]) == [(1, ("packed",))]
    assert plan([packed, parcel("later", 1.2, 0.1, ready=4)], [courier(1)]) == [(1, ("packed",))]


def test_nobody_is_sent_for_what_is_not_packed_alone():
    assert plan([parcel("soon", 0.6, 0, ready=1)], [courier(1)]) == []


places = st.floats(-2, 2, allow_nan=False)


@given(
    parcels=st.lists(st.tuples(places, places, st.floats(0, 60)), max_size=12),
    couriers=st.lists(st.tuples(places, places), max_size=5),
)
def test_nobody_is_sent_twice_and_no_trip_turns_around(parcels, couriers):
    waiting = [parcel(str(key), north, east, due=due) for key, (north, east, due) in enumerate(parcels)]
    free = [courier(key, *where) for key, where in enumerate(couriers)]
    trips = plan(waiting, free)
    sent = [key for _, keys in trips for key in keys]
    assert len(sent) == len(set(sent)) and len({key for key, _ in trips}) == len(trips)
    assert len(trips) == min(len(free), len(trips)) and all(1 <= len(keys) <= 3 for _, keys in trips)
    assert len(sent) == len(waiting) or len(trips) == len(free)
    by_key = {each.key: each for each in waiting}
    for _, keys in trips:
        ways = [
            bearing((STORE.latitude, STORE.longitude), (by_key[key].latitude, by_key[key].longitude))
            for key in keys
        ]
        assert all(degrees_apart(a, b) <= BUNDLE_DEGREES for a in ways for b in ways)


def test_trips_are_those_that_trying_every_set_finds():
    for seed in range(300):
        chance = random.Random(seed)
        waiting = [
            parcel(
                str(key),
                chance.uniform(-2, 2),
                chance.uniform(-2, 2),
                due=chance.uniform(-5, 60),
                ready=chance.uniform(-10, 4),
            )
            for key in range(chance.randrange(12))
        ]
        free = [
            courier(key, chance.uniform(-2, 2), chance.uniform(-2, 2)) for key in range(chance.randrange(5))
        ]
        slow = reference.plan(at=NOON, depot=STORE, parcels=waiting, couriers=free)
        assert plan(waiting, free) == [(trip.courier, trip.parcels) for trip in slow], seed
