"""A promise taken becomes an order that waits for payment.

The hot path of the house: three round trips to the database, the opening and the commit included.
"""

from collections.abc import Sequence
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
from newretail.ordering import errors, rules, unpaid
from newretail.ordering.events import OrderPaid, OrderPlaced
from newretail.ordering.move_times import ORDERED_LATER, moved
from newretail.ordering.quote_promise import price_of
from newretail.pricing import api as pricing
from newretail.stores.api import FROM_OUTSIDE, STAFF_PICKED

PAY_WITHIN = timedelta(minutes=15)
"""Of a sale that staff ring up; an order's time stands in the store's sale terms."""
HOLD_LONGER = timedelta(minutes=5)
"""Holds outlive the time to pay, so that an order always expires before its goods go back."""

_TURN = sql.load(__file__, "take_turn.sql")
_LOAD = sql.load(__file__, "load_promise.sql")
_WRITE = sql.load(__file__, "write_order.sql")


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """`state`: awaiting_payment, or paid where there is nothing to pay. `legs`: the times that hold if it is paid by `holds_until`."""

    id: UUID
    number: str
    state: str
    total: Money
    pay_by: datetime
    holds_until: datetime
    legs: list[rules.Leg]


@transaction.atomic(savepoint=False)
def place_order(*, promise_id: UUID, member_id: UUID, address: str = "") -> Placed:
    """Turn a live promise into an order that waits for payment, its goods held until it is paid or expires.

    The promise's prices hold, whatever has become dearer or is no longer priced; what has become cheaper meanwhile is sold at the
    lower price. Fees stay as promised. A promise older than a minute is told anew: what it takes counts from now. An order that
    comes to nothing is paid at once, by no tender. `address`: where the request comes from.

    Raises NotFound, CartClosed, CartChanged, PromiseExpired, TooManyUnpaid, TooManyUnpaidNearby, OutOfStock and HoldTooLarge (with the
    lines that failed and what is left) or what `inventory.hold` says of a named lot; then nothing is written.
    """
    now, network = clock.now(), unpaid.placed_from(address)
    promise = _live_promise(promise_id=promise_id, member_id=member_id, network=network, now=now)
    waits = unpaid.waiting(promise)
    unpaid.refuse_too_many(waits)
    lines = _documents(promise.lines)
    delay = rules.told_anew(promise.holds_until, now=now)
    is_cheaper = _take_lower_prices(lines, promise, now=now)
    goods = sum(line["agreed"] for line in lines)
    total = goods + promise.delivery_fee + promise.bag_fee
    placed = Placed(
        id=uuid7(),
        number=rules.number_for_people(promise.number),
        state="awaiting_payment" if total else "paid",
        total=Money(total, promise.currency),
        pay_by=now + waits.pay_within,
        holds_until=promise.holds_until + delay,
        legs=[rules.Leg.of(leg).later_by(delay) for leg in _documents(promise.legs)],
    )
    _write(
        placed,
        promise,
        member_id=member_id,
        goods=goods,
        lines=lines if is_cheaper else None,
        network=network if waits.is_guest else "",
        now=now,
    )
    if any(line["way"] in STAFF_PICKED for line in lines):
        fulfilment.keep(ref=f"promise:{promise.id}", store_id=promise.store_id)
    _hold(placed, lines, store_id=promise.store_id, bound=unpaid.bound_of(waits, lines))
    reach("place_order.held")
    return placed


def _live_promise(*, promise_id: UUID, member_id: UUID, network: str, now: datetime) -> Any:
    rows = sql.fetch(
        _LOAD,
        {
            "promise": promise_id,
            "member": member_id,
            "placed_from": network,
            "since": now - unpaid.REMEMBERED,
            "most_orders": unpaid.MOST_LOOKED_AT,
            "most_of_network": unpaid.MOST_FROM_NETWORK,
            **unpaid.usual_terms(),
        },
        after=[(_TURN, {"member": member_id})],
    )
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


def _documents(column: Any) -> list[dict[str, Any]]:
    """A JSON column, read already or as the statement brought it."""
    return column if isinstance(column, list) else orjson.loads(column)  # type: ignore[no-any-return]


def _take_lower_prices(lines: list[dict[str, Any]], promise: Any, *, now: datetime) -> bool:
    """Put the price of now on every line that costs less by it; was there any?"""
    basket = [
        pricing.BasketLine(
            line=str(line["line"]),
            sku_id=line["sku_id"],
            quantity=line["quantity"],
            lot_code=line["lot_code"],
        )
        for line in lines
    ]
    current = pricing.price_lines(store_id=promise.store_id, lines=basket, at=now, tier=promise.tier)
    cheaper = [
        (line, price)
        for line in lines
        if (price := current.get(str(line["line"]))) and price.payable < line["agreed"]
    ]
    for line, price in cheaper:
        line |= price_of(price)
    return bool(cheaper)


def _write(
    placed: Placed,
    promise: Any,
    *,
    member_id: UUID,
    goods: int,
    lines: list[dict[str, Any]] | None,
    network: str,
    now: datetime,
) -> None:
    """lines: the promised ones where they have changed; None keeps them. network: from where a guest's order comes, while it waits."""
    is_paid = placed.state == "paid"
    sale = {"store_id": promise.store_id, "ref": f"order:{placed.id}", "number": placed.number}
    money = {"currency": placed.total.currency}
    sql.later(
        _WRITE,
        {
            "id": placed.id,
            "number": placed.number,
            "store": promise.store_id,
            "member": member_id,
            "promise": promise.id,
            "cart": promise.cart_id,
            "state": placed.state,
            "goods": goods,
            "lines": None if lines is None else orjson.dumps(lines).decode(),
            "at": now,
            "pay_by": placed.pay_by,
            "holds_until": placed.holds_until,
            "legs": orjson.dumps([leg.document() for leg in placed.legs]).decode()
            if _moved(placed)
            else None,
            "paid_at": now if is_paid else None,
            "placed_from": "" if is_paid else network,
        },
    )
    events.publish_last(
        OrderPlaced(**sale, **money, total=placed.total.amount, pay_by=placed.pay_by.isoformat())
    )
    for leg in _moved(placed):
        events.publish_last(moved(leg, why=ORDERED_LATER, **sale))
    if is_paid:
        events.publish_last(OrderPaid(**sale, **money, amount=0))


def _moved(placed: Placed) -> list[rules.Leg]:
    return [leg for leg in placed.legs if leg.was_due_at is not None]


def _hold(placed: Placed, lines: Sequence[dict[str, Any]], *, store_id: str, bound: inventory.Bound) -> None:
    inventory.hold_last(
        ref=f"order:{placed.id}",
        store_id=store_id,
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
        until=None if placed.state == "paid" else placed.pay_by + HOLD_LONGER,
        bound=bound,
    )
