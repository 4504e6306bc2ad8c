"""The store's answer to a shopper who asks for money back."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from newretail.kernel import clock
from newretail.kernel.events import publish
from newretail.ordering import errors
from newretail.ordering.events import RefundRequestDecided
from newretail.ordering.models import Order, RefundRequest
from newretail.ordering.refund_lines import Return, give_back_lines
from newretail.ordering.refund_window import refundable

State = RefundRequest.State


@transaction.atomic
def approve_refund(
    *, request_id: UUID, store_id: str, returns: Sequence[Return] | None, answer: str, by: str
) -> RefundRequest:
    """Give the money back in the same transaction, for the lines in `returns`, or for all that was asked as far as it is left.

    Without `returns` the shopper keeps the goods. Raises NotFound, AlreadyDecided, OwnPurchase where `by` is whoever asked, and
    NotRefundable when `returns` hold more than was asked or nothing is left.
    """
    request, order = _open_request(request_id=request_id, store_id=store_id)
    if returns is None:
        returns = _as_asked(request, order)
    else:
        _refuse_more_than_asked(request, returns)
    money = give_back_lines(
        refund_id=request.id,
        order_id=order.id,
        store_id=store_id,
        returns=returns,
        reason=request.reason,
        by=by,
    )
    request.amount = money.amount
    return _decide(request, order, State.APPROVED, answer=answer, by=by)


@transaction.atomic
def decline_refund(*, request_id: UUID, store_id: str, answer: str, by: str) -> RefundRequest:
    """Say no, with a reason that the shopper reads. Raises NotFound or AlreadyDecided."""
    request, order = _open_request(request_id=request_id, store_id=store_id)
    return _decide(request, order, State.DECLINED, answer=answer, by=by)


def _open_request(*, request_id: UUID, store_id: str) -> tuple[RefundRequest, Order]:
    """Both locked, the order first, as whoever asks or refunds does."""
    where = RefundRequest.objects.filter(id=request_id, store_id=store_id).values_list("order_id", flat=True)
    order = Order.objects.select_for_update().filter(id__in=where).first()
    if order is None:
        raise errors.NotFound()
    request = RefundRequest.objects.select_for_update().get(id=request_id)
    if request.state != State.OPEN:
        raise errors.AlreadyDecided(state=request.state)
    return request, order


def _as_asked(request: RefundRequest, order: Order) -> list[Return]:
    lines = {line.line: line for line in order.lines.all()}
    asked = list(request.lines.all())
    returns = [
        Return(line=each.line, quantity=quantity, kept=True)
        for each in asked
        if (quantity := min(each.quantity, refundable(lines[each.line]))) > 0
    ]
    if not returns:
        raise errors.NotRefundable(line=asked[0].line, left=0, asked=asked[0].quantity)
    return returns


def _refuse_more_than_asked(request: RefundRequest, returns: Sequence[Return]) -> None:
    left = dict(request.lines.values_list("line", "quantity"))
    for each in returns:
        if each.line not in left:
            raise errors.NotFound(line=each.line)
        if each.quantity > left[each.line]:
            raise errors.NotRefundable(line=each.line, left=left[each.line], asked=each.quantity)
        left[each.line] -= each.quantity


def _decide(request: RefundRequest, order: Order, state: State, *, answer: str, by: str) -> RefundRequest:
    request.state, request.answer = state, answer
    request.decided_at, request.decided_by = clock.now(), by
    request.save(update_fields=["state", "answer", "amount", "decided_at", "decided_by"])
    publish(
        RefundRequestDecided(
            store_id=order.store_id,
            ref=order.ref,
            number=order.number,
            request_id=str(request.id),
            state=state,
            amount=request.amount or 0,
            currency=order.currency,
        )
    )
    return request
