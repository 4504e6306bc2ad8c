"""Money has come in: put it into the books once, whichever of notice, answer, question or bill told us first."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F

from newretail.kernel import clock
from newretail.kernel.events import publish
from newretail.kernel.failpoints import reach
from newretail.payments import rules
from newretail.payments.events import PaymentCaptured
from newretail.payments.lock_tab import lock_tab, open_for
from newretail.payments.models import Account, Payment, Posting, Refund, Tab
from newretail.payments.post_money import post_money
from newretail.payments.refund_sale import give_back
from newretail.payments.settle_refund import settle_refund
from newretail.payments.tenders.registry import tender


@transaction.atomic
def capture_payment(
    *, payment_id: UUID, trade_no: str = "", buyer: str = "", paid_at: datetime | None = None
) -> bool:
    """Record that a payment was paid; False if that was known.

    Money that comes late (the sale was voided, or the payment was failed, closed or being undone) is booked all the
    same and goes back whole; of money that is more than the sale still comes to, the surplus goes back. Nothing is lost and
    nothing is kept.
    """
    payment, tab = _locked(payment_id)
    if payment.state == Payment.State.CAPTURED:
        return False
    late = tab.voided_at is not None or payment.withdrawn_at is not None or payment.state not in Payment.OPEN
    _capture(payment, tab, trade_no=trade_no, buyer=buyer, paid_at=paid_at, late=late)
    return True


@transaction.atomic
def capture_and_give_back(
    *, payment_id: UUID, trade_no: str = "", buyer: str = "", paid_at: datetime | None = None
) -> None:
    """Record that a payment was paid, and that the tender itself has given it back by undoing it."""
    payment, tab = _locked(payment_id)
    if payment.state != Payment.State.CAPTURED:
        _capture(payment, tab, trade_no=trade_no, buyer=buyer, paid_at=paid_at, late=True)
    undone = Refund.objects.filter(payment_id=payment_id, group=payment_id, amount=payment.amount).first()
    if undone is not None:
        settle_refund(refund_id=undone.id, paid_back_at=None, cause="cancelled")


def _locked(payment_id: UUID) -> tuple[Payment, Tab]:
    tab = lock_tab(ref=Payment.objects.values_list("ref", flat=True).get(id=payment_id))
    return Payment.objects.select_for_update().get(id=payment_id), tab


def _capture(
    payment: Payment, tab: Tab, *, trade_no: str, buyer: str, paid_at: datetime | None, late: bool
) -> None:
    now = clock.now()
    Payment.objects.filter(id=payment.id).update(
        state=Payment.State.CAPTURED,
        late=late,
        cause="",
        trade_no=trade_no or payment.trade_no,
        buyer=buyer or payment.buyer,
        paid_at=paid_at or now,
        captured_at=now,
        look_at=None,
    )
    surplus = payment.amount - _kept(payment, tab, late=late)
    book_capture(payment, surplus=surplus, now=now)
    if surplus:
        tab.refresh_from_db()
        give_back(
            tab,
            group=payment.id,
            shares=[(payment.id, surplus)],
            reason="late payment" if late else "paid twice",
        )
    withdraw_what_no_longer_fits(payment)
    reach("payment.captured")


def _kept(payment: Payment, tab: Tab, *, late: bool) -> int:
    """How much of the money the sale still wants: whoever pays first has paid."""
    if late:
        return 0
    if tab.due is None:
        return payment.amount
    return min(
        payment.amount,
        rules.open_amount(due=tab.due, covered=tab.captured - tab.refunded, asked_of_others=()),
    )


def withdraw_what_no_longer_fits(paid: Payment) -> None:
    """The payer's other open payments of the sale that are more than is open now: the duty undoes them at their tenders.

    From the mark on, money that still comes of them is late and goes back.
    """
    tab = Tab.objects.get(ref=paid.ref)
    others = Payment.objects.filter(ref=paid.ref, payer=paid.payer, state__in=Payment.OPEN, withdrawn_at=None)
    if tab.due is not None and others.exists():
        now = clock.now()
        others.filter(amount__gt=open_for(tab, payer=paid.payer)).update(
            withdrawn_at=now, pay_by=now, look_at=now
        )


def book_capture(payment: Payment, *, surplus: int = 0, now: datetime) -> None:
    """Tab, ledger and event of a captured payment, in the caller's transaction, its tab locked. `surplus` of it goes back at once."""
    Tab.objects.filter(ref=payment.ref).update(
        captured=F("captured") + payment.amount, prepaid=F("prepaid") + payment.amount
    )
    post_money(
        store_id=payment.store_id,
        cause=Posting.Cause.CAPTURE,
        sides={tender(payment.tender).account: payment.amount, Account.Kind.PREPAID: -payment.amount},
        ref=payment.ref,
        document=payment.id.hex,
        currency=payment.currency,
    )
    tab = Tab.objects.get(ref=payment.ref)
    covered = tab.captured - tab.refunded - surplus
    publish(
        PaymentCaptured(
            store_id=payment.store_id,
            ref=payment.ref,
            payment_id=str(payment.id),
            tender=payment.tender,
            amount=payment.amount,
            currency=payment.currency,
            at=now.isoformat(),
            late=surplus == payment.amount,
            covered=covered,
            still_open=max((tab.due or 0) - covered, 0),
        )
    )
