"""What the house has decided about picking, packing and riding. Pure: no database, no clock, no Django. The arithmetic is in `newretail.science`."""

from collections.abc import Iterable
from datetime import datetime, timedelta

HORIZON = timedelta(minutes=90)
"""How far ahead an order for now may be planned; beyond it the store is full."""
SLACK = timedelta(minutes=5)
"""How much later than quoted a reservation may still find its places: within the spread of the promise."""
WEIGHT_TOLERANCE_PERMILLE = 200
"""A weighed line is complete within this share of what was ordered; nobody cuts a melon to the gram."""
PIECE_TOLERANCE_PERMILLE = 400
"""How far a piece may lie from what it usually weighs, up or down: apples, crabs and melons do. Beyond it somebody has miscounted."""
ASK_FOR = timedelta(minutes=3)
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
LEFT_BEHIND_REST = timedelta(minutes=3)
"""How long a parcel that a courier could not take along is looked for before it is offered again."""


def most_that_may_be_picked(*, quantity: int, weighed: bool) -> int:
    """The upper bound of what goes into the bag for a line of `quantity` base units."""
    return quantity + (quantity * WEIGHT_TOLERANCE_PERMILLE // 1000 if weighed else 0)


def least_that_completes(*, quantity: int, weighed: bool) -> int:
    """The lower bound of what has to be in the bag for a line of `quantity` base units."""
    return quantity - (quantity * WEIGHT_TOLERANCE_PERMILLE // 1000 if weighed else 0)


def piece_range(*, pieces: int, piece_grams: int) -> tuple[int, int]:
    """Between how many grams so many pieces may weigh together: each may be as much too light or too heavy as any other."""
    usual = pieces * piece_grams
    spread = usual * PIECE_TOLERANCE_PERMILLE // 1000
    return max(usual - spread, 1), usual + spread


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


def moment(at: datetime | None, *, now: datetime, not_before: Iterable[datetime | None]) -> datetime:
    """When something was that is told at `now`: what the phone says, but neither in the future, nor long ago, nor before what
    must have been first."""
    earliest = max([now - TOLD_LATER_WITHIN, *(each for each in not_before if each is not None)])
    return min(max(at or now, earliest), now)
