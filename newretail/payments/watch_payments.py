"""Ask about payments that are still open, and undo those whose time is over: query, then cancel.

This makes good every notice that was lost. No row is locked while the network is asked.
"""

import logging
from uuid import UUID

from django.db import transaction

from newretail.kernel import clock
from newretail.kernel.failpoints import reach
from newretail.payments import rules
from newretail.payments.errors import PaymentNotFound, TenderNotOffered, TenderUnreachable
from newretail.payments.lock_tab import lock_tab
from newretail.payments.models import Payment, Tab
from newretail.payments.patience import Patience
from newretail.payments.queries import PaymentView, payment_view
from newretail.payments.record_answer import record_answer
from newretail.payments.tenders.base import Answer, RemoteTender, Standing
from newretail.payments.tenders.registry import name_of, remote_tender

log = logging.getLogger(__name__)

BATCH = 20


def watch_payments() -> int:
    """Look at what is due, a batch at a time; returns how many, or 0 when patience ended without an answer."""
    patience = Patience()
    for looked in range(BATCH):
        payment = _claim()
        if payment is None:
            return looked
        reach("payment.claimed")
        if patience.ends(answered=look_at(payment) is not Standing.UNKNOWN):
            return 0
    return BATCH


def inquire(*, payment_id: UUID, store_id: str) -> PaymentView:
    """Ask about one payment now, closed ones too. Raises PaymentNotFound or TenderUnreachable."""
    payment = Payment.objects.filter(id=payment_id, store_id=store_id).first()
    if payment is None:
        raise PaymentNotFound()
    if payment.state != Payment.State.CAPTURED and look_at(payment) is Standing.UNKNOWN:
        raise TenderUnreachable(tender=payment.tender, name=name_of(payment.tender))
    payment.refresh_from_db()
    return payment_view(payment)


@transaction.atomic
def _claim() -> Payment | None:
    """The next due payment, ours for a while; whoever dies with it leaves it to the next."""
    now = clock.now()
    due = Payment.objects.select_for_update(skip_locked=True).filter(state__in=Payment.OPEN, look_at__lte=now)
    payment = due.order_by("look_at", "opened_at", "id").first()
    if payment is not None:
        payment.looks += 1
        payment.look_at = now + rules.LEASE
        payment.save(update_fields=["looks", "look_at"])
    return payment


def look_at(payment: Payment) -> Standing:
    """Query one payment; where it is unpaid and its time is over, undo it. Records and returns where it stands."""
    try:
        gateway = remote_tender(payment.tender)
    except TenderNotOffered:
        return Standing.UNKNOWN
    answer = gateway.look(out_trade_no=payment.out_trade_no)
    reach("payment.looked_at")
    unpaid = answer.standing in (Standing.WAITING, Standing.ABSENT)
    if unpaid and payment.state in Payment.OPEN and _is_over(payment):
        answer = _withdraw(gateway, payment, standing=answer.standing)
        reach("payment.withdrawn")
    record_answer(payment_id=payment.id, answer=answer)
    return answer.standing


def _is_over(payment: Payment) -> bool:
    voided = Tab.objects.filter(ref=payment.ref, voided_at__isnull=False).exists()
    return voided or clock.now() >= payment.pay_by


def _withdraw(gateway: RemoteTender, payment: Payment, *, standing: Standing) -> Answer:
    """Undo a payment at its tender. From the mark on, money that still comes is late and goes back.

    One that merely waits for its buyer is closed first: that cannot touch money. Where the tender refuses, or has not
    seen it yet, it is cancelled.
    """
    if not _mark_withdrawn(payment):
        return Answer(standing=Standing.WAITING)
    reach("payment.marked_withdrawn")
    if standing is Standing.WAITING and payment.way != Payment.Way.CODE:
        answer = gateway.close(out_trade_no=payment.out_trade_no)
        if answer.standing is Standing.CLOSED:
            return answer
    return gateway.cancel(out_trade_no=payment.out_trade_no)


@transaction.atomic(durable=True)
def _mark_withdrawn(payment: Payment) -> bool:
    lock_tab(ref=payment.ref)
    open_one = Payment.objects.filter(id=payment.id, state__in=Payment.OPEN)
    open_one.filter(withdrawn_at=None).update(withdrawn_at=clock.now())
    return open_one.exists()
