"""What a manager does about a refund that its tender refused."""

from collections.abc import Mapping
from typing import Literal
from uuid import UUID

from django.db import transaction

from newretail.kernel import clock
from newretail.kernel.events import publish
from newretail.payments.errors import RefundNotFailed, RefundNotFound
from newretail.payments.events import RefundResumed
from newretail.payments.models import Refund
from newretail.payments.queries import RefundView, cash_at_hand, refund_view
from newretail.payments.tenders.cash.declaration import CASH


def resend_refund(*, refund_id: UUID, store_id: str, by: str) -> RefundView:
    """Send a failed refund again, under its old request number. Raises RefundNotFound or RefundNotFailed."""
    return _resume(refund_id, store_id=store_id, changes={"due_at": clock.now()}, how="resent", by=by)


def pay_refund_in_cash(*, refund_id: UUID, store_id: str, by: str) -> RefundView:
    """Turn a failed refund into one that a cashier hands out. Raises RefundNotFound or RefundNotFailed."""
    changes = {"tender": CASH.code, "due_at": None}
    return _resume(refund_id, store_id=store_id, changes=changes, how="turned_to_cash", by=by)


@transaction.atomic
def _resume(
    refund_id: UUID,
    *,
    store_id: str,
    changes: Mapping[str, object],
    how: Literal["resent", "turned_to_cash"],
    by: str,
) -> RefundView:
    """Who took it up, and how, is a fact that lasts: money that goes another way than it came is asked about later."""
    mine = Refund.objects.filter(id=refund_id, store_id=store_id)
    resumed = mine.filter(state=Refund.State.FAILED).update(state=Refund.State.PENDING, cause="", **changes)
    refund = mine.first()
    if refund is None:
        raise RefundNotFound()
    if not resumed:
        raise RefundNotFailed()
    publish(
        RefundResumed(
            store_id=store_id,
            ref=refund.ref,
            refund_id=str(refund.group),
            payment_id=str(refund.payment_id),
            tender=refund.tender,
            amount=refund.amount,
            currency=refund.currency,
            how=how,
            by=by,
        )
    )
    return refund_view(refund, manages=True, at_hand=cash_at_hand(by))
