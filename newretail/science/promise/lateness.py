"""When each stage has to begin and end, and which of them made a parcel late."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from newretail.science.promise.stages import CONVEYOR_MINUTES, PICKER_LINES_PER_MINUTE, Stage, total

RELEASE_AHEAD = timedelta(minutes=40)
"""Work that has to be finished later than this is not shown to pickers yet."""


def latest_packed(*, due_at: datetime, outside: Sequence[Stage]) -> datetime:
    """The last moment at which a parcel may be packed so that its way outside, as expected, ends when it is due."""
    return due_at - timedelta(minutes=total(outside)[0])


def latest_finish(*, packed_by: datetime, packing_minutes: int) -> datetime:
    """The last moment at which picking may end: packing and the conveyor come after it."""
    return packed_by - timedelta(minutes=packing_minutes + CONVEYOR_MINUTES)


def release_at(*, latest_finish: datetime, opened_at: datetime) -> datetime:
    """When pickers get to see a job: at once, unless it has much time."""
    return max(opened_at, latest_finish - RELEASE_AHEAD)


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
