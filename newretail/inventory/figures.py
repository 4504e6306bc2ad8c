"""What a store threw away, and what it has left of everything: figures for those who look at the whole."""

from dataclasses import dataclass
from datetime import datetime

from newretail.inventory.models import Stock
from newretail.kernel import sql


@dataclass(frozen=True, slots=True, kw_only=True)
class Wasted:
    """Base units of a SKU, thrown away for a cause."""

    sku_id: str
    cause: str
    quantity: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """Base units of a SKU that are in the house, sellable and not promised."""

    sku_id: str
    free: int


def wasted(*, store_id: str, since: datetime, until: datetime) -> list[Wasted]:
    """What was thrown away in the period, by product and cause."""
    rows = sql.fetch(sql.load(__file__, "wasted.sql"), {"store": store_id, "since": since, "until": until})
    return [
        Wasted(sku_id=row.sku_id, cause=row.cause, quantity=row.quantity) for row in rows if row.quantity > 0
    ]


def left_of_all(*, store_id: str, limit: int = 30_000) -> list[Left]:
    """What is free of every SKU that the store has ever stocked, by SKU code: one range of the stock's key."""
    rows = Stock.objects.filter(store_id=store_id).order_by("sku_id")[:limit]
    return [Left(sku_id=row.sku_id, free=row.on_hand - row.held) for row in rows]
