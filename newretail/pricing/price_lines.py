"""What a basket costs, line by line, with the reasons: the one place where a price is made."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from newretail.kernel import clock, sql
from newretail.pricing.currency import currency_of
from newretail.pricing.rules import (
    EVERYONE,
    MEMBER,
    BasketLine,
    CutKind,
    LowerPrice,
    Price,
    PricedLine,
    priced,
)

_PRICES = sql.load(__file__, "prices.sql")
Key = tuple[str, str, str]
"""(SKU, tier, lot) of the price log."""


def price_lines(
    *, store_id: str, lines: Sequence[BasketLine], at: datetime | None = None, tier: str = EVERYONE
) -> dict[str, PricedLine]:
    """Each line by its name, priced in the store at a time (default: now); lines whose SKU has no price are missing.

    One statement, whatever the basket. `tier`: what whoever buys is (`member`, or nobody in particular). A line that names a lot
    gets that lot's markdown, if there is one; of all its prices a line has the lowest.
    """
    found = _found(store_id=store_id, keys=_keys(lines, tier=tier), at=at)
    return {
        line.line: priced(line, listed=_price(row), others=_others(line, found, tier=tier))
        for line in lines
        if (row := found.get((line.sku_id, EVERYONE, "")))
    }


def list_prices(*, store_id: str, sku_ids: Iterable[str], at: datetime | None = None) -> dict[str, Price]:
    """What these SKUs cost everybody in the store, whatever lot; SKUs without a price are missing."""
    found = _found(store_id=store_id, keys=[(sku_id, EVERYONE, "") for sku_id in sku_ids], at=at)
    return {sku_id: _price(row) for (sku_id, _, _), row in found.items()}


def lot_prices(
    *, store_id: str, lots: Iterable[tuple[str, str]], at: datetime | None = None
) -> dict[tuple[str, str], Price]:
    """What these lots, as (SKU, code), are marked down to; lots that never were are missing."""
    found = _found(store_id=store_id, keys=[(sku_id, EVERYONE, code) for sku_id, code in lots], at=at)
    return {(sku_id, code): _price(row) for (sku_id, _, code), row in found.items()}


def _keys(lines: Iterable[BasketLine], *, tier: str) -> list[Key]:
    wanted: dict[Key, None] = {}
    for line in lines:
        wanted[line.sku_id, EVERYONE, ""] = None
        if tier:
            wanted[line.sku_id, tier, ""] = None
        if line.lot_code:
            wanted[line.sku_id, EVERYONE, line.lot_code] = None
    return list(wanted)


def _found(*, store_id: str, keys: Sequence[Key], at: datetime | None) -> dict[Key, Any]:
    rows = sql.fetch(
        _PRICES,
        {
            "store_id": store_id,
            "currency": currency_of(store_id),
            "sku_ids": [sku_id for sku_id, _, _ in keys],
            "tiers": [tier for _, tier, _ in keys],
            "lot_codes": [lot_code for _, _, lot_code in keys],
            "at": at or clock.now(),
        },
    )
    return {(row.sku_id, row.tier, row.lot_code): row for row in rows}


def _others(line: BasketLine, found: dict[Key, Any], *, tier: str) -> Iterator[LowerPrice]:
    asked: tuple[tuple[CutKind, Key, bool], ...] = (
        ("lot", (line.sku_id, EVERYONE, line.lot_code), bool(line.lot_code)),
        ("member", (line.sku_id, MEMBER, ""), tier == MEMBER),
    )
    for kind, key, counts in asked:
        if counts and (row := found.get(key)):
            yield LowerPrice(kind=kind, price=_price(row), reason=row.reason)


def _price(row: Any) -> Price:
    return Price(
        amount=row.amount,
        per=row.per,
        currency=row.currency,
        tax_rate_permille=row.tax_rate_permille,
        log_id=row.log_id,
    )
