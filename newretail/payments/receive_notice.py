"""A tender tells us about a payment. Believe it only after signature, account, number, amount and currency have been matched."""

import logging

from django.db import transaction

from newretail.kernel import clock
from newretail.payments.capture_payment import capture_payment
from newretail.payments.errors import NoNotices
from newretail.payments.models import Notice, Payment
from newretail.payments.tenders.base import Forged, SignedNotice
from newretail.payments.tenders.registry import TENDERS

log = logging.getLogger(__name__)


def receive_notice(body: bytes, *, tender: str) -> str:
    """Take in one notice; the answer is the tender's own word for "taken" or "refused". Raises NoNotices.

    A forged one leaves no row at all. One that the tender signed but that is not ours in every point changes nothing but
    the log of notices. A repeated or overtaken one is taken and changes nothing.
    """
    notices = next((each.notices for each in TENDERS if each.code == tender), None)
    if notices is None:
        raise NoNotices()
    try:
        notice = notices.read(body)
    except Forged as forged:
        log.warning("a notice was refused: %s", forged)
        return notices.refused
    return notices.taken if _take_in(notice, tender=tender) else notices.refused


@transaction.atomic
def _take_in(notice: SignedNotice, *, tender: str) -> bool:
    payment = Payment.objects.filter(out_trade_no=notice.out_trade_no, tender=tender).first()
    mismatch = notice.mismatch or _mismatch(notice, payment)
    if mismatch or payment is None:
        _log(notice, tender=tender, verdict=Notice.Verdict.MISMATCHED, detail=mismatch)
        log.error("a signed notice does not match our books: %s", mismatch)
        return False
    _log(notice, tender=tender, verdict=_act(notice, payment))
    return True


def _mismatch(notice: SignedNotice, payment: Payment | None) -> str:
    """The first point in which the notice is not about this payment, or ""."""
    if payment is None:
        return "out_trade_no"
    if (notice.amount, notice.currency) != (payment.amount, payment.currency):
        return "total_amount"
    if not notice.trade_no or (payment.trade_no and notice.trade_no != payment.trade_no):
        return "trade_no"
    return ""


def _act(notice: SignedNotice, payment: Payment) -> str:
    if notice.paid:
        first = capture_payment(
            payment_id=payment.id, trade_no=notice.trade_no, buyer=notice.buyer, paid_at=notice.paid_at
        )
        return Notice.Verdict.CAPTURED if first else Notice.Verdict.REPEATED
    if notice.ended:
        # Closing is never taken on a notice's word: it may have been overtaken. The duty asks.
        Payment.objects.filter(id=payment.id, state__in=Payment.OPEN).update(look_at=clock.now())
    return Notice.Verdict.NOTED


def _log(notice: SignedNotice, *, tender: str, verdict: str, detail: str = "") -> None:
    Notice.objects.create(
        at=clock.now(),
        tender=tender,
        notify_id=notice.notify_id,
        out_trade_no=notice.out_trade_no,
        trade_status=notice.status,
        amount=notice.amount_text,
        verdict=verdict,
        detail=detail,
    )
