"""Staff hand a refund to the customer: banknotes out of a drawer, or a slip of the card terminal."""

from collections.abc import Mapping
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F

from newretail.payments.errors import NotEnoughInDrawer, RefundNotAtCounter, RefundNotFound, SlipUsed
from newretail.payments.models import DrawerSession, Refund
from newretail.payments.open_drawer import lock_drawer_of
from newretail.payments.queries import RefundView, refund_view
from newretail.payments.settle_refund import settle_refund
from newretail.payments.tenders.registry import tender


@transaction.atomic
def hand_out_refund(
    *, refund_id: UUID, store_id: str, by: str, typed: Mapping[str, str] | None = None
) -> RefundView:
    """Give a pending refund back by hand, out of the open drawer of `by` or as the tender has it; one handed out stays as it is.

    `typed` holds the fields that the tender's declaration wants at a refund. Raises RefundNotFound, RefundNotAtCounter, Invalid,
    SlipUsed, NoOpenDrawer or NotEnoughInDrawer.
    """
    refund = Refund.objects.select_for_update().filter(id=refund_id, store_id=store_id).first()
    if refund is None:
        raise RefundNotFound()
    given = tender(refund.tender)
    if not given.refunds_by_hand:
        raise RefundNotAtCounter()
    if refund.state == Refund.State.SETTLED:
        return refund_view(refund)
    slip = "/".join(field.read(typed or {}) for field in given.typed_at_refund)
    if given.into_drawer:
        _take_out_of_drawer(refund, by=by)
    _sign(refund, by=by, slip=slip)
    settle_refund(refund_id=refund.id, paid_back_at=None)
    refund.refresh_from_db()
    return refund_view(refund)


def _take_out_of_drawer(refund: Refund, *, by: str) -> None:
    session = lock_drawer_of(store_id=refund.store_id, cashier=by, currency=refund.currency)
    if session.expected < refund.amount:
        raise NotEnoughInDrawer()
    DrawerSession.objects.filter(id=session.id).update(expected=F("expected") - refund.amount)
    Refund.objects.filter(id=refund.id).update(drawer_session=session)


def _sign(refund: Refund, *, by: str, slip: str) -> None:
    try:
        with transaction.atomic():
            Refund.objects.filter(id=refund.id).update(handed_out_by=by, trade_no=slip)
    except IntegrityError as error:
        raise SlipUsed(slip=slip) from error
