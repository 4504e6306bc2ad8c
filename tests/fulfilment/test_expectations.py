"""An expectation is the quote's own arithmetic, run again over the work that is still in front."""

from datetime import timedelta
from uuid import uuid4

import pytest

from newretail.fulfilment import api as fulfilment
from newretail.fulfilment import rules
from newretail.fulfilment.models import MissingCause, Trip
from newretail.fulfilment.picking.miss_line import miss_line
from newretail.fulfilment.plan.expect_parcels import Expectation
from newretail.fulfilment.riding.courier_duty import go_on_duty, tell_position
from newretail.fulfilment.riding.dispatch_trips import dispatch_trips
from newretail.fulfilment.riding.ride_trip import pick_up_trip
from newretail.inventory import api as inventory
from newretail.kernel import clock
from newretail.kernel.text import speaking
from newretail.science import promise
from newretail.science.geography import metres_between
from newretail.stores import api as stores
from tests.fulfilment.floor import Floor

pytestmark = pytest.mark.django_db
_MINUTE = timedelta(minutes=1)


def expectation(floor: Floor, ref: str) -> Expectation:
    [found] = fulfilment.expect_parcels(store_id=floor.store_id, ref=ref)
    return found


def minutes_to_go(floor: Floor, ref: str) -> float:
    return (expectation(floor, ref).expected_at - clock.now()) / _MINUTE


def duty(floor: Floor) -> None:
    go_on_duty(store_id=floor.store_id, member_id=floor.courier, latitude=31.23, longitude=121.5)


def test_a_fresh_order_may_expect_what_was_quoted(floor: Floor):
    duty(floor)
    metres = round(
        metres_between(
            (stores.store(floor.store_id).latitude, stores.store(floor.store_id).longitude), (31.235, 121.505)
        )
    )
    [quote] = fulfilment.quote_work(store_id=floor.store_id, line_count=2, ways=["deliver"], metres=metres)
    promised = (quote.due_at - clock.now()) / _MINUTE
    ref = floor.order((floor.apple, 1), (floor.milk, 1), minutes=round(promised))
    found = expectation(floor, ref)
    assert found.stage == "picking" and not found.is_at_risk
    assert found.probability == pytest.approx(quote.probability, abs=0.04)
    assert quote.ready_at < found.expected_at < quote.due_at


def test_work_in_front_makes_a_promise_doubtful_and_says_so(floor: Floor):
    duty(floor)
    for _ in range(12):
        floor.order((floor.apple, 1), (floor.pear, 1), (floor.milk, 1), minutes=24)
    last = floor.order((floor.apple, 1), minutes=25)
    board = fulfilment.board(floor.store_id)
    [row] = [each for each in board.at_risk if each.number == last.partition(":")[2]]
    assert row.cause == "waiting_for_courier" and row.stage == "picking"
    assert row.probability < rules.AT_RISK_BELOW and row.expected_at > row.due_at
    assert "12" in row.words and row.minutes_left == 25
    for language in ("ko", "zh"):
        with speaking(language):
            words = [each.words for each in fulfilment.board(floor.store_id).at_risk]
        assert words and all(words) and row.words not in words
    assert board.orders_by_stage.picking == 13


def test_lines_in_front_are_those_that_pickers_take_first(floor: Floor):
    later = floor.order((floor.apple, 1), way="pick_up", minutes=30)
    alone = minutes_to_go(floor, later)
    floor.order((floor.apple, 1), way="pick_up", minutes=35)
    assert minutes_to_go(floor, later) == alone, "somebody behind takes nothing away"
    for _ in range(4):
        floor.order(*[(sku, 1) for sku in (floor.apple, floor.pear, floor.nutty)], way="pick_up", minutes=20)
    assert expectation(floor, later).lines_in_front == 12
    assert minutes_to_go(floor, later) > alone


def test_each_stage_that_is_over_is_not_expected_again(floor: Floor):
    duty(floor)
    ref = floor.order((floor.apple, 2), minutes=40)
    seen = [(expectation(floor, ref).stage, minutes_to_go(floor, ref))]
    tags = floor.pick_all(ref)
    seen.append((expectation(floor, ref).stage, minutes_to_go(floor, ref)))
    floor.pack(ref)
    seen.append((expectation(floor, ref).stage, minutes_to_go(floor, ref)))
    dispatch_trips(store_id=floor.store_id)
    trip = Trip.objects.get(state="offered")
    pick_up_trip(store_id=floor.store_id, member_id=floor.courier, trip_id=trip.id, bags=tags)
    seen.append((expectation(floor, ref).stage, minutes_to_go(floor, ref)))
    assert [stage for stage, _ in seen] == ["picking", "packing", "waiting_for_courier", "riding"]
    minutes = [left for _, left in seen]
    assert minutes == sorted(minutes, reverse=True) and len(set(minutes)) == 4


