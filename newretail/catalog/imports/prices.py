"""The price in a row of our template: what it is for, in which currency, with which tax."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from newretail.catalog.imports import values
from newretail.catalog.imports.amounts import MOST_MINOR, money, names_currency
from newretail.catalog.imports.reasons import (
    BAD_CHOICE,
    BAD_NUMBER,
    MINOR_OR_NOT,
    PRICE_ALONE,
    TWO_PRICES,
    UNKNOWN_CURRENCY,
    Unusable,
)
from newretail.catalog.price_book import ListedPrice
from newretail.kernel.currencies import is_currency

_PER = re.compile(r"([0-9]{1,6})? ?(each|g|kg|ml|l)\Z")
_PERCENT = re.compile(r"(\d{1,3}(?:[.,]\d)?)\s*[%％]\Z")
_PER_UNIT = {
    "each": ("each", 1),
    "g": ("gram", 1),
    "kg": ("gram", 1000),
    "ml": ("millilitre", 1),
    "l": ("millilitre", 1000),
}
_MEASURES = {"gram": ("g", "kg"), "millilitre": ("ml", "l")}
_THOUSAND = 1000
DECIMAL_PRICE = "price_decimal"
"""A column that an export does not have: the price as people write it, 19.90."""
_MAY_BE_EITHER = re.compile(r"\d[.,](?:\d\d|[1-9])\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class RowPrice:
    """`amount`: minor units for `per` base units, which are `per_unit`. `currency`: "" for the chain's."""

    amount: int
    per: int
    per_unit: str
    currency: str
    tax_rate_permille: int


def read_price(said: Callable[[str], str], *, unit: str | None, currency: str) -> RowPrice | None:
    """What a row states, None where it states no price. unit: of the SKU, None where the row does not say it; then whether it fits is
    found out where the catalogue is at hand. currency: the chain's. Raises Unusable."""
    per, stated = said("price_per"), said("currency").upper()
    if stated and not is_currency(stated):
        raise Unusable("unknown_currency", UNKNOWN_CURRENCY, stated)
    amount, rate = _amount(said, stated or currency), _permille(said("tax_rate_permille"))
    if amount is None and not per:
        return None
    if amount is None or rate is None:
        raise Unusable("price_alone", PRICE_ALONE)
    base_units, per_unit = _base_units(per)
    if unit is not None and per_unit != unit:
        raise Unusable("bad_number", BAD_NUMBER, per)
    return RowPrice(amount=amount, per=base_units, per_unit=per_unit, currency=stated, tax_rate_permille=rate)


def _amount(said: Callable[[str], str], currency: str) -> int | None:
    """Minor units. A 19.90 of which nothing says what it is counts for nothing: beside a 20 in the next row it would be a hundredth or a
    hundredfold."""
    cell, decimal = said("price"), said(DECIMAL_PRICE)
    if cell and decimal:
        raise Unusable("bad_number", TWO_PRICES, f"{cell} / {decimal}")
    if decimal or names_currency(cell):
        return money(decimal or cell, currency)
    if _MAY_BE_EITHER.search(cell):
        raise Unusable("bad_number", MINOR_OR_NOT, cell)
    return values.whole(cell, least=0, most=MOST_MINOR)


def _permille(cell: str) -> int | None:
    """`130`, or `13 %`."""
    found = _PERCENT.match(cell)
    if not found:
        return values.whole(cell, least=0, most=1000)
    permille = Decimal(found[1].replace(",", ".")) * 10
    if permille % 1 or permille > 1000:
        raise Unusable("bad_number", BAD_NUMBER, cell)
    return int(permille)


def price_cells(price: ListedPrice | None, *, unit: str) -> tuple[str, ...]:
    """The price as `read_price` reads it, a cell for each of `fields.PRICE_COLUMNS`."""
    if price is None:
        return ("", "", "", "")
    return (str(price.amount), _measure(price.per, unit=unit), price.currency, str(price.tax_rate_permille))


def _base_units(per: str) -> tuple[int, str]:
    found = _PER.match((per or "each").lower())
    if not found:
        raise Unusable("bad_choice", BAD_CHOICE, per)
    per_unit, factor = _PER_UNIT[found[2]]
    base_units = int(found[1] or 1) * factor
    if not 1 <= base_units <= (1 if per_unit == "each" else 1_000_000):
        raise Unusable("bad_number", BAD_NUMBER, per)
    return base_units, per_unit


def _measure(per: int, *, unit: str) -> str:
    if unit not in _MEASURES:
        return unit
    small, large = _MEASURES[unit]
    return f"{per // _THOUSAND}{large}" if per % _THOUSAND == 0 else f"{per}{small}"
