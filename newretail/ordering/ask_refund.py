"""Something was not right: the shopper asks for money back, line by line, with photos. The store decides."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction
from django.db.models import Sum

from newretail.kernel import clock
from newretail.kernel.events import publish
from newretail.ordering import errors
from newretail.ordering.events import RefundRequested
from newretail.ordering.models import Order, RefundRequest, RefundRequestLine
from newretail.ordering.refund_window import refuse_late, units_with_shopper
from newretail.payments import api as payments
from newretail.payments.errors import RefundMismatch
from newretail.photos import api as photos

MOST_REQUESTS = 10
"""About one order; whoever is still unhappy then wants to talk to a person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedLine:
    """`quantity` base units of a line, as they were taken."""

    line: int
    quantity: int
    photo_ids: Sequence[UUID] = field(default=())


@transaction.atomic
def ask_refund(
    *, request_id: UUID, order_id: UUID, member_id: UUID, reason: str, note: str, lines: Sequence[AskedLine]
) -> RefundRequest:
    """Write down what the shopper asks for. The same `request_id` asks once.

    Raises NotFound for somebody else's order, line or photo; RefundMismatch for the id of a refund, or of a request for something else; NotRefundable when a line has fewer units left that are with the
    shopper, neither refunded nor asked for already; AskedTooOften; RefundTooLate.
    """
    order = Order.objects.select_for_update().filter(id=order_id, member_id=member_id).first()
    if order is None:
        raise errors.NotFound()
    if known := RefundRequest.objects.filter(id=request_id).first():
        if known.order_id != order.id:
            raise errors.NotFound()
        if _said(known) != (
            reason,
            note,
            [(line.line, line.quantity, list(line.photo_ids)) for line in lines],
        ):
            raise RefundMismatch()
        return known
    if payments.is_refund(request_id):
        raise RefundMismatch()
    if order.refund_requests.count() >= MOST_REQUESTS:
        raise errors.AskedTooOften(most=MOST_REQUESTS)
    refuse_late(order)
    _refuse_more_than_left(order, lines)
    shown = {photo_id for line in lines for photo_id in line.photo_ids}
    photos.attach_photos(photo_ids=shown, made_by=member_id, ref=order.ref, store_id=order.store_id)
    asked = RefundRequest.objects.create(
        id=request_id, order=order, store_id=order.store_id, reason=reason, note=note, asked_at=clock.now()
    )
    RefundRequestLine.objects.bulk_create(
        RefundRequestLine(request=asked, line=line.line, quantity=line.quantity, photos=list(line.photo_ids))
        for line in lines
    )
    publish(
        RefundRequested(
            store_id=order.store_id,
            ref=order.ref,
            number=order.number,
            request_id=str(asked.id),
            reason=reason,
            lines=[{"line": line.line, "quantity": line.quantity} for line in lines],
        )
    )
    return asked


def _said(known: RefundRequest) -> tuple[str, str, list[tuple[int, int, list[UUID]]]]:
    lines = sorted(known.lines.all(), key=lambda line: line.pk)
    return known.reason, known.note, [(line.line, line.quantity, line.photos) for line in lines]


def _refuse_more_than_left(order: Order, asked: Sequence[AskedLine]) -> None:
    lines = list(order.lines.all())
    with_shopper, waiting = units_with_shopper(order, lines), _asked_already(order)
    for each in asked:
        if each.line not in with_shopper:
            raise errors.NotFound(line=each.line)
        left = with_shopper[each.line] - waiting.get(each.line, 0)
        if each.quantity > left:
            raise errors.NotRefundable(line=each.line, left=max(left, 0), asked=each.quantity)


def _asked_already(order: Order) -> dict[int, int]:
    """Base units by line for which the store has not decided yet."""
    waiting = RefundRequestLine.objects.filter(request__order=order, request__state=RefundRequest.State.OPEN)
    return dict(waiting.values_list("line").annotate(Sum("quantity")))