def test_on_the_road_the_couriers_place_counts(floor: Floor):
    duty(floor)
    ref = floor.order((floor.apple, 1), minutes=40, at=(31.245, 121.515))
    tags = floor.pick_all(ref)
    floor.pack(ref)
    dispatch_trips(store_id=floor.store_id)
    trip = Trip.objects.get(state="offered")
    pick_up_trip(store_id=floor.store_id, member_id=floor.courier, trip_id=trip.id, bags=tags)
    far = minutes_to_go(floor, ref)
    tell_position(store_id=floor.store_id, member_id=floor.courier, latitude=31.2449, longitude=121.5149)
    assert minutes_to_go(floor, ref) < far
    assert minutes_to_go(floor, ref) == pytest.approx(promise.DOOR_MINUTES, abs=0.3)


def test_a_busy_store_expects_more_until_somebody_picks(floor: Floor):
    ref = floor.order((floor.apple, 1), way="pick_up", minutes=30)
    before = minutes_to_go(floor, ref)
    stores.set_state(store_id=floor.store_id, state="busy", busy_minutes=25)
    stores.forget_store(floor.store_id)
    assert minutes_to_go(floor, ref) == pytest.approx(before + 25, abs=0.01)
    [row] = fulfilment.board(floor.store_id).at_risk
    assert row.cause == "busy" and row.words
    floor.start(ref)
    assert minutes_to_go(floor, ref) < before + 1


def test_a_parcel_on_the_pickup_shelf_expects_nothing_more_and_is_not_late(floor: Floor):
    ref = floor.order((floor.apple, 1), way="pick_up", minutes=30)
    floor.pick_all(ref)
    floor.pack(ref)
    floor.wait(hours=1)
    board = fulfilment.board(floor.store_id)
    assert (board.at_risk, board.late) == ([], [])


def test_late_and_missing_rows_say_whose_they_are_and_why(floor: Floor):
    order_id = uuid4()
    ref = floor.order((floor.apple, 1), (floor.pear, 1), ref=f"order:{order_id}", minutes=20)
    job = floor.start(ref)
    miss_line(
        store_id=floor.store_id, job_id=job.id, picker_id=floor.picker, line="1", cause=MissingCause.DAMAGED
    )
    floor.wait(minutes=25)
    board = fulfilment.board(floor.store_id)
    [late], [missing] = board.late, board.missing
    assert (late.order_id, late.minutes_late) == (order_id, 5)
    assert late.words and late.expected_at and late.expected_at > clock.now()
    assert (missing.order_id, missing.line, missing.zone_name) == (order_id, "1", "fruit")
    assert missing.name.startswith("Thing") and missing.picture


def test_orders_that_nobody_has_paid_are_counted_by_what_they_hold(floor: Floor):
    line = inventory.HoldLine("1", floor.apple, 1)
    later = clock.now() + timedelta(minutes=15)
    inventory.hold(ref="order:unpaid", store_id=floor.store_id, lines=[line], until=later)
    floor.order((floor.apple, 1))
    assert fulfilment.board(floor.store_id).orders_by_stage.placed_unpaid == 1


def test_of_a_stage_that_lasts_too_long_a_quarter_is_always_left():
    stage = promise.packing(packing_minutes=4)
    assert promise.left_of(stage, minutes=1).mean == 3
    assert promise.left_of(stage, minutes=30).mean == 1


def test_a_job_in_hand_waits_for_nobody():
    waiting = promise.JobLeft(lines=4, lines_in_front=60)
    in_hand = promise.JobLeft(lines=4, lines_in_front=60, is_started=True)
    assert waiting.picking(lines_per_minute=6).mean == pytest.approx(64 / 6)
    assert in_hand.picking(lines_per_minute=6).mean == 2
    assert promise.slowest([in_hand, waiting], lines_per_minute=6) is waiting
