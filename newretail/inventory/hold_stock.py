"""Promise goods to somebody for a while. The hottest statement of the house."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError

from newretail.catalog.api import sku_cards
from newretail.inventory.errors import AlreadyHeld, OutOfStock
from newretail.kernel import sql

_HOLD = sql.load(__file__, "hold.sql")


@dataclass(frozen=True, slots=True)
class HoldLine:
    """`quantity` base units of a SKU for one line. `outside`: the shopper is not in the store, so the floor guard counts."""

    line: str
    sku_id: str
    quantity: int
    outside: bool = False


def hold(*, ref: str, store_id: str, lines: Sequence[HoldLine], until: datetime | None) -> None:
    """Hold every line until `until` (None: until released), or no line at all: one statement, inside the caller's transaction.

    The stock rows stay locked until that transaction ends, so call it as late in it as possible.
    Raises OutOfStock with the lines that failed and what is left; AlreadyHeld when a line of this ref has a hold.
    """
    assert lines and all(line.quantity > 0 for line in lines)
    try:
        short = sql.fetch(
            _HOLD,
            {
                "store": store_id,
                "ref": ref,
                "until": until,
                "lines": [line.line for line in lines],
                "skus": [line.sku_id for line in lines],
                "quantities": [line.quantity for line in lines],
                "outside": [line.outside for line in lines],
            },
        )
    except IntegrityError as error:
        if "inventory_hold_once" in str(error):
            raise AlreadyHeld(ref=ref) from error
        raise
    if short:
        raise _out_of_stock(lines, free={row.sku_id: (row.free, row.floor_guard) for row in short})


def _out_of_stock(lines: Sequence[HoldLine], *, free: dict[str, tuple[int, int]]) -> OutOfStock:
    failed: list[dict[str, str | int]] = []
    for line in lines:
        if line.sku_id in free:
            left, guard = free[line.sku_id]
            left = max(0, left - guard if line.outside else left)
            failed.append({"line": line.line, "sku_id": line.sku_id, "wanted": line.quantity, "left": left})
    return out_of_stock(failed)


def out_of_stock(failed: list[dict[str, str | int]]) -> OutOfStock:
    """The refusal with the first failed line's product by name."""
    first = failed[0]
    card = sku_cards([str(first["sku_id"])]).get(str(first["sku_id"]))
    return OutOfStock(
        product=card.names.say() if card else first["sku_id"],
        left=first["left"],
        sku_id=first["sku_id"],
        lines=failed,
    )
