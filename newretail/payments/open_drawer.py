"""A cashier opens a cash drawer with a float out of the safe."""

from uuid import UUID

from django.db import IntegrityError, transaction

from newretail.kernel import clock
from newretail.payments.errors import DrawerInUse, NoOpenDrawer
from newretail.payments.models import Account, DrawerSession, Posting
from newretail.payments.post_money import post_money
from newretail.payments.queries import DrawerView, drawer_view


@transaction.atomic
def open_drawer(
    *, session_id: UUID, store_id: str, drawer: str, cashier: str, float_amount: int, currency: str
) -> DrawerView:
    """One open session per drawer and per cashier. Raises DrawerInUse. `float_amount` in minor units of the drawer's one currency."""
    assert float_amount >= 0
    session = DrawerSession(
        id=session_id,
        store_id=store_id,
        drawer=drawer,
        cashier=cashier,
        currency=currency,
        float_amount=float_amount,
        expected=float_amount,
        opened_at=clock.now(),
    )
    try:
        with transaction.atomic():
            session.save(force_insert=True)
    except IntegrityError as error:
        raise DrawerInUse(drawer=drawer) from error
    post_money(
        store_id=store_id,
        cause=Posting.Cause.DRAWER_OPENED,
        sides={Account.Kind.CASH_DRAWER: float_amount, Account.Kind.SAFE: -float_amount},
        document=session.id.hex,
        currency=session.currency,
    )
    return drawer_view(session, by=cashier)


def lock_drawer_of(*, store_id: str, cashier: str, currency: str) -> DrawerSession:
    """The locked open session of a cashier in this currency. Raises NoOpenDrawer."""
    mine = DrawerSession.objects.select_for_update().filter(
        store_id=store_id, cashier=cashier, currency=currency, state=DrawerSession.State.OPEN
    )
    session = mine.first()
    if session is None:
        raise NoOpenDrawer()
    return session
