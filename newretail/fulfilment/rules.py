"""The arithmetic of a promise and of the work behind it. Pure: no database, no clock, no Django.

A promise is a sum of stages. Each has a mean and a standard deviation in minutes; stages are taken as independent, so
means and variances add, and the sum is read as a normal variable (central limit; the same two-moment approximation as in
Whitt, "Approximations for the GI/G/m queue", Production and Operations Management 2 (1993), for the waiting part).

    picking   mean  = minutes until the plan has room for these lines and they are done, but at least a minute to begin
                      and what two pickers in two zones need for the lines of this order
              sd    = sqrt(1 + (lines in front + own lines) / rate^2)    each line takes an exponential 1/rate minutes
    conveyor  1.5 ± 0.5
    packing   the store's packing minutes, sd half of it
    courier   waiting for a free one: 2 ± 1.5 with one free, else rounds of work in front, shared by those on duty
    ride      metres / (metres a minute) + 1.5 at the door, sd a quarter of it

    due_at      = the first full minute T with P(sum <= T) >= 0.95
    probability = P(sum <= due_at), so it is never below 0.95 and grows a little by the rounding
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from statistics import NormalDist

SLOT_MINUTES = 5
SLOT = timedelta(minutes=SLOT_MINUTES)
HORIZON = timedelta(minutes=90)
"""How far ahead an order for now may be planned; beyond it the store is full."""
SLACK = SLOT
"""How much later than quoted a reservation may still find its places: within the spread of the promise."""
HOLDS_WITH = 0.95
RELEASE_AHEAD = timedelta(minutes=40)
"""Work that has to be finished later than this is not shown to pickers yet."""

CONVEYOR_MINUTES = 1.5
CONVEYOR_SD = 0.5
DOOR_MINUTES = 1.5
FREE_COURIER_MINUTES = 2.0
FREE_COURIER_SD = 1.5
NO_COURIER_MINUTES = 8.0
MOST_COURIER_MINUTES = 60.0
PARCELS_A_ROUND = 1.5

WEIGHT_TOLERANCE_PERMILLE = 200
"""A weighed line is complete within this share of what was ordered; nobody cuts a melon to the gram."""
ASK_FOR = timedelta(minutes=3)
PICKER_LINES_PER_MINUTE = 2
"""What one picker does alone, walking included."""
PICKERS_AN_ORDER = 2
BEGIN_MINUTES = 1.0
"""Until a picker has taken a job and stands at the first shelf."""
FORGET_ADDRESS_AFTER = timedelta(days=14)
TELL_POSITION_EVERY = timedelta(seconds=15)
TOLD_DIGITS = 3
"""Of the degrees of a told position, about a hundred metres: facts are kept for ever, and no fact may show a door."""
PICKUP_TRIES = 5
PICKUP_COOL_DOWN = timedelta(minutes=10)
AT_RISK_BELOW = 0.8
"""A promise was made to hold with 0.95; one that holds with less than this deserves a manager's eye."""
TOLD_LATER_WITHIN = timedelta(minutes=30)
"""How long ago a courier whose phone had no network may have been at a door: longer than any dead spot on a trip."""
WORTH_WAITING = timedelta(minutes=3)
"""How long a courier may be asked to wait at the store for a second parcel that goes the same way."""
LEFT_BEHIND_REST = timedelta(minutes=3)
"""How long a parcel that a courier could not take along is looked for before it is offered again."""
BUNDLE_LIMIT = 3
BUNDLE_DEGREES = 60.0

_EARTH_METRES = 6_371_008.8
_STANDARD = NormalDist()


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """Five minutes of the plan: `capacity` and `booked` in pick lines."""

    starts_at: datetime
    capacity: int
    booked: int

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + SLOT

    @property
    def left(self) -> int:
        return self.capacity - self.booked


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Where in the plan some lines fit: work from `starts_at`, done at `done_at`, places up to the end of `ends_at`."""

    starts_at: datetime
    done_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of a promise, in minutes."""

    name: str
    mean: float
    sd: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    ready_at: datetime
    due_at: datetime
    probability: float


def slot_start(at: datetime) -> datetime:
    """The start of the slot that `at` lies in; slots begin at full five minutes, UTC."""
    seconds = int(at.astimezone(UTC).timestamp())
    return datetime.fromtimestamp(seconds - seconds % (SLOT_MINUTES * 60), UTC)


