"""What a promise may still expect.

The stages that are still in front of a parcel, with the same means and deviations as when it was quoted; of a stage that
has begun, what is left. expected_at = now + their means; probability = P(they end by due_at).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from newretail.science.promise.stages import (
    BEGIN_MINUTES,
    DOOR_MINUTES,
    PICKER_LINES_PER_MINUTE,
    Stage,
    chance,
    total,
)


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


def until(*, minutes: float) -> Stage:
    """What somebody else makes and should have made in so many minutes; what is overdue comes in a minute, as far as anybody knows."""
    mean = max(minutes, 1.0)
    return Stage("part", mean, mean / 4)


def ride_left(*, metres: int, stops_before: int, metres_per_minute: int) -> Stage:
    """From where the courier is, by way of the doors that come first."""
    mean = metres / metres_per_minute + DOOR_MINUTES * (stops_before + 1)
    return Stage("ride", mean, mean / 4)


def expected(stages: Sequence[Stage], *, at: datetime, due_at: datetime) -> tuple[datetime, float]:
    """When these stages are expected to end, and how probably by `due_at`."""
    mean, _ = total(stages)
    return (
        at + timedelta(minutes=mean),
        chance(stages, minutes=(due_at - at) / timedelta(minutes=1)),
    )
