"""Timed work of payments."""

from datetime import timedelta

from django.conf import settings

from newretail.kernel import clock
from newretail.kernel.jobs import duty
from newretail.payments import reconcile_yesterday as bills
from newretail.payments import send_refunds as refunds
from newretail.payments import watch_payments as payments
from newretail.payments.models import Notice

NOTICES_AT_ONCE = 1000


@duty(every_seconds=2)
def watch_payments() -> int:
    """Ask about open payments; undo those whose time is over."""
    return payments.watch_payments()


@duty(every_seconds=2)
def send_refunds() -> int:
    """Send promised refunds."""
    return refunds.send_refunds()


@duty(every_seconds=1800)
def reconcile_yesterday() -> None:
    """Lay the bills of the last days beside the books."""
    bills.reconcile_yesterday()


@duty(every_seconds=86_400)
def forget_notices() -> int:
    """What tenders told us long ago; what became of it stands in the books for ever."""
    before = clock.now() - timedelta(days=settings.NOTICES_KEPT_DAYS)
    old = list(Notice.objects.filter(at__lt=before).values_list("id", flat=True)[:NOTICES_AT_ONCE])
    Notice.objects.filter(id__in=old).delete()
    return len(old)
