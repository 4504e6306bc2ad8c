"""Do the books balance? And what do they say, without the accidents of numbering?"""

from collections.abc import Iterator
from dataclasses import dataclass

from newretail.inventory.models import Movement, Stock
from newretail.kernel import sql

_AUDIT = sql.load(__file__, "audit.sql")


@dataclass(frozen=True, slots=True)
class Difference:
    """Two books that should agree on a SKU in a store and do not, in base units."""

    store_id: str
    sku_id: str
    what: str
    expected: int
    found: int


def audit(store_id: str | None = None) -> list[Difference]:
    """Compare the movement ledger, the lots, the stock and the holds of a store, or of all; empty when they balance.

    One statement, so it sees one instant even while the store sells.
    """
    rows = sql.fetch(_AUDIT, {"store": store_id})
    return [Difference(row.store_id, row.sku_id, row.what, row.expected, row.found) for row in rows]


def ledger_lines() -> Iterator[str]:
    """What happened to the goods, in an order and in words that depend on business content alone.

    No ids, no refs, no names of people: two runs of the same day give the same lines.
    """
    movements = (
        Movement.objects.order_by()
        .values_list(
            "at",
            "store_id",
            "sku_id",
            "lot__code",
            "source",
            "target",
            "quantity",
            "cause",
            "from_shelf",
            "to_shelf",
        )
        .iterator(chunk_size=2000)
    )
    yield from sorted("|".join([at.isoformat(), *map(str, rest)]) for at, *rest in movements)
    stocks = Stock.objects.order_by().values_list("store_id", "sku_id", "on_hand", "held", "floor_guard")
    yield from sorted("|".join(map(str, row)) for row in stocks)
