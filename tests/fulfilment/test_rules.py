from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newretail.fulfilment import rules
from newretail.fulfilment.rules import Clocks, Slot, Stage

NOON = datetime(2026, 6, 15, 4, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)

stages = st.lists(
    st.builds(Stage, st.just("x"), st.floats(0, 60, allow_nan=False), st.floats(0.1, 20, allow_nan=False)),
    min_size=1,
    max_size=5,
)
plans = st.lists(st.tuples(st.integers(1, 60), st.integers(0, 60)), min_size=1, max_size=18).map(
    lambda rows: [
        Slot(starts_at=NOON + place * rules.SLOT, capacity=capacity, booked=min(booked, capacity))
        for place, (capacity, booked) in enumerate(rows)
    ]
)


@given(inside=stages, outside=stages, seconds=st.integers(0, 59))
def test_a_promise_holds_with_at_least_its_probability_and_falls_on_a_minute(inside, outside, seconds):
    at = NOON + timedelta(seconds=seconds)
    promise = rules.promise(at=at, in_store=inside, outside=outside)
    assert promise.due_at.second == promise.due_at.microsecond == 0
    assert promise.ready_at <= promise.due_at
    assert promise.probability >= rules.HOLDS_WITH - 1e-4
    if promise.due_at - MINUTE > promise.ready_at:
        earlier = (promise.due_at - MINUTE - at) / MINUTE
        assert rules.chance([*inside, *outside], minutes=earlier) <= rules.HOLDS_WITH + 1e-3


@given(stages=stages, extra=st.floats(0.5, 30))
def test_more_work_never_makes_a_promise_earlier(stages, extra):
    first = rules.promise(at=NOON, in_store=stages)
    second = rules.promise(at=NOON, in_store=[*stages, Stage("more", extra, 0.1)])
    assert second.due_at >= first.due_at


@given(slots=plans, lines=st.integers(1, 200), behind=st.integers(0, 100))
def test_a_window_has_room_for_its_lines_and_none_earlier_has(slots, lines, behind):
    window = rules.find_window(slots, lines=lines, at=NOON, behind_lines=behind)
    if window is None:
        assert sum(slot.left for slot in slots) < lines
        return
    inside = [slot for slot in slots if window.starts_at <= slot.starts_at < window.ends_at]
    assert sum(slot.left for slot in inside) >= lines
    assert sum(slot.left for slot in inside[:-1]) < lines
    assert window.done_at >= NOON


@given(slots=plans, lines=st.integers(1, 200))
def test_work_that_is_behind_pushes_a_window_back(slots, lines):
    calm = rules.find_window(slots, lines=lines, at=NOON, behind_lines=0)
    busy = rules.find_window(slots, lines=lines, at=NOON, behind_lines=30)
    assert calm is None or busy.done_at > calm.done_at


def test_a_slot_that_is_nearly_over_offers_nearly_nothing():
    slots = [Slot(starts_at=NOON + place * rules.SLOT, capacity=30, booked=0) for place in range(2)]
    window = rules.find_window(slots, lines=10, at=NOON + timedelta(minutes=4, seconds=30), behind_lines=0)
    assert window.ends_at == NOON + 2 * rules.SLOT


@pytest.mark.parametrize(
    ("couriers", "in_front", "least", "most"),
    [(3, 0, 2, 2), (3, 2, 2, 2), (0, 0, 8, 8), (1, 1, 10, 30), (0, 4, 40, 60)],
)
def test_parcels_in_front_make_the_next_one_wait_for_a_courier(couriers, in_front, least, most):
    stage = rules.waiting_for_courier(couriers=couriers, parcels_in_front=in_front, ride_minutes=8)
    assert least <= stage.mean <= most


def test_the_latest_finish_leaves_time_for_conveyor_packing_and_the_way():
    way = [Stage("courier", 2, 1), Stage("ride", 8, 2)]
    packed = rules.latest_packed(due_at=NOON + 30 * MINUTE, outside=way)
    assert packed == NOON + 20 * MINUTE
    assert rules.latest_finish(packed_by=packed, packing_minutes=2) == NOON + timedelta(minutes=16.5)


@given(quantity=st.integers(1, 5000), picked=st.integers(0, 8000))
def test_a_weighed_line_is_complete_within_its_tolerance_and_a_counted_one_only_when_full(quantity, picked):
    assert rules.is_complete(quantity=quantity, picked=picked, weighed=False) == (picked >= quantity)
    if rules.is_complete(quantity=quantity, picked=picked, weighed=True):
        assert picked * 1000 >= quantity * (1000 - rules.WEIGHT_TOLERANCE_PERMILLE)
    assert rules.most_that_may_be_picked(quantity=quantity, weighed=True) <= quantity * 1.2


@given(cap=st.integers(0, 10**6), quantity=st.integers(1, 100), missing=st.integers(1, 100))
def test_the_cap_of_a_substitute_is_in_proportion_to_what_is_missing(cap, quantity, missing):
    missing = min(missing, quantity)
    left = rules.cap_left(cap=cap, quantity=quantity, missing=missing, spent=0)
    assert 0 <= left <= cap
    assert missing < quantity or left == cap


@given(a=st.floats(0, 360), b=st.floats(0, 360))
def test_bearings_are_at_most_half_a_circle_apart(a, b):
    assert 0 <= rules.degrees_apart(a, b) <= 180
    assert rules.degrees_apart(a, b) == pytest.approx(rules.degrees_apart(b, a))


def test_due_east_is_ninety_degrees_and_a_hundredth_of_a_degree_is_about_a_kilometre():
    assert rules.bearing(latitude=0, longitude=0, to_latitude=0, to_longitude=1) == pytest.approx(90)
    metres = rules.metres_between(latitude=31.2, longitude=121.5, to_latitude=31.21, to_longitude=121.5)
    assert metres == pytest.approx(1112, abs=2)


@pytest.mark.parametrize(
    ("minutes", "cause"),
    [
        ({}, "waiting_for_picker"),
        ({"pick_started": 12}, "waiting_for_picker"),
        ({"pick_started": 5}, "picking"),
        ({"pick_started": 5, "picked": 14}, "picking"),
        ({"pick_started": 5, "picked": 9}, "conveyor"),
        ({"pick_started": 5, "picked": 9, "arrived": 12}, "packing"),
        ({"pick_started": 5, "picked": 9, "arrived": 12, "packed": 15}, "waiting_for_courier"),
        ({"pick_started": 5, "picked": 9, "arrived": 12, "packed": 15, "handed_over": 19}, "ride"),
    ],
)
def test_lateness_is_blamed_on_the_first_clock_that_overran(minutes, cause):
    clocks = Clocks(released=NOON, **{name: NOON + minute * MINUTE for name, minute in minutes.items()})
    found = rules.late_cause(
        clocks,
        at=NOON + 31 * MINUTE,
        start_by=NOON + 8 * MINUTE,
        latest_finish=NOON + 10 * MINUTE,
        latest_packed=NOON + 16 * MINUTE,
        leave_by=NOON + 20 * MINUTE,
    )
    assert found == cause