def slot_capacity(*, lines_per_minute: int) -> int:
    return lines_per_minute * SLOT_MINUTES


def slots_for(lines: int, *, lines_per_minute: int) -> timedelta:
    """How much of an empty plan so many lines take, in whole slots."""
    return SLOT * math.ceil(lines / slot_capacity(lines_per_minute=lines_per_minute))


def find_window(slots: Sequence[Slot], *, lines: int, at: datetime, behind_lines: int) -> Window | None:
    """The earliest window of the plan in which `lines` fit, or None when the slots given do not have the room.

    slots: ascending, gapless, the first is the one `at` lies in. A slot that has begun offers only the share of its
    capacity that its remaining time can do. `behind_lines` are lines whose slots are past and that are not picked yet:
    they push the work (not the places) back by the time they take.
    """
    assert lines > 0 and behind_lines >= 0
    left = lines
    starts_at: datetime | None = None
    for slot in slots:
        room = min(slot.left, _still_possible(slot, at=at))
        taken = min(room, left)
        if taken <= 0:
            continue
        starts_at = starts_at or slot.starts_at
        left -= taken
        if left == 0:
            used = (slot.booked + taken) / slot.capacity
            done_at = max(slot.starts_at + SLOT * used, at + SLOT * (lines / slot.capacity))
            late = SLOT * (behind_lines / slot.capacity)
            return Window(starts_at=starts_at, done_at=done_at + late, ends_at=slot.ends_at)
    return None


def _still_possible(slot: Slot, *, at: datetime) -> int:
    if at <= slot.starts_at:
        return slot.capacity
    share = max((slot.ends_at - at) / SLOT, 0.0)
    return int(slot.capacity * share)


def picking(window: Window, *, at: datetime, lines: int, lines_in_front: int, lines_per_minute: int) -> Stage:
    by_plan = (window.done_at - at) / timedelta(minutes=1)
    by_hand = BEGIN_MINUTES + lines / (PICKER_LINES_PER_MINUTE * PICKERS_AN_ORDER)
    sd = math.hypot(BEGIN_MINUTES, math.sqrt(lines + lines_in_front) / lines_per_minute)
    return Stage("pick", max(by_plan, by_hand), sd)


def conveyor() -> Stage:
    return Stage("conveyor", CONVEYOR_MINUTES, CONVEYOR_SD)


def packing(*, packing_minutes: int) -> Stage:
    return Stage("pack", float(packing_minutes), packing_minutes / 2)


def waiting_for_courier(*, couriers: int, parcels_in_front: int, ride_minutes: float) -> Stage:
    """How long a packed parcel waits. `couriers` on duty, `parcels_in_front` not delivered yet.

    A round is there and back with 1.5 parcels on average; each courier takes the next ones when back. While nobody is on
    duty, one courier is expected to come within some minutes.
    """
    if couriers > parcels_in_front:
        return Stage("courier", FREE_COURIER_MINUTES, FREE_COURIER_SD)
    base = FREE_COURIER_MINUTES if couriers else NO_COURIER_MINUTES
    rounds = (parcels_in_front + 1 - max(couriers, 1)) / max(couriers, 1) / PARCELS_A_ROUND
    mean = min(base + 2 * ride_minutes * rounds, MOST_COURIER_MINUTES)
    return Stage("courier", mean, max(FREE_COURIER_SD, mean / 3))


def ride(*, metres: int, metres_per_minute: int) -> Stage:
    mean = metres / metres_per_minute + DOOR_MINUTES
    return Stage("ride", mean, mean / 4)


def extra(*, minutes: int) -> Stage:
    """What a busy store adds by hand."""
    return Stage("busy", float(minutes), 0.0)


def promise(*, at: datetime, in_store: Sequence[Stage], outside: Sequence[Stage] = ()) -> Promise:
    """When it is ready (expected) and when it is due (holds with 0.95), and with what probability `due_at` holds."""
    every = [*in_store, *outside]
    mean, sd = _sum(every)
    ready_at = at + timedelta(minutes=_sum(in_store)[0])
    due_at = next_minute(at + timedelta(minutes=mean + _STANDARD.inv_cdf(HOLDS_WITH) * sd))
    due_at = max(due_at, next_minute(ready_at))
    return Promise(
        ready_at=ready_at,
        due_at=due_at,
        probability=chance(every, minutes=(due_at - at) / timedelta(minutes=1)),
    )


