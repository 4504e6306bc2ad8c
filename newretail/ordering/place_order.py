"""A promise taken becomes an order that waits for payment.

The hot path of the house: three round trips to the database, the opening and the commit included.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import orjson
from django.db import transaction

from newretail.fulfilment import api as fulfilment
from newretail.inventory import api as inventory
from newretail.kernel import clock, events, sql
from newretail.kernel.failpoints import reach
from newretail.kernel.ids import uuid7
from newretail.kernel.money import Money
from newretail.ordering import errors, rules
from newretail.ordering.events import OrderPlaced
from newretail.pricing import api as pricing
from newretail.stores.api import FROM_OUTSIDE, STAFF_PICKED

PAY_WITHIN = timedelta(minutes=15)
HOLD_LONGER = timedelta(minutes=5)
"""Holds outlive the time to pay, so that an order always expires before its goods go back."""

_LOAD = sql.load(__file__, "load_promise.sql")
_WRITE = sql.load(__file__, "write_order.sql")


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    id: UUID
    number: str
    total: Money
    pay_by: datetime


@transaction.atomic(savepoint=False)
def place_order(*, promise_id: UUID, member_id: UUID) -> Placed:
    """Turn a live promise into an order that waits for payment, its goods held until it is paid or expires.

    Raises NotFound, CartClosed, CartChanged, PromiseExpired, PriceChanged (with the lines that changed), OutOfStock (with
    the lines that failed and what is left) or what `inventory.hold` says of a named lot; then nothing is written.
    """
    now = clock.now()
    promise = _live_promise(promise_id=promise_id, member_id=member_id, now=now)
    lines = promise.lines if isinstance(promise.lines, list) else orjson.loads(promise.lines)
    _refuse_changed_prices(lines, store_id=promise.store_id, now=now)
    order_id = uuid7()
    placed = Placed(
        id=order_id,
        number=rules.number_for_people(promise.number),
        total=Money(promise.goods + promise.delivery_fee + promise.bag_fee, promise.currency),
        pay_by=now + PAY_WITHIN,
    )
    _write(placed, promise, member_id=member_id, now=now)
    if any(line["way"] in STAFF_PICKED for line in lines):
        fulfilment.keep(ref=f"promise:{promise.id}", store_id=promise.store_id)
    inventory.hold_last(
        ref=f"order:{order_id}",
        store_id=promise.store_id,
        lines=[
            inventory.HoldLine(
                line=str(line["line"]),
                sku_id=line["sku_id"],
                quantity=line["quantity"],
                outside=line["way"] in FROM_OUTSIDE,
                lot_code=line["lot_code"],
            )
            for line in lines
        ],
        until=placed.pay_by + HOLD_LONGER,
    )
    reach("place_order.held")
    return placed


def _live_promise(*, promise_id: UUID, member_id: UUID, now: datetime) -> Any:
    rows = sql.fetch(_LOAD, {"promise": promise_id, "member": member_id})
    if not rows:
        raise errors.NotFound()
    [promise] = rows
    if promise.cart_state != "open":
        raise errors.CartClosed()
    if promise.state != "live" or promise.expires_at <= now:
        raise errors.PromiseExpired()
    if promise.revision != promise.cart_revision:
        raise errors.CartChanged()
    return promise


def _refuse_changed_prices(lines: list[dict[str, Any]], *, store_id: str, now: datetime) -> None:
    current = pricing.prices(store_id=store_id, sku_ids=[line["sku_id"] for line in lines], at=now)
    changed = [
        {
            "line": line["line"],
            "sku_id": line["sku_id"],
            "was": line["amount"],
            "now": price.amount if price else None,
        }
        for line in lines
        if (price := current.get(line["sku_id"])) is None
        or (price.amount, price.per) != (line["amount"], line["per"])
    ]
    if changed:
        raise errors.PriceChanged(lines=changed)


def _write(placed: Placed, promise: Any, *, member_id: UUID, now: datetime) -> None:
    fact = OrderPlaced(
        store_id=promise.store_id,
        ref=f"order:{placed.id}",
        number=placed.number,
        total=placed.total.amount,
        currency=placed.total.currency,
        pay_by=placed.pay_by.isoformat(),
    )
    sql.later(
        _WRITE,
        events.row(fact)
        | {
            "id": placed.id,
            "number": placed.number,
            "store": promise.store_id,
            "member": member_id,
            "promise": promise.id,
            "cart": promise.cart_id,
            "at": now,
            "pay_by": placed.pay_by,
        },
    )
