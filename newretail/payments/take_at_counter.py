"""A customer pays staff at a counter: banknotes into a drawer, or a slip that a card terminal printed."""

from collections.abc import Mapping
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F

from newretail.kernel import clock
from newretail.payments.capture_payment import book_capture, withdraw_what_no_longer_fits
from newretail.payments.errors import MoreThanOpen, PaymentMismatch, SaleClosed, SlipUsed
from newretail.payments.lock_tab import open_for, open_tab
from newretail.payments.models import DrawerSession, Payment, Tab
from newretail.payments.open_drawer import lock_drawer_of
from newretail.payments.queries import PaymentView, payment_view
from newretail.payments.store_tenders import offered_tender
from newretail.payments.tenders.base import Taken
from newretail.payments.tenders.declaration import Tender


@transaction.atomic
def take_at_counter(
    *,
    payment_id: UUID,
    ref: str,
    store_id: str,
    tender: str,
    amount: int,
    currency: str,
    typed: Mapping[str, str],
    by: str,
    due: int | None = None,
    payer: str = "",
) -> PaymentView:
    """Take `amount` minor units for a sale that comes to `due` (the amount, if nothing else is said), as `typed` in by `by`.

    `typed` holds the fields of the tender's declaration. Joins the caller's transaction. The same `payment_id` by the same person takes money once.
    Raises TenderNotOffered, CurrencyNotTaken, WayNotOffered, Invalid, SaleClosed, SaleInAnotherCurrency, MoreThanOpen, SlipUsed,
    NoOpenDrawer, PaymentMismatch and what the tender's till refuses; then nothing is written.
    """
    assert amount > 0, "a payment is above zero"
    wanted = offered_tender(tender, store_id=store_id, currency=currency, way=Payment.Way.COUNTER)
    read = {field.code: field.read(typed) for field in wanted.typed}
    tab = open_tab(ref=ref, store_id=store_id, currency=currency, due=amount if due is None else due)
    payment = Payment(
        id=payment_id, ref=ref, store_id=store_id, payer=payer, tender=tender, way=Payment.Way.COUNTER,
        amount=amount, currency=currency, typed=read, taken_by=by,
    )  # fmt: skip
    known = Payment.objects.filter(id=payment_id).first()
    if known is not None:
        return payment_view(_same(known, payment))
    _refuse_what_is_not_open(tab, payment)
    taken = _take(wanted, payment)
    session = lock_drawer_of(store_id=store_id, cashier=by, currency=currency) if wanted.into_drawer else None
    _write(payment, taken=taken, session=session)
    if session is not None:
        DrawerSession.objects.filter(id=session.id).update(expected=F("expected") + amount)
    book_capture(payment, now=payment.opened_at)
    withdraw_what_no_longer_fits(payment)
    return payment_view(payment)


def _same(known: Payment, wanted: Payment) -> Payment:
    for name in ("store_id", "ref", "tender", "amount", "typed", "taken_by"):
        if getattr(known, name) != getattr(wanted, name):
            raise PaymentMismatch()
    return known


def _refuse_what_is_not_open(tab: Tab, payment: Payment) -> None:
    if tab.voided_at is not None:
        raise SaleClosed()
    left = open_for(tab, payer=payment.payer)
    if payment.amount > left:
        raise MoreThanOpen(amount=payment.amount, open=left, currency=tab.currency)


def _take(tender: Tender, payment: Payment) -> Taken:
    assert tender.till is not None, "a tender of the counter has a till"
    return tender.till.take(amount=payment.amount, currency=payment.currency, typed=payment.typed)


def _write(payment: Payment, *, taken: Taken, session: DrawerSession | None) -> None:
    now = clock.now()
    payment.state, payment.drawer_session = Payment.State.CAPTURED, session
    payment.trade_no, payment.given = taken.trade_no, taken.given
    payment.out_trade_no = payment.id.hex
    payment.opened_at = payment.pay_by = payment.paid_at = payment.captured_at = now
    try:
        with transaction.atomic():
            payment.save(force_insert=True)
    except IntegrityError as error:
        if "payment_slip_once" in str(error):
            raise SlipUsed(slip=taken.trade_no) from error
        raise PaymentMismatch() from error  # the id names a payment of another sale
