"""A sale without a promise: rung up by staff at the counter, a receipt of goods that have left already, a table's round."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from django.db import transaction

from newretail.catalog import api as catalog
from newretail.fulfilment import api as fulfilment
from newretail.inventory import api as inventory
from newretail.kernel import clock, sql
from newretail.kernel.events import publish
from newretail.kernel.ids import uuid7
from newretail.members import api as members
from newretail.members.errors import MemberUnknown
from newretail.ordering import errors, rules
from newretail.ordering.change_cart import refuse_unlisted, refuse_ways
from newretail.ordering.events import OrderPaid, OrderPlaced
from newretail.ordering.models import Order, OrderLine
from newretail.ordering.place_order import HOLD_LONGER, PAY_WITHIN
from newretail.ordering.quote_promise import price_of
from newretail.ordering.release_order import release_order
from newretail.pricing import api as pricing
from newretail.stores import api as stores
from newretail.stores.api import FROM_OUTSIDE, STAFF_PICKED, Way

PAY_AFTER_WITHIN = timedelta(hours=12)
"""How long a sale that is paid afterwards is expected to stay open: a table's evening."""

Pays = Literal["before", "after"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SoldLine:
    """`quantity` base units leaving by a way from inside the store. `part`: which parcel of that way. `parent_line`: the number, from
    1, of the line above that this one belongs to."""

    sku_id: str
    quantity: int
    way: str = Way.CARRY_OUT
    part: str = ""
    parent_line: int | None = None
    lot_code: str = ""


@transaction.atomic
def record_sale(
    *, store_id: str, lines: Sequence[SoldLine], by: str, pays: Pays = "before", member_id: UUID | None = None
) -> Order:
    """Write an order at the prices of now, without a promise and without fees; for a guest where nobody is named.

    Paid before, it waits for its payment with its goods held, as any order. Paid after, it goes to the floor at once: what is
    carried out is sold, the rest becomes work, and the order stays open until its parts are paid.
    Raises MemberUnknown, NotListed, WayNotOffered, ParentMissing, StoreUnknown or what `inventory.hold` refuses; then nothing is written.
    """
    assert lines and not any(line.way in FROM_OUTSIDE for line in lines)
    if member_id is not None and not members.may_buy(member_id):
        raise MemberUnknown()
    refuse_unsellable(store_id, lines)
    now = clock.now()
    buyer = member_id or members.open_guest()[0].id
    order, rows = _order(store_id, lines, buyer=buyer, pays=pays, by=by, now=now)
    order.save(force_insert=True)
    OrderLine.objects.bulk_create(rows)
    inventory.hold(
        ref=order.ref,
        store_id=store_id,
        lines=[
            inventory.HoldLine(
                line=str(row.line), sku_id=row.sku_id, quantity=row.quantity, lot_code=row.lot_code
            )
            for row in rows
        ],
        until=order.pay_by + HOLD_LONGER if order.state == Order.State.AWAITING_PAYMENT else None,
    )
    _say(order)
    if pays == "after":
        release_order(ref=order.ref)
        order.refresh_from_db()
    return order


def refuse_unsellable(store_id: str, lines: Sequence[SoldLine]) -> None:
    """Raises StoreUnknown, NotListed, WayNotOffered or ParentMissing."""
    stores.store(store_id)
    refuse_unlisted(store_id=store_id, sku_ids=sorted({line.sku_id for line in lines}))
    refuse_ways(store_id=store_id, ways=sorted({line.way for line in lines} - {Way.CARRY_OUT}))
    for number, line in enumerate(lines, start=1):
        if line.parent_line is None:
            continue
        parent = lines[line.parent_line - 1] if 0 < line.parent_line < number else None
        if (
            parent is None
            or parent.parent_line is not None
            or (parent.way, parent.part) != (line.way, line.part)
        ):
            raise errors.ParentMissing(line=number)


def _order(
    store_id: str, lines: Sequence[SoldLine], *, buyer: UUID, pays: Pays, by: str, now: datetime
) -> tuple[Order, list[OrderLine]]:
    order = Order(
        id=uuid7(),
        number=_number(store_id),
        store_id=store_id,
        member_id=buyer,
        pays=pays,
        promised_legs=[leg.document() for leg in _legs(store_id, lines, pays=pays)],
        currency=stores.store(store_id).currency,
        delivery_fee=0,
        bag_fee=0,
        created_at=now,
        pay_by=now + (PAY_WITHIN if pays == "before" else PAY_AFTER_WITHIN),
        holds_until=rules.holds_until(told_at=now) if pays == "before" else None,
        recorded_by=by,
    )
    rows = _lines(order, lines)
    order.goods = order.total = sum(row.agreed for row in rows)
    if pays == "after" or not order.total:
        order.state = Order.State.PAID
    if not order.total:
        order.paid_at = now
    return order, rows


def _number(store_id: str) -> str:
    [row] = sql.fetch("SELECT ordering_next_number(%(store)s::text) AS number", {"store": store_id})
    return rules.number_for_people(row.number)


def _lines(order: Order, lines: Sequence[SoldLine]) -> list[OrderLine]:
    tier = pricing.EVERYONE if members.is_guest(order.member_id) else pricing.MEMBER
    prices = prices_of(order.store_id, lines, tier=tier)
    return [
        OrderLine(
            order=order,
            line=number,
            sku_id=line.sku_id,
            quantity=line.quantity,
            way=line.way,
            part=line.part,
            parent_line=line.parent_line,
            substitution=fulfilment.Substitution.REFUND,
            lot_code=line.lot_code,
            **price_of(prices[str(number)]),
        )
        for number, line in enumerate(lines, start=1)
    ]


def prices_of(store_id: str, lines: Sequence[SoldLine], *, tier: str) -> Mapping[str, pricing.PricedLine]:
    """What each line costs now, by its number from "1" on. Raises NotListed for what has no price here."""
    numbered = list(enumerate(lines, start=1))
    prices = pricing.price_lines(
        store_id=store_id,
        lines=[
            pricing.BasketLine(
                line=str(number), sku_id=line.sku_id, quantity=line.quantity, lot_code=line.lot_code
            )
            for number, line in numbered
        ],
        tier=tier,
    )
    for number, line in numbered:
        if str(number) not in prices:
            name = catalog.sku_card(line.sku_id).names.say()
            raise errors.NotListed(product=name, sku_id=line.sku_id)
    return prices


def _legs(store_id: str, lines: Sequence[SoldLine], *, pays: Pays) -> list[rules.Leg]:
    """One for each parcel; what staff gather is due when the floor can have it, once it is paid or at once."""
    wait = rules.PAYING if pays == "before" else timedelta()
    keys = sorted({(line.way, line.part) for line in lines})
    staffed = [line for line in lines if line.way in STAFF_PICKED]
    quotes = (
        fulfilment.quote_work(
            store_id=store_id,
            line_count=len(staffed),
            ways=sorted({line.way for line in staffed}),
            metres=0,
        )
        if staffed
        else []
    )
    times = {quote.way: (quote.ready_at + wait, quote.due_at + wait, quote.probability) for quote in quotes}
    return [
        rules.Leg(way=way, part=part, ready_at=ready_at, due_at=due_at, probability=probability)
        for way, part in keys
        for ready_at, due_at, probability in [times.get(way, (None, None, 1.0))]
    ]


def _say(order: Order) -> None:
    sale = {"store_id": order.store_id, "ref": order.ref, "number": order.number}
    publish(
        OrderPlaced(
            **sale,
            total=order.total,
            currency=order.currency,
            pay_by=order.pay_by.isoformat(),
            pays=order.pays,
        )
    )
    if order.paid_at is not None:
        publish(OrderPaid(**sale, amount=0, currency=order.currency))
