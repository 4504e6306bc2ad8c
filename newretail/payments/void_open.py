"""A sale will not happen: take no more money for it."""

from django.db import transaction

from newretail.kernel import clock
from newretail.kernel.money import Money
from newretail.payments.lock_tab import open_tab
from newretail.payments.models import Payment, Tab


@transaction.atomic
def void_open(*, ref: str, store_id: str, currency: str) -> Money:
    """Refuse new payments for a sale, and have its open ones closed at their tenders by a duty.

    Commits with the caller's transaction. Returns what is in hand (captured less refunded): if that is above zero the
    customer has paid, and the caller refunds it or thinks again and rolls back. Whatever is paid from now on goes back
    by itself (PaymentCaptured with `late`).
    """
    tab = open_tab(ref=ref, store_id=store_id, currency=currency)
    now = clock.now()
    Tab.objects.filter(ref=ref, voided_at=None).update(voided_at=now)
    Payment.objects.filter(ref=ref, state__in=Payment.OPEN).update(look_at=now)
    return Money(tab.captured - tab.refunded, tab.currency)
