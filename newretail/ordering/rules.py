"""The arithmetic of a sale. Pure: no database, no clock."""

import hashlib
import hmac
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from newretail.kernel.money import included_tax, line_amount, share_out
from newretail.stores.api import FROM_OUTSIDE, Way


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotedLine:
    """A cart line with its price; `parent_line`: the number of the line it belongs to. `listed`, at `amount` minor units per `per` base units, less `cuts` (documents of
    `pricing.Cut`) is `agreed`, all of the whole line."""

    line: int
    sku_id: str
    quantity: int
    pieces: int | None
    way: str
    substitution: str
    swap_cap: int | None
    lot_code: str
    parent_line: int | None
    amount: int
    per: int
    tax_rate_permille: int
    listed: int
    cuts: list[dict[str, Any]]
    cut: int
    agreed: int

    def document(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """One parcel of a promise: ready in the store, due with the shopper, holding with `probability`. `part` tells several of one way
    apart. What the shopper carries out is promised no time: both are None. `was_due_at`: what was told first, where it has moved.
    """

    way: str
    ready_at: datetime | None
    due_at: datetime | None
    probability: float
    metres: int = 0
    part: str = ""
    was_due_at: datetime | None = None

    def document(self) -> dict[str, Any]:
        return asdict(self) | {name: at and at.isoformat() for name, at in self._times().items()}

    @classmethod
    def of(cls, document: Mapping[str, Any]) -> "Leg":
        """As it was written down."""
        times = {name: document.get(name) for name in ("ready_at", "due_at", "was_due_at")}
        return cls(**dict(document) | {name: at and datetime.fromisoformat(at) for name, at in times.items()})

    def later_by(self, delay: timedelta) -> "Leg":
        """The same work, begun so much later."""
        if self.due_at is None or self.ready_at is None or not delay:
            return self
        return self.due_by(ready_at=self.ready_at + delay, due_at=self.due_at + delay)

    def due_by(self, *, ready_at: datetime, due_at: datetime, probability: float | None = None) -> "Leg":
        """Promised for another time; what was told first is remembered."""
        return replace(
            self,
            ready_at=ready_at,
            due_at=due_at,
            probability=self.probability if probability is None else probability,
            was_due_at=self.was_due_at or self.due_at,
        )

    def _times(self) -> dict[str, datetime | None]:
        return {"ready_at": self.ready_at, "due_at": self.due_at, "was_due_at": self.was_due_at}


PAYING = timedelta(minutes=2)
"""How long a time that was told stays true without the money: as long as it takes to reach for a phone. The work can wait so
long; it begins when it is paid."""


def holds_until(*, told_at: datetime) -> datetime:
    """Until when a time told at `told_at` holds if it is paid."""
    return told_at + PAYING


def told_anew(held_until: datetime, *, now: datetime) -> timedelta:
    """By how much the times of a quote move that is ordered `now`: nothing while at least half of the time to pay is left; later it
    counts from now."""
    return holds_until(told_at=now) - held_until if held_until - now < PAYING / 2 else timedelta()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fees:
    delivery: int
    bag: int


def fees(
    *, goods: int, ways: Iterable[str], delivery_fee: int, free_delivery_from: int | None, bag_fee: int
) -> Fees:
    """A delivery pays its fee unless the goods of the whole order reach the free mark; bags are paid where staff pack them."""
    ways = frozenset(ways)
    free = free_delivery_from is not None and goods >= free_delivery_from
    return Fees(
        delivery=delivery_fee if Way.DELIVER in ways and not free else 0,
        bag=bag_fee if ways & FROM_OUTSIDE else 0,
    )


def of_lots(lines: Iterable[tuple[str, str, int]]) -> dict[tuple[str, str], int]:
    """How much of which lot, by (SKU, lot), where (SKU, lot, quantity) name one."""
    wanted: Counter[tuple[str, str]] = Counter()
    for sku_id, lot_code, quantity in lines:
        if lot_code:
            wanted[sku_id, lot_code] += quantity
    return dict(wanted)


def short_of(
    lines: Iterable[tuple[UUID, str, int, bool]], *, inside: Mapping[str, int], outside: Mapping[str, int]
) -> dict[UUID, int]:
    """The lines (line, SKU, quantity, is from outside) that cannot all be had, and what is left for each of them.

    All lines of a SKU share one stock: those from outside the store may not need more than `outside` has, and all together not
    more than `inside` has. It is what holding them decides.
    """
    wanted = list(lines)
    total: Counter[str] = Counter()
    from_outside: Counter[str] = Counter()
    for _, sku_id, quantity, is_outside in wanted:
        total[sku_id] += quantity
        from_outside[sku_id] += quantity if is_outside else 0
    return {
        line: (outside if is_outside else inside).get(sku_id, 0)
        for line, sku_id, _, is_outside in wanted
        if total[sku_id] > inside.get(sku_id, 0)
        or (is_outside and from_outside[sku_id] > outside.get(sku_id, 0))
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What the taken part of a line came to: its list price less `cuts`, each cut's own share, is `settled`."""

    settled: int
    cuts: list[int]


def settle_taken(
    *, listed: int, cuts: Sequence[int], amount: int, per: int, quantity: int, taken: int
) -> Taken:
    """What `taken` of `quantity` base units come to, never above what was agreed (`listed` less `cuts`).

    The list price of what was taken, less the cuts pro rata: a line with a fifth off, picked short by a fifth, costs 64 % of its
    list price. Rounding: both the list price and the sum of the cuts are rounded once, halves up; the cuts share their sum by
    largest remainder (`share_out`), so that they add up to it. More than was asked for costs no more.
    """
    if taken >= quantity:
        return Taken(settled=listed - sum(cuts), cuts=list(cuts))
    full = line_amount(amount=amount, per=per, quantity=taken)
    cut = min(line_amount(amount=sum(cuts), per=quantity, quantity=taken), full)
    cut = max(cut, full - (listed - sum(cuts)))
    return Taken(settled=full - cut, cuts=share_out(cut, over=cuts))


def swapped_amount(*, cost: int, left: int, swap_cap: int | None) -> int:
    """What substitutes come to: their own cost, never above the shopper's cap nor what is left of the agreed amount."""
    return min(cost, left) if swap_cap is None else min(cost, left, swap_cap)


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxShare:
    """Of goods taxed at one rate: `base` before tax and the `tax` in it, minor units."""

    rate_permille: int
    base: int
    tax: int


def taxes(amounts: Iterable[tuple[int, int]]) -> list[TaxShare]:
    """What tax-inclusive amounts, each with its rate in thousandths, hold of tax: one share a rate, the lowest first."""
    by_rate: dict[int, int] = {}
    for rate, amount in amounts:
        by_rate[rate] = by_rate.get(rate, 0) + amount
    return [
        TaxShare(rate_permille=rate, base=amount - tax, tax=tax)
        for rate, amount in sorted(by_rate.items())
        if amount
        for tax in [included_tax(amount=amount, rate_permille=rate)]
    ]


def refund_share(*, settled: int, refunded: int, taken: int, returned_before: int, returned_now: int) -> int:
    """The money for `returned_now` of `taken` units. Shares are cut so that returning everything returns every unit of money,
    in whatever portions."""
    assert 0 < returned_now <= taken - returned_before
    target = (settled * (returned_before + returned_now) * 2 + taken) // (2 * taken)
    return max(min(target, settled) - refunded, 0)


def returned_with(*, taken: int, returned: int, of_parent: int, returned_of_parent: int) -> int:
    """How many of a line's units go back with its parent's: as large a share as of the parent has gone back by now, halves up, less
    what went back before. The last unit of the parent takes the last ones along."""
    if not of_parent:
        return 0
    together = (2 * taken * returned_of_parent + of_parent) // (2 * of_parent)
    return max(together - returned, 0)


def order_id(ref: str) -> UUID | None:
    """The order that a ref names; None for the ref of something else."""
    kind, _, name = ref.partition(":")
    return UUID(name) if kind == "order" else None


CALLING = (
    ("pick_up", "shelved"),
    ("eat_in", "shelved"),
    ("deliver", "failed"),
    ("deliver", "riding"),
    ("deliver", "packed"),
)
"""What a parcel is told as, what asks most of the shopper first: what waits for them before what comes by itself."""


def stage_of(state: str, parcels: Iterable[tuple[str, str]]) -> str:
    """The one word for how far an order is, wherever it is told: its state, and while the store works on it that of the parcel (way,
    state) that asks most of the shopper."""
    if state != "released":
        return state
    known = set(parcels)
    return next((stage for way, stage in CALLING if (way, stage) in known), state)


def number_for_people(sequence: int) -> str:
    """A-0001 to Z-9999, then round again."""
    return f"{chr(ord('A') + sequence // 10_000 % 26)}-{sequence % 10_000:04d}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Departure:
    """What is known about somebody who is about to walk out. Money in minor units of the store's currency."""

    order_id: str
    total: int
    units: int
    lines: int
    age_limited: bool
    earlier_orders: int
    earlier_mismatches: int
    is_guest: bool


AUDIT_ABOVE = 0.5


def departure_risk(departure: Departure, *, secret: bytes) -> tuple[float, list[str]]:
    """The risk of a departure from 0 to 1, and what raised it.

    Additive points, as in the random-audit practice of scan-and-go shops: a mismatch before weighs most and fades with clean
    visits; newcomers, guests, long and dear baskets weigh a little; one departure in twenty is audited by lot, which nobody
    can foresee because the lot is keyed with the store's secret.
    """
    points: list[tuple[str, float]] = [
        (
            "earlier_mismatch",
            min(0.6, 0.6 * departure.earlier_mismatches / (1 + departure.earlier_orders / 10)),
        ),
        ("guest", 0.1 if departure.is_guest else 0.0),
        ("first_visits", 0.15 if departure.earlier_orders < 3 else 0.0),
        ("dear_basket", min(0.2, departure.total / 500_000)),
        ("many_units", min(0.15, departure.units / 200)),
        ("age_limited", 1.0 if departure.age_limited else 0.0),
        ("random_check", 0.6 if _draw(departure.order_id, secret) < 0.05 else 0.0),
    ]
    return min(1.0, sum(weight for _, weight in points)), [name for name, weight in points if weight >= 0.1]


def _draw(order_id: str, secret: bytes) -> float:
    digest = hmac.digest(secret, b"exit-lot:" + order_id.encode(), hashlib.sha256)
    return int.from_bytes(digest[:6]) / 2**48


def differing(*, paid: Sequence[tuple[str, int]], counted: Sequence[tuple[str, int]]) -> list[dict[str, Any]]:
    """SKUs whose counted quantity is not the paid one."""
    have: dict[str, int] = {}
    want: dict[str, int] = {}
    for sku_id, quantity in paid:
        want[sku_id] = want.get(sku_id, 0) + quantity
    for sku_id, quantity in counted:
        have[sku_id] = have.get(sku_id, 0) + quantity
    return [
        {"sku_id": sku_id, "paid": want.get(sku_id, 0), "counted": have.get(sku_id, 0)}
        for sku_id in sorted({*want, *have})
        if want.get(sku_id, 0) != have.get(sku_id, 0)
    ]
