"""A promise computed the long way: lines placed one by one, chances by adding up the density, minutes tried in turn."""

import math
from collections.abc import Sequence
from datetime import datetime, timedelta

from newretail.science.promise.plan import Slot, Window
from newretail.science.promise.stages import HOLDS_WITH, Promise, Stage

_MINUTE = timedelta(minutes=1)
_STEPS = 4000


def find_window(slots: Sequence[Slot], *, lines: int, at: datetime, behind_lines: int) -> Window | None:
    """Each line goes into the first slot that has a place for it and time to do it."""
    filled = dict.fromkeys(range(len(slots)), 0)
    for _ in range(lines):
        free = [place for place, slot in enumerate(slots) if filled[place] < _places(slot, at=at)]
        if not free:
            return None
        filled[free[0]] += 1
    used = [place for place, count in filled.items() if count]
    last = slots[used[-1]]
    minutes_a_line = (last.ends_at - last.starts_at) / last.capacity
    done_in_turn = last.starts_at + (last.booked + filled[used[-1]]) * minutes_a_line
    done_at = max(done_in_turn, at + lines * minutes_a_line) + behind_lines * minutes_a_line
    return Window(starts_at=slots[used[0]].starts_at, done_at=done_at, ends_at=last.ends_at)


def _places(slot: Slot, *, at: datetime) -> int:
    """Not booked, and not more than the minutes that are left of the slot suffice for."""
    begins = max(at, slot.starts_at)
    possible = max(slot.ends_at - begins, timedelta()) / (slot.ends_at - slot.starts_at) * slot.capacity
    return min(slot.capacity - slot.booked, int(possible))


def chance(stages: Sequence[Stage], *, minutes: float) -> float:
    """The area under the normal density from ten deviations below the mean up to `minutes`, by trapezes."""
    mean = sum(stage.mean for stage in stages)
    sd = math.sqrt(sum(stage.sd**2 for stage in stages))
    if sd == 0:
        return float(minutes >= mean)
    first, last = mean - 10 * sd, min(minutes, mean + 10 * sd)
    if last <= first:
        return 0.0
    width = (last - first) / _STEPS
    heights = [_density(first + step * width, mean, sd) for step in range(_STEPS + 1)]
    return width * (sum(heights) - (heights[0] + heights[-1]) / 2)


def _density(x: float, mean: float, sd: float) -> float:
    return math.exp(-(((x - mean) / sd) ** 2) / 2) / (sd * math.sqrt(2 * math.pi))


def quote(*, at: datetime, in_store: Sequence[Stage], outside: Sequence[Stage]) -> Promise:
    """Full minutes are tried in turn until one holds, from when it is ready on."""
    ready_at = at + sum(stage.mean for stage in in_store) * _MINUTE
    due_at = _full_minute(ready_at)
    while chance([*in_store, *outside], minutes=(due_at - at) / _MINUTE) < HOLDS_WITH:
        due_at += _MINUTE
    probability = chance([*in_store, *outside], minutes=(due_at - at) / _MINUTE)
    return Promise(ready_at=ready_at, due_at=due_at, probability=probability)


def _full_minute(at: datetime) -> datetime:
    while at.second or at.microsecond:
        at += timedelta(microseconds=1_000_000 - at.microsecond if at.microsecond else 1_000_000)
    return at
