"""The tender's bill has money that our books have not: ask the tender, and book what it confirms."""

import logging

from newretail.kernel import clock
from newretail.payments.errors import BillLineNotFound, NothingToRepair
from newretail.payments.models import Bill, BillLine, Payment, Refund
from newretail.payments.queries import BillLineView, bill_line_view
from newretail.payments.tenders.registry import name_of
from newretail.payments.watch_payments import look_at

log = logging.getLogger(__name__)

MOST = 200


def repair_bill_line(*, line_id: int, store_id: str) -> BillLineView:
    """Ask about one line now. Raises BillLineNotFound, or NothingToRepair when it stays as it was."""
    line = BillLine.objects.select_related("bill").filter(id=line_id, store_id=store_id).first()
    if line is None:
        raise BillLineNotFound()
    if line.verdict != BillLine.Verdict.MATCHED and not _repair(line):
        raise NothingToRepair(verdict=line.verdict, name=name_of(line.bill.tender))
    return bill_line_view(line)


def repair_missing(bill: Bill) -> None:
    """Ask about what a fresh bill has and our books have not; what is left needs a person."""
    missing = bill.lines.filter(verdict=BillLine.Verdict.MISSING).select_related("bill").order_by("id")
    for line in missing[:MOST]:
        if not _repair(line):
            log.warning("the bill of %s has a line that our books have not: %s", bill.day, line.out_trade_no)


def _repair(line: BillLine) -> bool:
    ours = _booked_trade(line) if line.kind == BillLine.Kind.TRADE else _booked_refund(line)
    if ours is None or ours != line.theirs:
        return False
    line.ours, line.verdict = ours, BillLine.Verdict.MATCHED
    line.save(update_fields=["ours", "verdict"])
    return True


def _booked_trade(line: BillLine) -> int | None:
    """Query the payment and capture it if the tender says so; the amount then in our books."""
    payment = Payment.objects.filter(out_trade_no=line.out_trade_no, tender=line.bill.tender).first()
    if payment is None:
        return None
    if payment.state != Payment.State.CAPTURED:
        look_at(payment)
        payment.refresh_from_db()
    return payment.amount if payment.state == Payment.State.CAPTURED else None


def _booked_refund(line: BillLine) -> int | None:
    """The amount in our books; one that is still on its way is asked about at the duty's next round."""
    refund = Refund.objects.filter(request_no=line.request_no).first()
    if refund is None:
        return None
    Refund.objects.filter(id=refund.id, state=Refund.State.PENDING).exclude(due_at=None).update(
        due_at=clock.now()
    )
    return refund.amount if refund.state == Refund.State.SETTLED else None
