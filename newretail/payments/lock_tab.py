"""The first step of everything that changes a sale's money: its tab is locked, so one side of every race wins.

Order of locks in this context: tab, payment, refund, drawer session.
"""

from collections.abc import Sequence

from django.db.models import Max

from newretail.kernel import clock
from newretail.payments import rules
from newretail.payments.errors import PaymentMismatch, SaleInAnotherCurrency
from newretail.payments.models import Payment, Tab


def open_tab(*, ref: str, store_id: str, currency: str, due: int | None = None) -> Tab:
    """The locked tab of a sale, opened now if it is new. `due`: what the sale comes to, if that is known.

    Raises PaymentMismatch if the sale is another store's, SaleInAnotherCurrency.
    """
    new = Tab(ref=ref, store_id=store_id, currency=currency, due=due, opened_at=clock.now())
    Tab.objects.bulk_create([new], ignore_conflicts=True)
    tab = lock_tab(ref=ref)
    if tab.store_id != store_id:
        raise PaymentMismatch()
    if tab.currency != currency:
        raise SaleInAnotherCurrency(currency=currency, expected=tab.currency)
    if due is not None and tab.due != due:
        tab.due = due
        tab.save(update_fields=["due"])
    return tab


def lock_tab(*, ref: str) -> Tab:
    """The locked tab of a sale that has one."""
    return Tab.objects.select_for_update().get(ref=ref)


def open_for(tab: Tab, *, payer: str) -> int:
    """What of a sale this payer may still be asked for: what is due, less what is paid and what others are being asked for.

    A payer's own open payments are alternatives of each other (a QR on the screen, the page in the app) and count for nothing.
    """
    assert tab.due is not None, "nobody said what the sale comes to"
    return rules.open_amount(
        due=tab.due, covered=tab.captured - tab.refunded, asked_of_others=_asked(tab, without=payer)
    )


def _asked(tab: Tab, *, without: str) -> Sequence[int]:
    """The largest open payment of each other payer."""
    asked = Payment.objects.filter(ref=tab.ref, state__in=Payment.OPEN, withdrawn_at=None)
    most = asked.exclude(payer=without).order_by().values("payer").annotate(most=Max("amount"))
    return [each["most"] for each in most]
