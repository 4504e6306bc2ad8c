"""A refund has ended: the customer has the money, or the tender will not give it."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from newretail.kernel import clock
from newretail.kernel.events import publish
from newretail.payments.events import RefundFailed, RefundSettled
from newretail.payments.models import Account, Posting, Refund
from newretail.payments.post_money import post_money
from newretail.payments.tenders.registry import tender


@transaction.atomic
def settle_refund(*, refund_id: UUID, paid_back_at: datetime | None, cause: str = "") -> bool:
    """Book that a refund reached the customer; False if that was known. `paid_back_at`: the tender's own time."""
    now = clock.now()
    settled = (
        Refund.objects.filter(id=refund_id)
        .exclude(state=Refund.State.SETTLED)
        .update(
            state=Refund.State.SETTLED,
            cause=cause,
            settled_at=now,
            paid_back_at=paid_back_at or now,
            due_at=None,
        )
    )
    if settled:
        book_refund_paid(Refund.objects.get(id=refund_id))
    return bool(settled)


def book_refund_paid(refund: Refund) -> None:
    """Ledger and event of a settled refund, in the caller's transaction."""
    assert refund.settled_at is not None
    post_money(
        store_id=refund.store_id,
        cause=Posting.Cause.REFUND_PAID,
        sides={Account.Kind.REFUNDS_PAYABLE: refund.amount, tender(refund.tender).account: -refund.amount},
        ref=refund.ref,
        document=refund.id.hex,
        currency=refund.currency,
    )
    publish(
        RefundSettled(
            store_id=refund.store_id,
            ref=refund.ref,
            refund_id=str(refund.group),
            payment_id=str(refund.payment_id),
            tender=refund.tender,
            amount=refund.amount,
            currency=refund.currency,
            at=refund.settled_at.isoformat(),
        )
    )


@transaction.atomic
def fail_refund(*, refund_id: UUID, cause: str) -> bool:
    """The tender refused for good. The money stays owed: a person sends it again or pays it out in cash."""
    failed = Refund.objects.filter(id=refund_id, state=Refund.State.PENDING).update(
        state=Refund.State.FAILED, cause=cause[:80], due_at=None
    )
    if failed:
        refund = Refund.objects.get(id=refund_id)
        publish(
            RefundFailed(
                store_id=refund.store_id,
                ref=refund.ref,
                refund_id=str(refund.group),
                payment_id=str(refund.payment_id),
                tender=refund.tender,
                amount=refund.amount,
                currency=refund.currency,
                cause=cause,
            )
        )
    return bool(failed)
