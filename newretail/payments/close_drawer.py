"""A drawer is counted and closed; what was counted goes to the safe, and what is missing or over into the books."""

from uuid import UUID

from django.db import transaction

from newretail.kernel import clock
from newretail.members import api as members
from newretail.payments.errors import DrawerClosed, DrawerNotFound, DrawerOfAnother
from newretail.payments.models import Account, DrawerSession, Posting
from newretail.payments.post_money import post_money
from newretail.payments.queries import DrawerView, drawer_view
from newretail.stores import api as stores


@transaction.atomic
def close_drawer(
    *, session_id: UUID, store_id: str, counted: int, by: str, manages: bool = False
) -> DrawerView:
    """Close with the counted amount (minor units). `difference` is below zero where money is missing.

    Its cashier counts it, or somebody who `manages` the store. The same count by the same person again changes nothing.
    Raises DrawerNotFound, DrawerOfAnother, or DrawerClosed to anybody else and for another count.
    """
    session = DrawerSession.objects.select_for_update().filter(id=session_id, store_id=store_id).first()
    if session is None:
        raise DrawerNotFound()
    if session.cashier != by and not manages:
        raise DrawerOfAnother(cashier=members.called(session.cashier))
    if session.state == DrawerSession.State.CLOSED:
        return _as_before(session, counted=counted, by=by)
    session.state = DrawerSession.State.CLOSED
    session.counted, session.difference = counted, counted - session.expected
    session.closed_at, session.closed_by = clock.now(), by
    session.save(update_fields=["state", "counted", "difference", "closed_at", "closed_by"])
    post_money(
        store_id=store_id,
        cause=Posting.Cause.DRAWER_CLOSED,
        sides={
            Account.Kind.SAFE: counted,
            Account.Kind.DIFFERENCES: -session.difference,
            Account.Kind.CASH_DRAWER: -session.expected,
        },
        document=session.id.hex,
        currency=session.currency,
    )
    return drawer_view(session, by=by)


def _as_before(session: DrawerSession, *, counted: int, by: str) -> DrawerView:
    if (session.counted, session.closed_by) == (counted, by):
        return drawer_view(session, by=by)
    at = session.closed_at or session.opened_at
    raise DrawerClosed(
        counted=session.counted,
        at=stores.on_the_wall(session.store_id, at),
        by=members.called(session.closed_by),
    )
