"""The ledger's pen: the only place that writes movements and changes what lots and stock hold."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from newretail.inventory.errors import NotStocked
from newretail.inventory.events import GoodsMoved
from newretail.inventory.rules import Freed, Place, Take
from newretail.kernel import clock, sql
from newretail.kernel.events import to_publish

_LOCK = sql.load(__file__, "lock_stock.sql")
_OPEN = sql.load(__file__, "open_stock.sql")
_POST = sql.load(__file__, "post.sql")


@dataclass(frozen=True, slots=True)
class StockNow:
    """The figures of a stock row that is ours until the transaction ends, in base units."""

    on_hand: int
    held: int
    floor_guard: int

    @property
    def free(self) -> int:
        return self.on_hand - self.held


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One movement to be: `quantity` base units of a lot from `source` to `target`. `lot`: its code."""

    sku_id: str
    lot_id: UUID
    lot: str
    quantity: int
    source: Place
    target: Place
    line: str = ""
    from_shelf: str = ""
    to_shelf: str = ""
    reversal_of: int | None = None


def moves_of(
    takes: Iterable[Take], *, sku_id: str, source: Place, target: Place, line: str = ""
) -> list[Entry]:
    """A movement for each lot of what was taken."""
    return [
        Entry(
            sku_id=sku_id,
            lot_id=take.lot_id,
            lot=take.code,
            quantity=take.quantity,
            source=source,
            target=target,
            line=line,
        )
        for take in takes
    ]


def lock_stock(*, store_id: str, sku_ids: Iterable[str]) -> dict[str, StockNow]:
    """Take the stock rows of these SKUs, in the order that everybody keeps. SKUs never stocked here are left out."""
    rows = sql.fetch(_LOCK, {"store": store_id, "skus": sorted(set(sku_ids))})
    return {row.sku_id: StockNow(row.on_hand, row.held, row.floor_guard) for row in rows}


def lock_one(*, store_id: str, sku_id: str) -> StockNow:
    """Take one stock row. Raises NotStocked."""
    found = lock_stock(store_id=store_id, sku_ids=[sku_id]).get(sku_id)
    if found is None:
        raise NotStocked(sku_id=sku_id)
    return found


def open_stock(*, store_id: str, sku_ids: Iterable[str]) -> None:
    """Give each SKU a stock row where it has none yet."""
    sql.run(_OPEN, {"store": store_id, "skus": sorted(set(sku_ids))})


def post(
    *,
    store_id: str,
    entries: Sequence[Entry],
    cause: str,
    ref: str = "",
    by: str = "",
    way: str = "",
    freed: Sequence[Freed] = (),
) -> list[int]:
    """Write movements and with them the lots and stock they change; `freed` is held no longer. Each is told (GoodsMoved), in the same
    round trip. `way`: the way out of goods that leave the store.

    The caller has locked the stock rows and has made sure that the goods are there; the constraints hold if it has not.
    Returns the numbers of the movements.
    """
    assert all(entry.quantity > 0 for entry in entries)
    rows = sql.fetch(
        _POST,
        {
            "store": store_id,
            "skus": [entry.sku_id for entry in entries],
            "lots": [entry.lot_id for entry in entries],
            "quantities": [entry.quantity for entry in entries],
            "sources": [entry.source.value for entry in entries],
            "targets": [entry.target.value for entry in entries],
            "lines": [entry.line for entry in entries],
            "from_shelves": [entry.from_shelf for entry in entries],
            "to_shelves": [entry.to_shelf for entry in entries],
            "reversals": [entry.reversal_of for entry in entries],
            "cause": cause,
            "ref": ref,
            "by": by,
            "at": clock.now(),
            "freed_skus": [part.sku_id for part in freed],
            "freed_lots": [part.lot_id for part in freed],
            "freed_quantities": [part.quantity for part in freed],
        },
        after=to_publish(*_told(entries, store_id=store_id, cause=cause, ref=ref, way=way)),
    )
    return [row.id for row in rows]


def _told(entries: Sequence[Entry], *, store_id: str, cause: str, ref: str, way: str) -> list[GoodsMoved]:
    """One fact for each two places between which goods went."""
    moves: dict[tuple[Place, Place], list[Entry]] = {}
    for entry in entries:
        moves.setdefault((entry.source, entry.target), []).append(entry)
    return [
        GoodsMoved(
            store_id=store_id,
            ref=ref,
            source=source.value,
            target=target.value,
            cause=cause,
            goods=[
                {"sku_id": each.sku_id, "lot": each.lot, "quantity": each.quantity, "line": each.line}
                for each in moved
            ],
            way=way,
        )
        for (source, target), moved in moves.items()
    ]
