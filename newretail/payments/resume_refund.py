"""What a manager does about a refund that its tender refused."""

from uuid import UUID

from django.db import transaction

from newretail.kernel import clock
from newretail.payments.errors import RefundNotFailed, RefundNotFound
from newretail.payments.models import Refund
from newretail.payments.queries import RefundView, refund_view
from newretail.payments.tenders.cash.declaration import CASH


def resend_refund(*, refund_id: UUID, store_id: str) -> RefundView:
    """Send a failed refund again, under its old request number. Raises RefundNotFound or RefundNotFailed."""
    return _resume(refund_id, store_id=store_id, changes={"due_at": clock.now()})


def pay_refund_in_cash(*, refund_id: UUID, store_id: str) -> RefundView:
    """Turn a failed refund into one that a cashier hands out. Raises RefundNotFound or RefundNotFailed."""
    return _resume(refund_id, store_id=store_id, changes={"tender": CASH.code, "due_at": None})


@transaction.atomic
def _resume(refund_id: UUID, *, store_id: str, changes: dict[str, object]) -> RefundView:
    mine = Refund.objects.filter(id=refund_id, store_id=store_id)
    resumed = mine.filter(state=Refund.State.FAILED).update(state=Refund.State.PENDING, cause="", **changes)
    refund = mine.first()
    if refund is None:
        raise RefundNotFound()
    if not resumed:
        raise RefundNotFailed()
    return refund_view(refund)
