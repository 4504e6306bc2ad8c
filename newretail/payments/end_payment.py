"""No money will come of a payment: say so once."""

from uuid import UUID

from django.db import transaction

from newretail.kernel.events import publish
from newretail.payments.events import PaymentFailed
from newretail.payments.lock_tab import lock_tab
from newretail.payments.models import Payment


def fail_payment(*, payment_id: UUID, cause: str, code: str = "") -> bool:
    """The tender refused it. `cause` is for programs above, `code` the tender's own word."""
    return _end(payment_id, state=Payment.State.FAILED, cause=cause, code=code)


def close_payment(*, payment_id: UUID, cause: str) -> bool:
    """Nobody paid it in time, or nobody may any more; the tender has confirmed that."""
    return _end(payment_id, state=Payment.State.CLOSED, cause=cause, code="")


@transaction.atomic
def _end(payment_id: UUID, *, state: str, cause: str, code: str) -> bool:
    payment = Payment.objects.get(id=payment_id)
    lock_tab(ref=payment.ref)
    ended = Payment.objects.filter(id=payment_id, state__in=Payment.OPEN).update(
        state=state, cause=(code or cause)[:80], look_at=None
    )
    if ended:
        publish(
            PaymentFailed(
                store_id=payment.store_id,
                ref=payment.ref,
                payment_id=str(payment.id),
                tender=payment.tender,
                amount=payment.amount,
                currency=payment.currency,
                cause=cause,
            )
        )
    return bool(ended)
