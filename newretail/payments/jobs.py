"""Timed work of payments."""

from newretail.kernel.jobs import duty
from newretail.payments import reconcile_yesterday as bills
from newretail.payments import send_refunds as refunds
from newretail.payments import watch_payments as payments


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