def chance(stages: Iterable[Stage], *, minutes: float) -> float:
    """P(the stages take at most so many minutes), four digits."""
    mean, sd = _sum(stages)
    if sd == 0:
        return 1.0 if minutes >= mean else 0.0
    return round(_STANDARD.cdf((minutes - mean) / sd), 4)


def _sum(stages: Iterable[Stage]) -> tuple[float, float]:
    mean = variance = 0.0
    for stage in stages:
        mean += stage.mean
        variance += stage.sd**2
    return mean, math.sqrt(variance)


def next_minute(at: datetime) -> datetime:
    """`at` rounded up to a full minute."""
    down = at.replace(second=0, microsecond=0)
    return down if down == at else down + timedelta(minutes=1)


def latest_packed(*, due_at: datetime, outside: Sequence[Stage]) -> datetime:
    """The last moment at which a parcel may be packed so that its way outside, as expected, ends when it is due."""
    return due_at - timedelta(minutes=_sum(outside)[0])


def latest_finish(*, packed_by: datetime, packing_minutes: int) -> datetime:
    """The last moment at which picking may end: packing and the conveyor come after it."""
    return packed_by - timedelta(minutes=packing_minutes + CONVEYOR_MINUTES)


def release_at(*, latest_finish: datetime, opened_at: datetime) -> datetime:
    """When pickers get to see a job: at once, unless it has much time."""
    return max(opened_at, latest_finish - RELEASE_AHEAD)


# --- picking ---


