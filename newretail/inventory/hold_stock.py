"""Promise goods to somebody for a while. The hottest statement of the house."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import orjson
import psycopg
from django.db import DatabaseError, IntegrityError, transaction

from newretail.catalog.api import sku_cards
from newretail.inventory.errors import AlreadyHeld, HoldTooLarge, OutOfStock
from newretail.inventory.lots import NamedLot, lot_refusal
from newretail.kernel import sql
from newretail.kernel.errors import Refusal
from newretail.stores.api import today_at

_HOLD = sql.load(__file__, "hold.sql")
_HOLD_LOTS = sql.load(__file__, "hold_lots.sql")
_SHORT = "NR001"
"""The SQLSTATE of `inventory_refuse_short`."""


@dataclass(frozen=True, slots=True)
class HoldLine:
    """`quantity` base units of a SKU for one line. `outside`: the shopper is not in the store, so the floor guard counts.

    lot_code: of this very lot; "" of any.
    """

    line: str
    sku_id: str
    quantity: int
    outside: bool = False
    lot_code: str = ""


@dataclass(frozen=True, slots=True)
class Bound:
    """How much of what the store has one holder may hold at a time: `percent` of each SKU, but always `few` base units of it (by SKU).

    beside: the refs of the same holder's other holds. Nobody may add to those at the same time.
    """

    percent: int
    few: Mapping[str, int]
    beside: Sequence[str]


UNBOUND = Bound(100, {}, ())
"""Goods in the hands of staff, or of somebody who has paid: all there is."""


def hold(*, ref: str, store_id: str, lines: Sequence[HoldLine], until: datetime | None) -> None:
    """Hold every line until `until` (None: until released), or no line at all, inside the caller's transaction.

    The stock rows stay locked until that transaction ends, so call it as late in it as possible.
    Raises OutOfStock with the lines that failed and what is left; AlreadyHeld when a line of this ref has a hold;
    LotNotFound, ExpiredLot, BlockedLot or LotTooSmall for a named lot that cannot be had.
    """
    try:
        with transaction.atomic():
            for statement, values in _statements(ref, store_id, lines, until, UNBOUND):
                sql.run(statement, values)
    except DatabaseError as error:
        raise _refusal(error, ref=ref, store_id=store_id, lines=lines) or error from error


def hold_last(
    *,
    ref: str,
    store_id: str,
    lines: Sequence[HoldLine],
    until: datetime | None,
    bound: Bound = UNBOUND,
) -> None:
    """As `hold`, but with the last writes of the transaction (see `sql.later`): a hot SKU is locked for the shortest time.

    What `hold` raises is raised when those are sent; HoldTooLarge for more than `bound` lets one holder have.
    """
    for statement, values in _statements(ref, store_id, lines, until, bound):
        sql.later(
            statement,
            values,
            refuse=lambda error: _refusal(error, ref=ref, store_id=store_id, lines=lines),
        )


def _statements(
    ref: str, store_id: str, lines: Sequence[HoldLine], until: datetime | None, bound: Bound
) -> Iterator[tuple[str, dict[str, Any]]]:
    """The stock of all lines, and then, where some name one, their lots."""
    assert lines and all(line.quantity > 0 for line in lines)
    yield (
        _HOLD,
        {
            "store": store_id,
            "ref": ref,
            "until": until,
            "lines": [line.line for line in lines],
            "skus": [line.sku_id for line in lines],
            "quantities": [line.quantity for line in lines],
            "outside": [line.outside for line in lines],
            "few": [bound.few.get(line.sku_id, 0) for line in lines],
            "percent": bound.percent,
            "beside": list(bound.beside),
        },
    )
    named = [line for line in lines if line.lot_code]
    if named:
        yield (
            _HOLD_LOTS,
            {
                "store": store_id,
                "ref": ref,
                "lines": [line.line for line in named],
                "skus": [line.sku_id for line in named],
                "quantities": [line.quantity for line in named],
                "lots": [line.lot_code for line in named],
                "today": today_at(store_id),
            },
        )


def _refusal(error: DatabaseError, *, ref: str, store_id: str, lines: Sequence[HoldLine]) -> Refusal | None:
    """What an error of the statement means; None if it is not one of ours."""
    cause = error.__cause__
    if isinstance(error, IntegrityError) and "inventory_hold_once" in str(error):
        return AlreadyHeld(ref=ref)
    if isinstance(cause, psycopg.Error) and cause.sqlstate == _SHORT:
        short = orjson.loads(cause.diag.message_detail or "[]")
        lots = {(row["sku_id"], row["lot"]): row for row in short if "lot" in row}
        if lots:
            return _lot_cannot_be_had(lines, short=lots, store_id=store_id)
        if free := {row["sku_id"]: (row["free"], row["floor_guard"]) for row in short if "free" in row}:
            return _out_of_stock(lines, free=free)
        return _too_large(lines, may_hold={row["sku_id"]: row["may_hold"] for row in short})
    return None


def _lot_cannot_be_had(
    lines: Sequence[HoldLine], *, short: dict[tuple[str, str], dict[str, Any]], store_id: str
) -> Refusal:
    """What is wrong with the first lot that failed, with all lines that named one that did."""
    failed = [
        {
            "line": line.line,
            "sku_id": line.sku_id,
            "lot": line.lot_code,
            "wanted": line.quantity,
            "left": max(0, row["free"]),
        }
        for line in lines
        if (row := short.get((line.sku_id, line.lot_code))) is not None
    ]
    sku_id, code = str(failed[0]["sku_id"]), str(failed[0]["lot"])
    row = short[sku_id, code]
    lot = NamedLot(
        sku_id=sku_id,
        code=code,
        state=row["state"],
        expires_on=date.fromisoformat(row["expires_on"]) if row["expires_on"] else None,
        free=row["free"],
    )
    wanted = sum(line.quantity for line in lines if (line.sku_id, line.lot_code) == (sku_id, code))
    refusal = lot_refusal(lot, wanted=wanted, today=today_at(store_id), lines=failed)
    assert refusal is not None
    return refusal


def _out_of_stock(lines: Sequence[HoldLine], *, free: dict[str, tuple[int, int]]) -> OutOfStock:
    failed: list[dict[str, str | int]] = []
    for line in lines:
        if line.sku_id in free:
            left, guard = free[line.sku_id]
            left = max(0, left - guard if line.outside else left)
            failed.append({"line": line.line, "sku_id": line.sku_id, "wanted": line.quantity, "left": left})
    return out_of_stock(failed)


def _too_large(lines: Sequence[HoldLine], *, may_hold: dict[str, int]) -> HoldTooLarge:
    failed = [
        {"line": line.line, "sku_id": line.sku_id, "wanted": line.quantity, "left": may_hold[line.sku_id]}
        for line in lines
        if line.sku_id in may_hold
    ]
    sku_id = str(failed[0]["sku_id"])
    card = sku_cards([sku_id]).get(sku_id)
    return HoldTooLarge(
        product=card.names.say() if card else sku_id, left=failed[0]["left"], sku_id=sku_id, lines=failed
    )


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
