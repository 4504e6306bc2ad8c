"""The rules of stock that need no database: places, first-expired-first-out, and what a count means."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from uuid import UUID


class Place(StrEnum):
    """Where goods can be. A movement always goes from one place to another; goods never appear or vanish."""

    SUPPLIER = "supplier"
    STOCK = "stock"
    EXPIRED = "expired"
    BLOCKED = "blocked"
    BAG = "bag"
    CUSTOMER = "customer"
    WASTE = "waste"
    COUNT = "count"
    VENDOR = "return_vendor"
    TRANSIT = "transit"


class LotState(StrEnum):
    """Good lots are sellable; expired and blocked ones are still in the house but not for sale."""

    GOOD = "good"
    EXPIRED = "expired"
    BLOCKED = "blocked"

    @property
    def place(self) -> Place:
        """The place in the house in which the goods of a lot in this state lie."""
        return {LotState.GOOD: Place.STOCK, LotState.EXPIRED: Place.EXPIRED, LotState.BLOCKED: Place.BLOCKED}[
            self
        ]


class WasteCause(StrEnum):
    """Why goods were thrown away."""

    EXPIRED = "expired"
    DAMAGED = "damaged"
    SPOILED = "spoiled"
    DIED = "died"
    STOLEN = "stolen"
    TASTED = "tasted"
    RECALLED = "recalled"
    RETURNED = "returned"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class LotOnHand:
    """A good lot as first-expired-first-out sees it; base units, of which `held` are promised to those who named this lot."""

    id: UUID
    code: str
    expires_on: date | None
    on_hand: int
    held: int = 0

    @property
    def free(self) -> int:
        return self.on_hand - self.held


@dataclass(frozen=True, slots=True)
class Take:
    """So much, in base units, out of this lot."""

    lot_id: UUID
    code: str
    quantity: int


@dataclass(frozen=True, slots=True)
class Freed:
    """So much, in base units, is held no longer. `lot_id`: of the lot that was promised, None where none was named."""

    sku_id: str
    lot_id: UUID | None
    quantity: int


def is_sellable(expires_on: date | None, *, today: date) -> bool:
    """Whether goods may be sold: `expires_on` is the last day of sale, in the store's own time zone."""
    return expires_on is None or expires_on >= today


def first_expired_first(lots: Sequence[LotOnHand]) -> list[LotOnHand]:
    """The order in which lots leave: earliest expiry first, lots without a date last, then by code."""
    return sorted(lots, key=lambda lot: (lot.expires_on or date.max, lot.code))


def take_first_expired(lots: Sequence[LotOnHand], *, quantity: int) -> list[Take]:
    """What to take out of which lot to make up `quantity`; less than asked where less is free.

    What others were promised of a lot by its name stays in it.
    """
    assert quantity > 0
    takes, left = [], quantity
    for lot in first_expired_first(lots):
        part = min(left, lot.free)
        if part > 0:
            takes.append(Take(lot_id=lot.id, code=lot.code, quantity=part))
            left -= part
    return takes


def lose_unpromised_first(lots: Sequence[LotOnHand], *, quantity: int) -> list[Take]:
    """Which lots goods are missing from when nobody knows: first-expired-first out of what no named promise needs, and only
    then out of the rest, so that a loss breaks no more promises than it must."""
    ordered = first_expired_first(lots)
    gone: Counter[UUID] = Counter()
    for part_of in (lambda lot: lot.free, lambda lot: lot.held):
        for lot in ordered:
            part = min(quantity, part_of(lot))
            gone[lot.id] += part
            quantity -= part
    return [Take(lot_id=lot.id, code=lot.code, quantity=gone[lot.id]) for lot in ordered if gone[lot.id]]


def moves_later(*, known: date | None, wanted: date | None) -> bool:
    """Whether `wanted` would let goods be sold longer than `known` allows. No date means for ever."""
    return known is not None and (wanted is None or wanted > known)


def house_lot_code(*, received_on: date, expires_on: date | None) -> str:
    """A lot code for goods that came without one; fits GS1's batch field (AI 10, 20 characters)."""
    return f"{received_on:%y%m%d}" if expires_on is None else f"{received_on:%y%m%d}-{expires_on:%y%m%d}"


@dataclass(frozen=True, slots=True)
class HeldFor:
    """A hold when there is too little: `is_kept` is a paid one. Ids grow with age, so the largest is the youngest."""

    id: int
    quantity: int
    is_kept: bool
    lot_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Cut:
    """What gave way to goods that are gone: held for so many `promises`, and `freed` of them in base units."""

    promises: int = 0
    freed: tuple[Freed, ...] = ()

    @property
    def quantity(self) -> int:
        return sum(part.quantity for part in self.freed)


def youngest_give_way(holds: Sequence[HeldFor], *, excess: int) -> list[tuple[int, int]]:
    """(hold, quantity to cut) to cut `excess` in all: unpaid holds before paid ones, the youngest first."""
    assert 0 < excess <= sum(hold.quantity for hold in holds)
    cuts = []
    for hold in sorted(holds, key=lambda hold: (hold.is_kept, -hold.id)):
        part = min(excess, hold.quantity)
        if part == 0:
            break
        cuts.append((hold.id, part))
        excess -= part
    return cuts


def holds_to_cut(holds: Sequence[HeldFor], *, left: int, left_of_lots: Mapping[UUID, int]) -> dict[int, int]:
    """How much of which hold (by id) to cut so that `left` base units in all, and so many of each lot that loses some, are
    enough: first the promises of those very lots, then, of all that remain, the youngest."""
    cut: Counter[int] = Counter()
    for lot_id, rest in left_of_lots.items():
        _cut_to(rest, [hold for hold in holds if hold.lot_id == lot_id], cut)
    _cut_to(left, [replace(hold, quantity=hold.quantity - cut[hold.id]) for hold in holds], cut)
    return {hold_id: quantity for hold_id, quantity in cut.items() if quantity}


def _cut_to(rest: int, holds: Sequence[HeldFor], cut: Counter[int]) -> None:
    excess = sum(hold.quantity for hold in holds) - rest
    if excess > 0:
        cut.update(dict(youngest_give_way(holds, excess=excess)))
