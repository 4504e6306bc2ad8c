"""A cashier hands a cash refund to the customer."""

from uuid import UUID

from django.db import transaction
from django.db.models import F

from newretail.payments.errors import NotEnoughInDrawer, RefundNotAtCounter, RefundNotFound
from newretail.payments.models import DrawerSession, Refund
from newretail.payments.open_drawer import lock_drawer_of
from newretail.payments.queries import RefundView, refund_view
from newretail.payments.settle_refund import settle_refund
from newretail.payments.tenders import refunds_by_hand


@transaction.atomic
def hand_out_refund(*, refund_id: UUID, store_id: str, by: str) -> RefundView:
    """Take a pending cash refund out of the open drawer of cashier `by`; one handed out before stays as it is.

    Raises RefundNotFound, RefundNotAtCounter, NoOpenDrawer or NotEnoughInDrawer.
    """
    refund = Refund.objects.select_for_update().filter(id=refund_id, store_id=store_id).first()
    if refund is None:
        raise RefundNotFound()
    if not refunds_by_hand(refund.tender):
        raise RefundNotAtCounter()
    if refund.state == Refund.State.SETTLED:
        return refund_view(refund)
    session = lock_drawer_of(store_id=store_id, cashier=by)
    if session.expected < refund.amount:
        raise NotEnoughInDrawer()
    DrawerSession.objects.filter(id=session.id).update(expected=F("expected") - refund.amount)
    Refund.objects.filter(id=refund.id).update(drawer_session=session, handed_out_by=by)
    settle_refund(refund_id=refund.id, paid_back_at=None)
    refund.refresh_from_db()
    return refund_view(refund)
