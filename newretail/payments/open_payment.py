"""Ask a customer for money by a tender behind a network.

The intent is committed before the network is asked, and the answer is recorded after: a process that dies in between
leaves a row which the duty in `watch_payments` asks about.
"""

import math
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from newretail.kernel import clock
from newretail.kernel.errors import Invalid
from newretail.kernel.failpoints import reach
from newretail.payments import rules
from newretail.payments.back_to import refuse_elsewhere
from newretail.payments.end_payment import fail_payment
from newretail.payments.errors import (
    MoreThanOpen,
    PaymentMismatch,
    SaleClosed,
    TenderUnreachable,
    TooManyCodes,
)
from newretail.payments.lock_tab import open_for, open_tab
from newretail.payments.models import Payment
from newretail.payments.queries import PaymentView, payment_view
from newretail.payments.record_answer import record_answer
from newretail.payments.store_tenders import offered_tender
from newretail.payments.tenders.base import Answer, Offer, RemoteTender, Standing, TenderAway
from newretail.payments.tenders.registry import name_of, remote_tender


def open_payment(
    *,
    payment_id: UUID,
    ref: str,
    store_id: str,
    tender: str,
    way: str,
    amount: int,
    currency: str,
    subject: str,
    due: int | None = None,
    payer: str = "",
    taken_by: str = "",
    auth_code: str | None = None,
    return_url: str | None = None,
    pay_by: datetime | None = None,
) -> PaymentView:
    """Open a payment of `amount` minor units, or answer for the one that this id already names.

    Call it outside any transaction. `due`: what the sale comes to, the amount itself if not given; of that a payer may be asked for
    what is neither paid nor asked of other payers. A payer's own open payments are alternatives of each other. `way`: qr (shown by
    us), code (`auth_code` scanned by `taken_by`) or wap (in the app, back to `return_url`). `pay_by`: the end of the customer's time, 15
    minutes if not given.

    The view's state: pending (wait for the event), captured, or failed with a cause. Raises TenderNotOffered, CurrencyNotTaken,
    WayNotOffered, ReturnUrlElsewhere, PaymentMismatch, SaleClosed, SaleInAnotherCurrency, MoreThanOpen, TooManyCodes; and
    TenderUnreachable, after which the same call may be made again.
    """
    assert amount > 0, "a payment is above zero"
    assert bool(taken_by) == (way == "code"), "staff scan a code, and nothing else"
    offered_tender(tender, store_id=store_id, currency=currency, way=way)
    gateway = remote_tender(tender)
    refuse_elsewhere(return_url)
    if way == "code" and not _may_be_a_code(auth_code or ""):
        raise Invalid(first="auth_code")
    wanted = Payment(
        id=payment_id,
        store_id=store_id,
        ref=ref,
        payer=payer,
        taken_by=taken_by,
        tender=tender,
        way=way,
        amount=amount,
        currency=currency,
        subject=subject[:128],
        out_trade_no=payment_id.hex,
    )
    payment, fresh = _write_intent(wanted, due=amount if due is None else due, pay_by=pay_by)
    reach("payment.intent_written")
    if not _to_be_asked(payment, fresh=fresh):
        return payment_view(payment)
    answer = _ask(gateway, payment, auth_code=auth_code, return_url=return_url)
    reach("payment.asked")
    record_answer(payment_id=payment.id, answer=answer)
    payment.refresh_from_db()
    if way == "qr" and payment.state == Payment.State.OPENING:
        raise TenderUnreachable(tender=tender, name=name_of(tender))
    return payment_view(payment)


def _may_be_a_code(scanned: str) -> bool:
    return scanned.isascii() and scanned.isalnum() and len(scanned) <= 64


@transaction.atomic(durable=True)
def _write_intent(wanted: Payment, *, due: int, pay_by: datetime | None) -> tuple[Payment, bool]:
    tab = open_tab(ref=wanted.ref, store_id=wanted.store_id, currency=wanted.currency, due=due)
    known = Payment.objects.filter(id=wanted.id).first()
    if known is not None:
        return _same(known, wanted), False
    if tab.voided_at is not None:
        raise SaleClosed()
    left = open_for(tab, payer=wanted.payer)
    if wanted.amount > left:
        raise MoreThanOpen(amount=wanted.amount, open=left, currency=tab.currency)
    now = clock.now()
    by_code = wanted.way == Payment.Way.CODE
    if by_code:
        _refuse_guessing(wanted, since=now - rules.CODES_COUNTED)
    wanted.opened_at = now
    wanted.pay_by = now + (rules.CODE_WITHIN if by_code else rules.PAY_WITHIN)
    if pay_by is not None:
        wanted.pay_by = min(wanted.pay_by, pay_by)
    wanted.look_at = now + rules.LEASE
    try:
        with transaction.atomic():
            wanted.save(force_insert=True)
    except IntegrityError as error:
        raise PaymentMismatch() from error  # the id names a payment of another sale
    return wanted, True


def _refuse_guessing(wanted: Payment, *, since: datetime) -> None:
    """A code is somebody's money: whoever tries many is guessing. Codes that were paid count for nothing."""
    here = Payment.objects.filter(store_id=wanted.store_id, opened_at__gt=since, way=Payment.Way.CODE)
    tried = here.exclude(state=Payment.State.CAPTURED)
    of_sale = tried.filter(ref=wanted.ref).count()
    of_payer = tried.filter(payer=wanted.payer).exclude(payer="").count()
    if of_sale >= rules.CODES_OF_A_SALE or of_payer >= rules.CODES_OF_A_PAYER:
        raise TooManyCodes()


def _same(known: Payment, wanted: Payment) -> Payment:
    for name in ("store_id", "ref", "payer", "taken_by", "tender", "way", "amount"):
        if getattr(known, name) != getattr(wanted, name):
            raise PaymentMismatch()
    return known


def _to_be_asked(payment: Payment, *, fresh: bool) -> bool:
    """A scanned code goes out once; a QR or a page that never got an answer may be asked for again."""
    if fresh:
        return True
    lives = payment.withdrawn_at is None and clock.now() < payment.pay_by
    return payment.state == Payment.State.OPENING and payment.way != Payment.Way.CODE and lives


def _ask(gateway: RemoteTender, payment: Payment, *, auth_code: str | None, return_url: str | None) -> Answer:
    minutes = math.ceil((payment.pay_by - clock.now()) / timedelta(minutes=1))
    offer = Offer(
        out_trade_no=payment.out_trade_no,
        amount=payment.amount,
        currency=payment.currency,
        subject=payment.subject,
        store_id=payment.store_id,
        way=payment.way,
        minutes=max(minutes, 1),
        auth_code=auth_code,
        return_url=return_url,
    )
    try:
        return gateway.open(offer)
    except TenderAway as away:
        if payment.way == Payment.Way.CODE:
            fail_payment(payment_id=payment.id, cause="unreachable")
        return Answer(standing=Standing.UNKNOWN, cause=str(away)[:80])
