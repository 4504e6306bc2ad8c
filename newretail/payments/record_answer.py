"""Write down what a tender said about a payment."""

import logging
from datetime import datetime
from uuid import UUID

from django.db import transaction

from newretail.kernel import clock
from newretail.payments import rules
from newretail.payments.capture_payment import capture_and_give_back, capture_payment
from newretail.payments.end_payment import close_payment, fail_payment
from newretail.payments.models import Payment, Tab
from newretail.payments.tenders.base import Answer, Standing

log = logging.getLogger(__name__)


def record_answer(*, payment_id: UUID, answer: Answer) -> None:
    """Bring a payment to where its tender says it stands. An answer about another amount changes nothing."""
    payment = Payment.objects.get(id=payment_id)
    if answer.standing in (Standing.PAID, Standing.PAID_BACK) and answer.amount not in (None, payment.amount):
        log.error("payment %s: the tender speaks of another amount", payment.out_trade_no)
        return _ask_again(payment, answer)
    match answer.standing:
        case Standing.PAID:
            capture_payment(
                payment_id=payment_id, trade_no=answer.trade_no, buyer=answer.buyer, paid_at=answer.paid_at
            )
        case Standing.PAID_BACK:
            capture_and_give_back(
                payment_id=payment_id, trade_no=answer.trade_no, buyer=answer.buyer, paid_at=answer.paid_at
            )
        case Standing.REFUSED:
            fail_payment(payment_id=payment_id, cause="refused", code=answer.cause)
        case Standing.CLOSED:
            voided = Tab.objects.filter(ref=payment.ref, voided_at__isnull=False).exists()
            close_payment(payment_id=payment_id, cause="voided" if voided else "expired")
        case Standing.WAITING:
            _wait(payment, answer)
        case _:
            _ask_again(payment, answer)


@transaction.atomic
def _wait(payment: Payment, answer: Answer) -> None:
    opened = Payment.objects.filter(id=payment.id, state=Payment.State.OPENING)
    opened.update(state=Payment.State.PENDING, qr_code=answer.qr_code, redirect_url=answer.redirect_url)
    changes: dict[str, object] = {"look_at": _next_look(payment, answer)}
    if answer.trade_no:
        changes |= {"trade_no": answer.trade_no, "buyer": answer.buyer}
    Payment.objects.filter(id=payment.id, state=Payment.State.PENDING).update(**changes)


def _ask_again(payment: Payment, answer: Answer) -> None:
    """Nobody knows. A scanned code may have been paid, so it waits like one that is; the rest stays as it was."""
    open_ones = Payment.objects.filter(id=payment.id, state__in=Payment.OPEN)
    open_ones.update(look_at=_next_look(payment, answer), cause=answer.cause[:80])
    if payment.way == Payment.Way.CODE:
        open_ones.filter(state=Payment.State.OPENING).update(state=Payment.State.PENDING)


def _next_look(payment: Payment, answer: Answer) -> datetime:
    """After the usual wait, but not later than the moment at which the payment's time is over."""
    now = clock.now()
    wait = rules.until_next_look(
        payment.looks,
        by_code=payment.way == Payment.Way.CODE,
        answered=answer.standing is not Standing.UNKNOWN,
    )
    return min(now + wait, payment.pay_by) if payment.pay_by > now else now + wait
