"""What people may read of refund requests: shoppers of their own orders, the counter of its store."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from newretail.catalog import api as catalog
from newretail.kernel.who import Caller
from newretail.ordering.may import RequestDeed, may_decide
from newretail.ordering.models import Order, OrderLine, RefundRequest, RefundRequestLine
from newretail.ordering.reading.paged import newest_first, oldest_first
from newretail.ordering.refund_window import refundable, worth
from newretail.photos import api as photos


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundRequestLineView:
    """`quantity`: base units that were asked back; `left`: those of them that have not gone back meanwhile; `worth`: the money that
    giving them back would be now, minor units. `photos`: addresses, for those who may look."""

    line: int
    sku_id: str
    name: str
    picture: str
    unit: str
    quantity: int
    left: int
    worth: int
    photos: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundRequestView:
    """state: open, approved, declined. `amount`: what goes back, once it is approved; then `refund_id` names it at the till.

    `can`: what the reader may decide now."""

    id: UUID
    order_id: UUID
    number: str
    store_id: str
    state: str
    reason: str
    note: str
    lines: list[RefundRequestLineView]
    asked_at: datetime
    decided_at: datetime | None
    answer: str
    refund_id: UUID | None
    amount: int | None
    currency: str
    can: list[RequestDeed]


def requests_about(order: Order, caller: Caller) -> list[RefundRequestView]:
    """All requests about an order, the newest first."""
    return views(order.refund_requests.order_by("-asked_at", "-id"), caller)


def requests_at(
    *, store_id: str, caller: Caller, limit: int, state: str | None = None, before: UUID | None = None
) -> list[RefundRequestView]:
    """A store's requests; those that wait for an answer the oldest first, all others the newest first.

    `before`: the last request of the page before. Raises Invalid for one that is not the store's.
    """
    found = its = RefundRequest.objects.filter(store_id=store_id)
    if state is not None:
        found = found.filter(state=state)
    in_order = oldest_first if state == RefundRequest.State.OPEN else newest_first
    return views(in_order(found, moment="asked_at", of=its, before=before)[:limit], caller)


def views(requests: Iterable[RefundRequest], caller: Caller) -> list[RefundRequestView]:
    """Requests for people, whatever their number with the same few questions to the database."""
    found = list(requests)
    orders = Order.objects.in_bulk({request.order_id for request in found})
    asked: dict[UUID, list[RefundRequestLine]] = {request.id: [] for request in found}
    for line in RefundRequestLine.objects.filter(request__in=asked).order_by("request_id", "line"):
        asked[line.request_id].append(line)
    lines = {
        (line.order_id, line.line): line for line in OrderLine.objects.filter(order__in=orders).order_by("id")
    }
    faces = catalog.faces(sorted({line.sku_id for line in lines.values()}))
    there = photos.still_there(photo for each in asked.values() for line in each for photo in line.photos)
    return [
        RefundRequestView(
            id=request.id,
            order_id=order.id,
            number=order.number,
            store_id=request.store_id,
            state=request.state,
            reason=request.reason,
            note=request.note,
            lines=[
                _line(each, bought, faces[bought.sku_id], there)
                for each in asked[request.id]
                for bought in [lines[order.id, each.line]]
            ],
            asked_at=request.asked_at,
            decided_at=request.decided_at,
            answer=request.answer,
            refund_id=request.id if request.amount is not None else None,
            amount=request.amount,
            currency=order.currency,
            can=may_decide(
                request,
                order,
                caller,
                is_left=any(_left(each, lines[order.id, each.line]) > 0 for each in asked[request.id]),
            ),
        )
        for request in found
        for order in [orders[request.order_id]]
    ]


def _line(
    asked: RefundRequestLine, bought: OrderLine, face: catalog.Face, there: set[UUID]
) -> RefundRequestLineView:
    left = _left(asked, bought)
    return RefundRequestLineView(
        line=asked.line,
        sku_id=face.code,
        name=face.name,
        picture=face.picture,
        unit=face.unit,
        quantity=asked.quantity,
        left=left,
        worth=worth(bought, left),
        photos=[photos.address_of(photo) for photo in asked.photos if photo in there],
    )


def _left(asked: RefundRequestLine, bought: OrderLine) -> int:
    """Base units of what was asked that have not gone back meanwhile."""
    return min(asked.quantity, refundable(bought))
