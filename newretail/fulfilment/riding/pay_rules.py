"""What a courier's day earns. Pure: no database, no clock, no Django."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

LONGEST_SHIFT = timedelta(hours=12)
"""A shift that nobody ended counts for no longer."""
DROPS_PAID_ALTHOUGH_FAILED = frozenset({"nobody_home", "wrong_address", "refused"})
"""The courier came to the door; that nobody took the parcel is not the courier's loss."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One trip as far as it was ridden, at the rates it was offered with, minor units."""

    drops: int
    metres: int
    per_drop: int
    per_kilometre: int

    @property
    def drop_pay(self) -> int:
        return self.drops * self.per_drop

    @property
    def distance_pay(self) -> int:
        return _up(self.metres * self.per_kilometre, 1000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """Some time on duty and what an hour of it earns at least, minor units."""

    seconds: int
    guarantee_per_hour: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Earnings:
    """Of one day, minor units. `guarantee`: what the guarantee adds to drops and distance; 0 when they were more."""

    drops: int
    distance: int
    guarantee: int

    @property
    def total(self) -> int:
        return self.drops + self.distance + self.guarantee


def earnings(*, rounds: Iterable[Round], duties: Iterable[Duty]) -> Earnings:
    """What a courier's day earns: max(drops + distance, guarantee for the time on duty).

        drops     = sum over trips of drops * per_drop
        distance  = sum over trips of metres / 1000 * per_kilometre, each trip rounded up
        guarantee = sum over shifts of seconds / 3600 * guarantee_per_hour, the sum rounded up

    A slow kitchen, a quiet hour and a long staircase are the store's risk: a courier waits at the guarantee, not for nothing.
    """
    ridden = list(rounds)
    drops, distance = sum(each.drop_pay for each in ridden), sum(each.distance_pay for each in ridden)
    guaranteed = _up(sum(duty.seconds * duty.guarantee_per_hour for duty in duties), 3600)
    return Earnings(drops=drops, distance=distance, guarantee=max(guaranteed - drops - distance, 0))


def seconds_within(
    *, began_at: datetime, ended_at: datetime | None, now: datetime, first: datetime, last: datetime
) -> int:
    """How much of a shift lies between `first` and `last`; one that is not over counts until `now`."""
    ends_at = min(ended_at or now, began_at + LONGEST_SHIFT, last)
    return max(int((ends_at - max(began_at, first)).total_seconds()), 0)


def _up(numerator: int, denominator: int) -> int:
    """Whole minor units, rounded up: no fraction is ever the courier's loss."""
    return -(-numerator // denominator)
