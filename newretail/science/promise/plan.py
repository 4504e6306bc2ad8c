"""The plan of a store's work: slots of five minutes with room for so many pick lines."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

SLOT_MINUTES = 5
SLOT = timedelta(minutes=SLOT_MINUTES)


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
