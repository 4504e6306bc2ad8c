"""Read the bills of the last days that have not been read yet, once each tender has them ready."""

import logging
from datetime import timedelta

from newretail.kernel import actor, clock
from newretail.kernel.days import whole_day
from newretail.kernel.errors import Refusal
from newretail.payments.import_bill import import_bill
from newretail.payments.models import Bill, Payment
from newretail.payments.tenders.declaration import Bills
from newretail.payments.tenders.registry import TENDERS

log = logging.getLogger(__name__)

DAYS = 7


def reconcile_yesterday() -> None:
    """One day at a time, the oldest first; a bill that is not there yet is tried again at the next round."""
    for tender in TENDERS:
        if tender.bills and tender.connect and tender.connect() is not None:
            _read_last_days(tender.code, tender.bills)


def _read_last_days(tender: str, bills: Bills) -> None:
    today = (clock.now().astimezone(bills.zone) - timedelta(hours=bills.ready_at_hour)).date()
    for back in range(DAYS, 0, -1):
        day = today - timedelta(days=back)
        if Bill.objects.filter(tender=tender, day=day).exists():
            continue
        start, end = whole_day(day, zone=bills.zone)
        if not Payment.objects.filter(tender=tender, opened_at__lt=end, pay_by__gte=start).exists():
            continue
        try:
            found = import_bill(tender=tender, day=day, by=actor.SYSTEM)
        except Refusal as refusal:
            log.warning("the %s bill of %s was not read: %s", tender, day, refusal)
            return
        log.info("%s bill of %s: %d matched, %d missing, %d extra, %d mismatched",
                 tender, day, found.matched, found.missing, found.extra, found.mismatched)  # fmt: skip
