"""What of a ref is in a bag or with the shopper, read from the ledger: everything that went in, less what came out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from newretail.inventory.ledger import lock_stock
from newretail.inventory.rules import LotState, Place
from newretail.kernel import sql

_CARRIED = sql.load(__file__, "carried.sql")


@dataclass(frozen=True, slots=True)
class Carried:
    """`quantity` base units of a lot that are at a place for one line."""

    line: str
    sku_id: str
    lot_id: UUID
    lot: str
    state: LotState
    quantity: int
    expires_on: date | None


def with_customer(*, store_id: str, ref: str) -> list[Carried]:
    """What of a ref is with the shopper, of each line the first to expire first. Read without a lock: for people to look at."""
    return carried(store_id=store_id, ref=ref, place=Place.CUSTOMER)


def carried_locked(
    *, ref: str, store_id: str, place: Place, lines: Sequence[str] | None = None
) -> list[Carried]:
    """What is at `place`, read once more under the locks of its stock rows, so that nobody else moves it too."""
    seen = carried(store_id=store_id, ref=ref, place=place, lines=lines)
    if not seen:
        return []
    lock_stock(store_id=store_id, sku_ids=[part.sku_id for part in seen])
    return carried(store_id=store_id, ref=ref, place=place, lines=lines)


def carried(*, store_id: str, ref: str, place: Place, lines: Sequence[str] | None = None) -> list[Carried]:
    """What is at `place` (bag or customer) for a ref, by SKU, line and lot, the first to expire first. Call it with the stock rows in hand."""
    rows = sql.fetch(
        _CARRIED,
        {
            "store": store_id,
            "ref": ref,
            "place": place.value,
            "lines": None if lines is None else list(lines),
        },
    )
    return [
        Carried(
            row.line,
            row.sku_id,
            row.lot_id,
            row.lot,
            LotState(row.state),
            int(row.quantity),
            row.expires_on,
        )
        for row in rows
    ]