def most_that_may_be_picked(*, quantity: int, weighed: bool) -> int:
    """The upper bound of what goes into the bag for a line of `quantity` base units."""
    return quantity + (quantity * WEIGHT_TOLERANCE_PERMILLE // 1000 if weighed else 0)


def least_that_completes(*, quantity: int, weighed: bool) -> int:
    """The lower bound of what has to be in the bag for a line of `quantity` base units."""
    return quantity - (quantity * WEIGHT_TOLERANCE_PERMILLE // 1000 if weighed else 0)


def is_complete(*, quantity: int, picked: int, weighed: bool) -> bool:
    """Whether a line needs nothing more."""
    return picked >= least_that_completes(quantity=quantity, weighed=weighed)


def cap_left(*, cap: int, quantity: int, missing: int, spent: int) -> int:
    """What a substitute for `missing` of `quantity` may cost, minor units: the line's cap in proportion, less what
    substitutes have cost already. Never negative."""
    assert 0 < missing <= quantity
    return max(cap * missing // quantity - spent, 0)


def harms(*, original_allergens: Iterable[str], substitute_allergens: Iterable[str]) -> tuple[str, ...]:
    """Allergens that the substitute has and the original has not."""
    return tuple(sorted(set(substitute_allergens) - set(original_allergens)))


# --- what a promise may still expect ---
#
# The stages that are still in front of a parcel, with the same means and deviations as when it was quoted; of a stage that
# has begun, what is left. expected_at = now + their means; probability = P(they end by due_at).


@dataclass(frozen=True, slots=True, kw_only=True)
class JobLeft:
    """What is left of one pick job. `lines_in_front`: of jobs that pickers take first. `shown_in`: minutes until they see it."""

    lines: int
    lines_in_front: int = 0
    is_started: bool = False
    shown_in: float = 0.0

    @property
    def minutes_by_hand(self) -> float:
        """What one picker needs who begins now, or goes on."""
        begin = 0.0 if self.is_started else BEGIN_MINUTES
        return begin + self.lines / PICKER_LINES_PER_MINUTE

    def picking(self, *, lines_per_minute: int) -> Stage:
        if self.is_started:
            return Stage("pick", self.minutes_by_hand, math.sqrt(self.lines) / PICKER_LINES_PER_MINUTE)
        by_turn = (self.lines_in_front + self.lines) / lines_per_minute
        sd = math.hypot(BEGIN_MINUTES, math.sqrt(self.lines_in_front + self.lines) / lines_per_minute)
        return Stage("pick", max(by_turn, self.shown_in + self.minutes_by_hand), sd)


def slowest(jobs: Sequence[JobLeft], *, lines_per_minute: int) -> JobLeft:
    """The job that the others of its parcel wait for."""
    return max(jobs, key=lambda job: job.picking(lines_per_minute=lines_per_minute).mean)


def left_of(stage: Stage, *, minutes: float) -> Stage:
    """A stage that has gone on for so many minutes: never less than a quarter of it is left while it has not ended."""
    return Stage(stage.name, max(stage.mean - minutes, stage.mean / 4), stage.sd)


def ride_left(*, metres: int, stops_before: int, metres_per_minute: int) -> Stage:
    """From where the courier is, by way of the doors that come first."""
    mean = metres / metres_per_minute + DOOR_MINUTES * (stops_before + 1)
    return Stage("ride", mean, mean / 4)


def expected(stages: Sequence[Stage], *, at: datetime, due_at: datetime) -> tuple[datetime, float]:
    """When these stages are expected to end, and how probably by `due_at`."""
    mean, _ = _sum(stages)
    return (
        at + timedelta(minutes=mean),
        chance(stages, minutes=(due_at - at) / timedelta(minutes=1)),
    )


# --- lateness ---


@dataclass(frozen=True, slots=True, kw_only=True)
class Clocks:
    """When a parcel reached each stage; None: not yet."""

    released: datetime | None = None
    pick_started: datetime | None = None
    picked: datetime | None = None
    arrived: datetime | None = None
    packed: datetime | None = None
    handed_over: datetime | None = None
    ended: datetime | None = None


def start_by(*, latest_finish: datetime, lines: int) -> datetime:
    """When a picker has to begin so many lines of one zone."""
    return latest_finish - timedelta(minutes=lines / PICKER_LINES_PER_MINUTE)


def late_cause(
    clocks: Clocks,
    *,
    at: datetime,
    latest_finish: datetime,
    latest_packed: datetime,
    start_by: datetime,
    leave_by: datetime,
) -> str:
    """The first stage that overran its own limit: honest to those who come after it.

    waiting_for_picker, picking, conveyor, packing, waiting_for_courier, ride.
    """
    if (clocks.pick_started or at) > start_by and (clocks.picked or at) > latest_finish:
        return "waiting_for_picker"
    if (clocks.picked or at) > latest_finish:
        return "picking"
    if (clocks.arrived or at) > latest_packed:
        return "conveyor"
    if (clocks.packed or at) > latest_packed:
        return "packing"
    if (clocks.handed_over or at) > leave_by:
        return "waiting_for_courier"
    return "ride"


def moment(at: datetime | None, *, now: datetime, not_before: Iterable[datetime | None]) -> datetime:
    """When something was that is told at `now`: what the phone says, but neither in the future, nor long ago, nor before what
    must have been first."""
    earliest = max([now - TOLD_LATER_WITHIN, *(each for each in not_before if each is not None)])
    return min(max(at or now, earliest), now)


# --- the map ---


def round_metres(places: Sequence[tuple[float, float]]) -> int:
    """The way along these places (latitude, longitude), straight from each to the next, rounded once."""
    return round(
        sum(
            metres_between(latitude=one[0], longitude=one[1], to_latitude=other[0], to_longitude=other[1])
            for one, other in pairwise(places)
        )
    )


def metres_between(*, latitude: float, longitude: float, to_latitude: float, to_longitude: float) -> float:
    """Great-circle distance on the mean earth radius (haversine)."""
    phi, phi_to = math.radians(latitude), math.radians(to_latitude)
    half_phi = (phi_to - phi) / 2
    half_lambda = math.radians(to_longitude - longitude) / 2
    a = math.sin(half_phi) ** 2 + math.cos(phi) * math.cos(phi_to) * math.sin(half_lambda) ** 2
    return 2 * _EARTH_METRES * math.asin(min(math.sqrt(a), 1.0))


def bearing(*, latitude: float, longitude: float, to_latitude: float, to_longitude: float) -> float:
    """Initial bearing in degrees, 0 to 360, north is 0."""
    phi, phi_to = math.radians(latitude), math.radians(to_latitude)
    turn = math.radians(to_longitude - longitude)
    y = math.sin(turn) * math.cos(phi_to)
    x = math.cos(phi) * math.sin(phi_to) - math.sin(phi) * math.cos(phi_to) * math.cos(turn)
    return math.degrees(math.atan2(y, x)) % 360


def degrees_apart(a: float, b: float) -> float:
    """The smaller angle between two bearings, 0 to 180."""
    turn = abs(a - b) % 360
    return min(turn, 360 - turn)
