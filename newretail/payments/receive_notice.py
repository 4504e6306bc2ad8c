"""Alipay tells us about a payment. Believe it only after signature, app, seller, number and amount have been matched."""

import logging

from django.db import transaction

from newretail.kernel import clock
from newretail.payments import configuration
from newretail.payments.capture_payment import capture_payment
from newretail.payments.models import Notice, Payment
from newretail.payments.tenders.alipay import notice as wire
from newretail.payments.tenders.alipay.notice import SignedNotice

log = logging.getLogger(__name__)


def receive_notice(body: bytes) -> bool:
    """Take in one notice; True to answer `success`, False to answer `failure`.

    A forged one leaves no row at all. One that Alipay signed but that is not ours in every point changes nothing but
    the log of notices. A repeated or overtaken one is a success that changes nothing.
    """
    account = configuration.alipay()
    if account is None:
        return False
    try:
        notice = wire.read(body, account=account)
    except wire.Forged as forged:
        log.warning("a notice was refused: %s", forged)
        return False
    return _take_in(notice)


@transaction.atomic
def _take_in(notice: SignedNotice) -> bool:
    payment = Payment.objects.filter(out_trade_no=notice.out_trade_no, tender=Payment.Tender.ALIPAY).first()
    mismatch = notice.mismatch or _mismatch(notice, payment)
    if mismatch or payment is None:
        _log(notice, verdict=Notice.Verdict.MISMATCHED, detail=mismatch)
        log.error("a signed notice does not match our books: %s", mismatch)
        return False
    _log(notice, verdict=_act(notice, payment))
    return True


def _mismatch(notice: SignedNotice, payment: Payment | None) -> str:
    """The first point in which the notice is not about this payment, or ""."""
    if payment is None:
        return "out_trade_no"
    if notice.amount != payment.amount:
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
    if notice.trade_status == "TRADE_CLOSED":
        # Closing is never taken on a notice's word: it may have been overtaken. The duty asks.
        Payment.objects.filter(id=payment.id, state__in=Payment.OPEN).update(look_at=clock.now())
    return Notice.Verdict.NOTED


def _log(notice: SignedNotice, *, verdict: str, detail: str = "") -> None:
    Notice.objects.create(
        at=clock.now(),
        notify_id=notice.notify_id,
        out_trade_no=notice.out_trade_no,
        trade_status=notice.trade_status,
        amount=notice.total_amount,
        verdict=verdict,
        detail=detail,
    )
