"""Read the bills of the last days that have not been read yet, once the tender has them ready."""

import logging
from datetime import timedelta

from newretail.kernel import clock
from newretail.kernel.errors import Refusal
from newretail.payments import configuration
from newretail.payments.import_bill import import_bill, span
from newretail.payments.models import Bill, Payment
from newretail.payments.tenders.alipay.beijing import BEIJING

log = logging.getLogger(__name__)

READY_AT_HOUR = 10
"""Alipay has a day's bill by nine or ten o'clock of the next."""
DAYS = 7


def reconcile_yesterday() -> None:
    """One day at a time, the oldest first; a bill that is not there yet is tried again at the next round."""
    if configuration.alipay() is None:
        return
    today = (clock.now().astimezone(BEIJING) - timedelta(hours=READY_AT_HOUR)).date()
    for back in range(DAYS, 0, -1):
        day = today - timedelta(days=back)
        if Bill.objects.filter(tender=Payment.Tender.ALIPAY, day=day).exists():
            continue
        start, end = span(day)
        asked = Payment.objects.filter(tender=Payment.Tender.ALIPAY, opened_at__lt=end, pay_by__gte=start)
        if asked.exists():
            try:
                found = import_bill(tender=Payment.Tender.ALIPAY, day=day, by="duty")
            except Refusal as refusal:
                log.warning("the bill of %s was not read: %s", day, refusal)
                return
            log.info("bill of %s: %d matched, %d missing, %d extra, %d mismatched",
                     day, found.matched, found.missing, found.extra, found.mismatched)  # fmt: skip
