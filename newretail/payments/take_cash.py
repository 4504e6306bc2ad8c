"""A customer pays a cashier in cash."""

from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F

from newretail.kernel import clock
from newretail.payments import rules
from newretail.payments.capture_payment import book_capture
from newretail.payments.errors import NotEnoughGiven, PaymentMismatch, SaleClosed, TooMuchGiven
from newretail.payments.lock_tab import open_tab
from newretail.payments.models import DrawerSession, Payment
from newretail.payments.open_drawer import lock_drawer_of
from newretail.payments.queries import PaymentView, payment_view


@transaction.atomic
def take_cash(*, payment_id: UUID, ref: str, store_id: str, amount: int, given: int, by: str) -> PaymentView:
    """Take `amount` out of `given` (minor units) into the open drawer of cashier `by`; the view tells the change.

    Joins the caller's transaction. The same `payment_id` takes money once. Raises NotEnoughGiven, TooMuchGiven,
    NoOpenDrawer, SaleClosed or PaymentMismatch; then nothing is written.
    """
    assert amount > 0, "a payment is above zero"
    tab = open_tab(ref=ref, store_id=store_id)
    known = Payment.objects.filter(id=payment_id).first()
    if known is not None:
        if (known.store_id, known.ref, known.tender, known.amount, known.given) != (
            store_id,
            ref,
            "cash",
            amount,
            given,
        ):
            raise PaymentMismatch()
        return payment_view(known)
    if tab.voided_at is not None:
        raise SaleClosed()
    if given < amount:
        raise NotEnoughGiven(amount=amount, given=given)
    if given - amount > rules.MOST_CHANGE:
        raise TooMuchGiven(amount=amount, given=given)
    session = lock_drawer_of(store_id=store_id, cashier=by)
    payment = _write(
        Payment(
            id=payment_id,
            ref=ref,
            store_id=store_id,
            amount=amount,
            given=given,
            taken_by=by,
            drawer_session=session,
        )
    )
    DrawerSession.objects.filter(id=session.id).update(expected=F("expected") + amount)
    book_capture(payment, late=False, now=payment.opened_at)
    return payment_view(payment)


def _write(payment: Payment) -> Payment:
    now = clock.now()
    payment.tender, payment.way, payment.state = (
        Payment.Tender.CASH,
        Payment.Way.COUNTER,
        Payment.State.CAPTURED,
    )
    payment.out_trade_no = payment.id.hex
    payment.opened_at = payment.pay_by = payment.paid_at = payment.captured_at = now
    try:
        with transaction.atomic():
            payment.save(force_insert=True)
    except IntegrityError as error:
        raise PaymentMismatch() from error  # the id names a payment of another sale
    return payment
