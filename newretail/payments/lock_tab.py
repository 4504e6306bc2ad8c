"""The first step of everything that changes a sale's money: its tab is locked, so one side of every race wins.

Order of locks in this context: tab, payment, refund, drawer session.
"""

from newretail.kernel import clock
from newretail.payments.errors import PaymentMismatch
from newretail.payments.models import Tab


def open_tab(*, ref: str, store_id: str) -> Tab:
    """The locked tab of a sale, opened now if it is new. Raises PaymentMismatch if the sale is another store's."""
    Tab.objects.bulk_create([Tab(ref=ref, store_id=store_id, opened_at=clock.now())], ignore_conflicts=True)
    tab = lock_tab(ref=ref)
    if tab.store_id != store_id:
        raise PaymentMismatch()
    return tab


def lock_tab(*, ref: str) -> Tab:
    """The locked tab of a sale that has one."""
    return Tab.objects.select_for_update().get(ref=ref)
