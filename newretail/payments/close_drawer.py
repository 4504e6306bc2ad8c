"""A drawer is counted and closed; what was counted goes to the safe, and what is missing or over into the books."""

from uuid import UUID

from django.db import transaction

from newretail.kernel import clock
from newretail.payments.errors import DrawerClosed, DrawerNotFound
from newretail.payments.models import Account, DrawerSession, Posting
from newretail.payments.post_money import post_money
from newretail.payments.queries import DrawerView, drawer_view


@transaction.atomic
def close_drawer(*, session_id: UUID, store_id: str, counted: int, by: str) -> DrawerView:
    """Close with the counted amount (minor units). `difference` is below zero where money is missing.

    The same count again changes nothing. Raises DrawerNotFound, or DrawerClosed when it was closed with another count.
    """
    assert counted >= 0
    session = DrawerSession.objects.select_for_update().filter(id=session_id, store_id=store_id).first()
    if session is None:
        raise DrawerNotFound()
    if session.state == DrawerSession.State.CLOSED:
        if session.counted != counted:
            raise DrawerClosed(counted=session.counted)
        return drawer_view(session, by=by)
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
