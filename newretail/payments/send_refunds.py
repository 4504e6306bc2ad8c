"""Send promised refunds to their tenders. No row is locked while the network is asked."""

import logging

from django.db import transaction

from newretail.kernel import clock
from newretail.kernel.failpoints import reach
from newretail.payments import rules
from newretail.payments.errors import TenderNotOffered
from newretail.payments.models import Payment, Refund
from newretail.payments.patience import Patience
from newretail.payments.settle_refund import fail_refund, settle_refund
from newretail.payments.tenders.base import (
    RefundAnswer,
    RefundRequest,
    RefundStanding,
    RemoteTender,
    Standing,
)
from newretail.payments.tenders.registry import remote_tender

log = logging.getLogger(__name__)

BATCH = 20


def send_refunds() -> int:
    """Send what is due, a batch at a time; returns how many, or 0 when patience ended without an answer."""
    patience = Patience()
    for sent in range(BATCH):
        refund = _claim()
        if refund is None:
            return sent
        reach("refund.claimed")
        answer = _send(refund)
        reach("refund.sent")
        _record(refund, answer)
        if patience.ends(answered=answer.standing is not RefundStanding.UNKNOWN):
            return 0
    return BATCH


@transaction.atomic
def _claim() -> Refund | None:
    """The next due refund, ours for a while; whoever dies with it leaves it to the next. One that goes by hand is never due."""
    now = clock.now()
    due = Refund.objects.select_for_update(skip_locked=True).filter(
        state=Refund.State.PENDING, due_at__lte=now
    )
    refund = due.order_by("due_at", "requested_at", "id").first()
    if refund is not None:
        refund.attempts += 1
        refund.due_at = now + rules.LEASE
        refund.save(update_fields=["attempts", "due_at"])
    return refund


def _send(refund: Refund) -> RefundAnswer:
    payment = refund.payment
    request = RefundRequest(
        out_trade_no=payment.out_trade_no,
        request_no=refund.request_no,
        amount=refund.amount,
        currency=refund.currency,
        reason=refund.reason,
    )
    try:
        gateway = remote_tender(refund.tender)
    except TenderNotOffered:
        return RefundAnswer(standing=RefundStanding.UNKNOWN, cause="not configured")
    if refund.attempts > 1:
        known = gateway.look_at_refund(request)
        if known.standing is not RefundStanding.ABSENT:
            return known
    answer = gateway.refund(request)
    if answer.standing is RefundStanding.REFUSED and _was_undone(gateway, refund=refund, payment=payment):
        return RefundAnswer(standing=RefundStanding.SETTLED, cause="cancelled")
    return answer


def _was_undone(gateway: RemoteTender, *, refund: Refund, payment: Payment) -> bool:
    """Whether the whole payment had already gone back, because it was undone at the tender as it was being paid."""
    if refund.amount != payment.amount or payment.withdrawn_at is None:
        return False
    return gateway.look(out_trade_no=payment.out_trade_no).standing is Standing.PAID_BACK


def _record(refund: Refund, answer: RefundAnswer) -> None:
    match answer.standing:
        case RefundStanding.SETTLED:
            settle_refund(refund_id=refund.id, paid_back_at=answer.at, cause=answer.cause)
        case RefundStanding.REFUSED:
            log.error("refund %s was refused: %s", refund.request_no, answer.cause)
            fail_refund(refund_id=refund.id, cause=answer.cause)
        case _:
            log.warning("refund %s, try %d: %s", refund.request_no, refund.attempts, answer.cause)
            Refund.objects.filter(id=refund.id, state=Refund.State.PENDING, attempts=refund.attempts).update(
                due_at=clock.now() + rules.until_next_try(refund.attempts), cause=answer.cause[:80]
            )
