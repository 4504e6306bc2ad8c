"""Staff hand a refund to the customer: banknotes out of a drawer, or a slip of the card terminal."""

from collections.abc import Mapping
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F

from newretail.members import api as members
from newretail.payments.errors import (
    AlreadyHandedOut,
    NotEnoughInDrawer,
    RefundNotAtCounter,
    RefundNotFound,
    SlipUsed,
)
from newretail.payments.models import DrawerSession, Refund
from newretail.payments.open_drawer import lock_drawer_of
from newretail.payments.queries import RefundView, refund_view
from newretail.payments.settle_refund import settle_refund
from newretail.payments.tenders.registry import tender
from newretail.stores import api as stores


@transaction.atomic
def hand_out_refund(
    *, refund_id: UUID, store_id: str, by: str, typed: Mapping[str, str] | None = None
) -> RefundView:
    """Give a pending refund back by hand, out of the open drawer of `by` or as the tender has it.

    `typed` holds the fields that the tender's declaration wants at a refund. Whoever has handed it out hears the same again when
    they say the same again. Raises RefundNotFound, RefundNotAtCounter, Invalid, SlipUsed, NoOpenDrawer, NotEnoughInDrawer, and
    AlreadyHandedOut to anybody else, so that nobody gives the money a second time.
    """
    refund = Refund.objects.select_for_update().filter(id=refund_id, store_id=store_id).first()
    if refund is None:
        raise RefundNotFound()
    given = tender(refund.tender)
    if not given.refunds_by_hand:
        raise RefundNotAtCounter()
    if refund.state == Refund.State.SETTLED and refund.handed_out_by != by:
        raise _handed_out(refund)
    slip = "/".join(field.read(typed or {}) for field in given.typed_at_refund)
    if refund.state == Refund.State.SETTLED:
        if refund.trade_no != slip:
            raise _handed_out(refund)
        return refund_view(refund)
    if given.into_drawer:
        _take_out_of_drawer(refund, by=by)
    _sign(refund, by=by, slip=slip)
    settle_refund(refund_id=refund.id, paid_back_at=None)
    refund.refresh_from_db()
    return refund_view(refund)


def _handed_out(refund: Refund) -> AlreadyHandedOut:
    return AlreadyHandedOut(
        at=stores.on_the_wall(refund.store_id, refund.settled_at or refund.requested_at),
        by=members.called(refund.handed_out_by),
    )


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
