from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newretail.science import promise
from newretail.science.promise import Clocks, Slot, Stage, reference

NOON = datetime(2026, 6, 15, 4, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)

stages = st.lists(
    st.builds(Stage, st.just("x"), st.floats(0, 60, allow_nan=False), st.floats(0.1, 20, allow_nan=False)),
    min_size=1,
    max_size=5,
)
plans = st.lists(st.tuples(st.integers(1, 60), st.integers(0, 60)), min_size=1, max_size=18).map(
    lambda rows: [
        Slot(starts_at=NOON + place * promise.SLOT, capacity=capacity, booked=min(booked, capacity))
        for place, (capacity, booked) in enumerate(rows)
    ]
)


@given(inside=stages, outside=stages, seconds=st.integers(0, 59))
def test_a_promise_holds_with_at_least_its_probability_and_falls_on_a_minute(inside, outside, seconds):
    at = NOON + timedelta(seconds=seconds)
    quoted = promise.quote(at=at, in_store=inside, outside=outside)
    assert quoted.due_at.second == quoted.due_at.microsecond == 0
    assert quoted.ready_at <= quoted.due_at
    assert quoted.probability >= promise.HOLDS_WITH - 1e-4
    if quoted.due_at - MINUTE > quoted.ready_at:
        earlier = (quoted.due_at - MINUTE - at) / MINUTE
        assert promise.chance([*inside, *outside], minutes=earlier) <= promise.HOLDS_WITH + 1e-3


@given(stages=stages, extra=st.floats(0.5, 30))
def test_more_work_never_makes_a_promise_earlier(stages, extra):
    first = promise.quote(at=NOON, in_store=stages)
    second = promise.quote(at=NOON, in_store=[*stages, Stage("more", extra, 0.1)])
    assert second.due_at >= first.due_at


@given(slots=plans, lines=st.integers(1, 200), behind=st.integers(0, 100))
def test_a_window_has_room_for_its_lines_and_none_earlier_has(slots, lines, behind):
    window = promise.find_window(slots, lines=lines, at=NOON, behind_lines=behind)
    if window is None:
        assert sum(slot.left for slot in slots) < lines
        return
    inside = [slot for slot in slots if window.starts_at <= slot.starts_at < window.ends_at]
    assert sum(slot.left for slot in inside) >= lines
    assert sum(slot.left for slot in inside[:-1]) < lines
    assert window.done_at >= NOON


@given(slots=plans, lines=st.integers(1, 200))
def test_work_that_is_behind_pushes_a_window_back(slots, lines):
    calm = promise.find_window(slots, lines=lines, at=NOON, behind_lines=0)
    busy = promise.find_window(slots, lines=lines, at=NOON, behind_lines=30)
    assert calm is None or busy.done_at > calm.done_at


def test_a_slot_that_is_nearly_over_offers_nearly_nothing():
    slots = [Slot(starts_at=NOON + place * promise.SLOT, capacity=30, booked=0) for place in range(2)]
    window = promise.find_window(slots, lines=10, at=NOON + timedelta(minutes=4, seconds=30), behind_lines=0)
    assert window.ends_at == NOON + 2 * promise.SLOT


@pytest.mark.parametrize(
    ("couriers", "in_front", "least", "most"),
    [(3, 0, 2, 2), (3, 2, 2, 2), (0, 0, 8, 8), (1, 1, 10, 30), (0, 4, 40, 60)],
)
def test_parcels_in_front_make_the_next_one_wait_for_a_courier(couriers, in_front, least, most):
    stage = promise.waiting_for_courier(couriers=couriers, parcels_in_front=in_front, ride_minutes=8)
    assert least <= stage.mean <= most


def test_the_latest_finish_leaves_time_for_conveyor_packing_and_the_way():
    way = [Stage("courier", 2, 1), Stage("ride", 8, 2)]
    packed = promise.latest_packed(due_at=NOON + 30 * MINUTE, outside=way)
    assert packed == NOON + 20 * MINUTE
    assert promise.latest_finish(packed_by=packed, packing_minutes=2) == NOON + timedelta(minutes=16.5)


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
    found = promise.late_cause(
        clocks,
        at=NOON + 31 * MINUTE,
        start_by=NOON + 8 * MINUTE,
        latest_finish=NOON + 10 * MINUTE,
        latest_packed=NOON + 16 * MINUTE,
        leave_by=NOON + 20 * MINUTE,
    )
    assert found == cause


@given(slots=plans, lines=st.integers(1, 200), behind=st.integers(0, 100), seconds=st.integers(0, 300))
def test_a_window_is_the_one_that_line_by_line_placing_finds(slots, lines, behind, seconds):
    at = NOON + timedelta(seconds=seconds)
    fast = promise.find_window(slots, lines=lines, at=at, behind_lines=behind)
    slow = reference.find_window(slots, lines=lines, at=at, behind_lines=behind)
    if fast is None or slow is None:
        assert fast is slow
        return
    assert (fast.starts_at, fast.ends_at) == (slow.starts_at, slow.ends_at)
    assert abs(fast.done_at - slow.done_at) < timedelta(milliseconds=1)


@settings(max_examples=50)
@given(stages=stages, minutes=st.floats(0, 200))
def test_a_chance_is_the_area_under_the_density(stages, minutes):
    assert promise.chance(stages, minutes=minutes) == pytest.approx(
        reference.chance(stages, minutes=minutes), abs=2e-4
    )


@settings(max_examples=30, deadline=None)
@given(inside=stages, outside=stages, seconds=st.integers(0, 59))
def test_a_promise_is_the_first_minute_that_holds_when_each_is_tried(inside, outside, seconds):
    at = NOON + timedelta(seconds=seconds)
    fast = promise.quote(at=at, in_store=inside, outside=outside)
    slow = reference.quote(at=at, in_store=inside, outside=outside)
    assert fast.ready_at == pytest.approx(slow.ready_at, abs=timedelta(milliseconds=1))
    if fast.due_at == slow.due_at:
        assert fast.probability == pytest.approx(slow.probability, abs=2e-4)
    else:  # a minute that holds by less than the last digit
        assert abs(fast.due_at - slow.due_at) == MINUTE
        assert promise.chance(
            [*inside, *outside], minutes=(min(fast.due_at, slow.due_at) - at) / MINUTE
        ) == pytest.approx(promise.HOLDS_WITH, abs=2e-4)
