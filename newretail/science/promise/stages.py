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
from datetime import datetime, timedelta
from statistics import NormalDist

from newretail.science.promise.plan import Window

HOLDS_WITH = 0.95
CONVEYOR_MINUTES = 1.5
CONVEYOR_SD = 0.5
DOOR_MINUTES = 1.5
FREE_COURIER_MINUTES = 2.0
FREE_COURIER_SD = 1.5
NO_COURIER_MINUTES = 8.0
MOST_COURIER_MINUTES = 60.0
PARCELS_A_ROUND = 1.5
PICKER_LINES_PER_MINUTE = 2
"""What one picker does alone, walking included."""
PICKERS_AN_ORDER = 2
BEGIN_MINUTES = 1.0
"""Until a picker has taken a job and stands at the first shelf."""
_STANDARD = NormalDist()


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


def quote(*, at: datetime, in_store: Sequence[Stage], outside: Sequence[Stage] = ()) -> Promise:
    """When it is ready (expected) and when it is due (holds with 0.95), and with what probability `due_at` holds."""
    every = [*in_store, *outside]
    mean, sd = total(every)
    ready_at = at + timedelta(minutes=total(in_store)[0])
    due_at = next_minute(at + timedelta(minutes=mean + _STANDARD.inv_cdf(HOLDS_WITH) * sd))
    due_at = max(due_at, next_minute(ready_at))
    return Promise(
        ready_at=ready_at,
        due_at=due_at,
        probability=chance(every, minutes=(due_at - at) / timedelta(minutes=1)),
    )


def chance(stages: Iterable[Stage], *, minutes: float) -> float:
    """P(the stages take at most so many minutes), four digits."""
    mean, sd = total(stages)
    if sd == 0:
        return 1.0 if minutes >= mean else 0.0
    return round(_STANDARD.cdf((minutes - mean) / sd), 4)


def total(stages: Iterable[Stage]) -> tuple[float, float]:
    mean = variance = 0.0
    for stage in stages:
        mean += stage.mean
        variance += stage.sd**2
    return mean, math.sqrt(variance)


def next_minute(at: datetime) -> datetime:
    """`at` rounded up to a full minute."""
    down = at.replace(second=0, microsecond=0)
    return down if down == at else down + timedelta(minutes=1)
