"""Prices as people compare them."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any, Literal

from newretail.kernel.money import included_tax, line_amount

EVERYONE, MEMBER = "", "member"
"""The tiers of the price log."""
CutKind = Literal["lot", "member"]
"""Why a line costs less than its list price: a markdown of the lot, a price for members."""

_LARGE, _SMALL = 1000, 100
_SMALL_PACK = 250


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """What a SKU costs: `amount` minor units, tax included, for `per` base units. `log_id`: the line of the log it stands on."""

    amount: int
    per: int
    currency: str
    tax_rate_permille: int
    log_id: int

    def of(self, quantity: int) -> int:
        """What `quantity` base units cost, in minor units, halves rounded up."""
        return line_amount(amount=self.amount, per=self.per, quantity=quantity)

    def tax_in(self, amount: int) -> int:
        """The tax inside an amount at this price, in minor units."""
        return included_tax(amount=amount, rate_permille=self.tax_rate_permille)

    def is_below(self, other: "Price") -> bool:
        return self.amount * other.per < other.amount * self.per


@dataclass(frozen=True, slots=True, kw_only=True)
class BasketLine:
    """What somebody means to buy: `quantity` base units, of one lot where it is named. `line` is the caller's own name for it."""

    line: str
    sku_id: str
    quantity: int
    lot_code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """`amount` minor units off a line. `ref` names the rule it follows from (`price:<line of the log>`), `reason` is staff's word."""

    kind: CutKind
    ref: str
    reason: str
    amount: int

    def document(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class PricedLine:
    """A line with its price and the reasons: `listed` is the list price (`amount` for `per` base units) of the whole line."""

    line: str
    sku_id: str
    quantity: int
    lot_code: str
    amount: int
    per: int
    currency: str
    tax_rate_permille: int
    listed: int
    cuts: tuple[Cut, ...]

    @property
    def cut(self) -> int:
        return sum(cut.amount for cut in self.cuts)

    @property
    def payable(self) -> int:
        return self.listed - self.cut


@dataclass(frozen=True, slots=True, kw_only=True)
class LowerPrice:
    """A price that a line may have instead of the list price, and why."""

    kind: CutKind
    price: Price
    reason: str


def priced(line: BasketLine, *, listed: Price, others: Iterable[LowerPrice] = ()) -> PricedLine:
    """The line at the lowest of its prices; they never add up. Of equals the first.

    Rounding, here and nowhere else: each price is taken for the whole line, halves of a minor unit up (`line_amount`); the cut is
    the list price less that.
    """
    full = listed.of(line.quantity)
    cuts = [
        Cut(kind=other.kind, ref=f"price:{other.price.log_id}", reason=other.reason, amount=off)
        for other in others
        if (off := full - other.price.of(line.quantity)) > 0
    ]
    deepest = max(cuts, key=lambda cut: cut.amount, default=None)
    return PricedLine(
        line=line.line,
        sku_id=line.sku_id,
        quantity=line.quantity,
        lot_code=line.lot_code,
        amount=listed.amount,
        per=listed.per,
        currency=listed.currency,
        tax_rate_permille=listed.tax_rate_permille,
        listed=full,
        cuts=(deepest,) if deepest else (),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitPrice:
    """A price made comparable: `amount` minor units for `per` of `unit` (1000 gram is a kilogram)."""

    amount: int
    per: int
    unit: str


def unit_price(
    *, amount: int, per: int, unit: str, content: int | None = None, content_unit: str = ""
) -> UnitPrice | None:
    """The price per kilogram or litre, per 100 g or 100 ml for packs below 250; None where neither is known.

    amount for `per` base units of `unit`; content: what one piece of a thing sold by the piece holds. Halves are rounded up.
    """
    if unit == "each" and content and content_unit in ("gram", "millilitre"):
        base, measure = per * content, content_unit
        large = content >= _SMALL_PACK
    elif unit in ("gram", "millilitre"):
        base, measure, large = per, unit, True
    else:
        return None
    shown = _LARGE if large else _SMALL
    return UnitPrice(amount=line_amount(amount=amount, per=base, quantity=shown), per=shown, unit=measure)
