"""What has happened to the goods of a store. Quantities in base units, dates as ISO text, lots by their code."""

from dataclasses import dataclass
from typing import Any

from newretail.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class GoodsMoved(Event):
    """Goods went from one place of the stock ledger to another: every movement is told so, once. `goods`: {sku_id, lot, quantity, line};
    `line` is empty where the goods are of no order's line. `way`: the way out by which they left the store, empty where they did not."""

    name = "goods.moved"
    lasts = True

    source: str
    target: str
    cause: str
    goods: list[dict[str, Any]]
    way: str = ""


@dataclass(frozen=True, kw_only=True)
class StockReceived(Event):
    """Goods came in. `lines`: {sku_id, lot, quantity, expires_on}."""

    name = "stock.received"

    lines: list[dict[str, Any]]


@dataclass(frozen=True, kw_only=True)
class StockWrittenOff(Event):
    name = "stock.written_off"

    sku_id: str
    lot: str
    quantity: int
    cause: str


@dataclass(frozen=True, kw_only=True)
class StockReturned(Event):
    """Goods went back to the vendor."""

    name = "stock.returned"

    sku_id: str
    lot: str
    quantity: int
    cause: str


@dataclass(frozen=True, kw_only=True)
class StockCounted(Event):
    name = "stock.counted"

    sku_id: str
    expected: int
    counted: int


@dataclass(frozen=True, kw_only=True)
class LotExpired(Event):
    """A lot passed its last day of sale with so much of it left; it is off sale since."""

    name = "lot.expired"

    sku_id: str
    lot: str
    quantity: int
    expires_on: str


@dataclass(frozen=True, kw_only=True)
class LotBlocked(Event):
    name = "lot.blocked"

    sku_id: str
    lot: str
    quantity: int
    cause: str


@dataclass(frozen=True, kw_only=True)
class HoldsExpired(Event):
    """Holds of `ref` lapsed unpaid; the goods are free again."""

    name = "holds.expired"


@dataclass(frozen=True, kw_only=True)
class HoldCut(Event):
    """Goods that were promised are not there any more: `quantity` less for this line, `left` still held."""

    name = "hold.cut"
    lasts = True

    line: str
    sku_id: str
    quantity: int
    left: int
    cause: str


@dataclass(frozen=True, kw_only=True)
class FloorGuardSet(Event):
    name = "floor_guard.set"

    sku_id: str
    quantity: int
    by: str
