"""Orders as rows of a list, the newest first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args
from uuid import UUID

from newretail.catalog import api as catalog
from newretail.fulfilment import api as fulfilment
from newretail.kernel.who import Caller
from newretail.ordering import rules
from newretail.ordering.may import OrderDeed, shopper_may, staff_may
from newretail.ordering.models import Order, OrderLine
from newretail.ordering.reading.paged import newest_first

OrderState = Literal["awaiting_payment", "paid", "released", "done", "expired", "cancelled"]
AnyState = Literal["open"] | OrderState
"""What lists of orders are asked for; `open`: all that have not ended."""
assert set(get_args(OrderState)) == set(Order.State.values)
OPEN = (Order.State.AWAITING_PAYMENT, Order.State.PAID, Order.State.RELEASED)
PICTURES_OF_AN_ORDER = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderBrief:
    """An order as one row of a list. `stage`: how far it is in one word (`rules.stage_of`). `can`: what the reader may do with it now."""

    id: UUID
    number: str
    store_id: str
    state: str
    stage: str
    total: int
    settled: int | None
    currency: str
    created_at: datetime
    paid_at: datetime | None
    ended_at: datetime | None
    ways: list[str]
    line_count: int
    pictures: list[str]
    can: list[OrderDeed]


def orders_of(
    *, member_id: UUID, limit: int, state: str | None = None, before: UUID | None = None
) -> list[OrderBrief]:
    """A member's orders, the newest first. `state`: one of the order's states, or `open` for all that have not ended. `before`: the last
    order of the page before; Invalid is raised for one that is not theirs."""
    orders = theirs = Order.objects.filter(member_id=member_id)
    if state is not None:
        orders = orders.filter(state__in=OPEN if state == "open" else [state])
    found = list(newest_first(orders, moment="created_at", of=theirs, before=before)[:limit])
    return briefs(found, can=shopper_may(found))


def orders_at(
    *,
    store_id: str,
    caller: Caller,
    limit: int,
    state: str | None = None,
    number: str | None = None,
    before: UUID | None = None,
) -> list[OrderBrief]:
    """A store's orders, the newest first. `number`: as people say it, in any case; numbers come again after a while. `before`: as of `orders_of`."""
    orders = its = Order.objects.filter(store_id=store_id)
    if number is not None:
        orders = orders.filter(number=number.upper())
    if state is not None:
        orders = orders.filter(state=state)
    found = list(newest_first(orders, moment="created_at", of=its, before=before)[:limit])
    return briefs(found, can=staff_may(found, caller))


def briefs(orders: Sequence[Order], *, can: Mapping[UUID, list[OrderDeed]]) -> list[OrderBrief]:
    """These orders as rows of a list, whatever their number with the same two questions to the database."""
    lines: dict[UUID, list[str]] = {order.id: [] for order in orders}
    rows = OrderLine.objects.filter(order__in=lines).order_by("order_id", "line")
    for order_id, sku_id in rows.values_list("order_id", "sku_id"):
        lines[order_id].append(sku_id)
    at_work = [order.ref for order in orders if order.state == Order.State.RELEASED]
    parcels = fulfilment.parcel_states(at_work)
    faces = catalog.faces(sorted({sku_id for each in lines.values() for sku_id in each}))
    return [
        OrderBrief(
            id=order.id,
            number=order.number,
            store_id=order.store_id,
            state=order.state,
            stage=rules.stage_of(order.state, parcels.get(order.ref, [])),
            total=order.total,
            settled=order.settled,
            currency=order.currency,
            created_at=order.created_at,
            paid_at=order.paid_at,
            ended_at=order.ended_at,
            ways=ways_of(order),
            line_count=len(lines[order.id]),
            pictures=[
                faces[sku_id].picture
                for sku_id in list(dict.fromkeys(lines[order.id]))[:PICTURES_OF_AN_ORDER]
            ],
            can=can[order.id],
        )
        for order in orders
    ]


def ways_of(order: Order) -> list[str]:
    """How the order leaves the store, each way once."""
    return list(dict.fromkeys(leg["way"] for leg in order.promised_legs))
