"""Prices as people compare them."""

from dataclasses import dataclass

from newretail.kernel.money import included_tax, line_amount

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
