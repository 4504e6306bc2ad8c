"""Lay a tender's daily bill beside our own books, line by line."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import TypeVar

from django.db import transaction

from newretail.kernel import clock
from newretail.kernel.days import whole_day
from newretail.payments.errors import NoBills, TenderUnreachable
from newretail.payments.models import Bill, BillLine, Payment, Refund
from newretail.payments.queries import verdicts
from newretail.payments.repair_bill_line import repair_missing
from newretail.payments.tenders.base import BillRow, TenderAway
from newretail.payments.tenders.declaration import Bills
from newretail.payments.tenders.registry import name_of, remote_tender
from newretail.payments.tenders.registry import tender as tender_of

AT_ONCE = 1000
Row = TypeVar("Row")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconciled:
    """How many lines of a day's bill matched our books, or did not."""

    bill_id: int
    tender: str
    day: date
    matched: int
    missing: int
    extra: int
    mismatched: int


def import_bill(*, tender: str, day: date, by: str) -> Reconciled:
    """Fetch the bill of a day in the tender's own zone, compare, and ask about payments that our books do not have.

    Importing a day again replaces its lines. Raises NoBills, BillNotReady, BillUnreadable, TenderUnreachable, TenderNotOffered.
    """
    _bills_of(tender)
    try:
        rows = remote_tender(tender).bill(day=day)
    except TenderAway as error:
        raise TenderUnreachable(tender=tender, name=name_of(tender)) from error
    bill = _write(tender, day=day, rows=rows, by=by)
    repair_missing(bill)
    found = verdicts(bill_id=bill.pk)
    return Reconciled(
        bill_id=bill.pk,
        tender=tender,
        day=day,
        matched=found.get("matched", 0),
        missing=found.get("missing", 0),
        extra=found.get("extra", 0),
        mismatched=found.get("mismatched", 0),
    )


@transaction.atomic(durable=True)
def _write(tender: str, *, day: date, rows: Sequence[BillRow], by: str) -> Bill:
    bill, _ = Bill.objects.update_or_create(
        tender=tender, day=day, defaults={"read_at": clock.now(), "by": by}
    )
    bill.lines.all().delete()
    for chunk in _chunks(rows):
        BillLine.objects.bulk_create([*_trades(bill, chunk), *_refunds(bill, chunk)])
    for lines in _chunks(_extra(bill)):
        BillLine.objects.bulk_create(lines)
    return bill


def _trades(bill: Bill, rows: Sequence[BillRow]) -> Iterator[BillLine]:
    trades = [row for row in rows if row.kind == "trade"]
    numbers = [row.out_trade_no for row in trades]
    known = {
        each.out_trade_no: each
        for each in Payment.objects.filter(out_trade_no__in=numbers, tender=bill.tender)
    }
    for row in trades:
        payment = known.get(row.out_trade_no)
        yield _line(bill, row, store_id=payment.store_id if payment else "", ours=_captured(payment))


def _refunds(bill: Bill, rows: Sequence[BillRow]) -> Iterator[BillLine]:
    refunds = [row for row in rows if row.kind == "refund"]
    numbers = [row.out_trade_no for row in refunds]
    ours = Refund.objects.filter(payment__out_trade_no__in=numbers, tender=bill.tender).select_related(
        "payment"
    )
    by_request = {each.request_no: each for each in ours}
    undone = {each.payment.out_trade_no: each for each in ours if each.cause == "cancelled"}
    for row in refunds:
        # A cancellation's refund carries a number of the tender's own.
        refund = by_request.get(row.request_no) or undone.get(row.out_trade_no)
        line = _line(bill, row, store_id=refund.store_id if refund else "", ours=_settled(refund))
        if refund is not None:
            line.request_no = refund.request_no
        yield line


def _captured(payment: Payment | None) -> int | None:
    return payment.amount if payment and payment.state == Payment.State.CAPTURED else None


def _settled(refund: Refund | None) -> int | None:
    return refund.amount if refund and refund.state == Refund.State.SETTLED else None


def _line(bill: Bill, row: BillRow, *, store_id: str, ours: int | None) -> BillLine:
    if ours is None:
        verdict = BillLine.Verdict.MISSING
    else:
        verdict = BillLine.Verdict.MATCHED if ours == row.amount else BillLine.Verdict.MISMATCHED
    return BillLine(
        bill=bill,
        store_id=store_id or row.store_id[:32],
        kind=row.kind,
        out_trade_no=row.out_trade_no[:64],
        request_no=row.request_no[:64],
        trade_no=row.trade_no[:64],
        theirs=row.amount,
        ours=ours,
        completed_at=row.completed_at,
        verdict=verdict,
    )


def _extra(bill: Bill) -> Iterator[BillLine]:
    """What our books have of that day and the bill has not."""
    start, end = whole_day(bill.day, zone=_bills_of(bill.tender).zone)
    listed = set(bill.lines.filter(kind="trade").values_list("out_trade_no", flat=True))
    captured = Payment.objects.filter(
        tender=bill.tender, state=Payment.State.CAPTURED, paid_at__gte=start, paid_at__lt=end
    )
    for payment in captured.order_by("paid_at", "out_trade_no").iterator(AT_ONCE):
        if payment.out_trade_no not in listed:
            yield BillLine(
                bill=bill, store_id=payment.store_id, kind="trade", out_trade_no=payment.out_trade_no,
                trade_no=payment.trade_no, ours=payment.amount, completed_at=payment.paid_at, verdict="extra",
            )  # fmt: skip
    returned = set(bill.lines.filter(kind="refund").values_list("request_no", flat=True))
    settled = Refund.objects.filter(
        tender=bill.tender, state=Refund.State.SETTLED, paid_back_at__gte=start, paid_back_at__lt=end
    ).select_related("payment")
    for refund in settled.order_by("paid_back_at", "request_no").iterator(AT_ONCE):
        if refund.request_no not in returned:
            yield BillLine(
                bill=bill, store_id=refund.store_id, kind="refund", out_trade_no=refund.payment.out_trade_no,
                request_no=refund.request_no, ours=refund.amount, completed_at=refund.paid_back_at, verdict="extra",
            )  # fmt: skip


def _bills_of(code: str) -> Bills:
    wanted = tender_of(code)
    if wanted.bills is None:
        raise NoBills(tender=code, name=str(wanted.name))
    return wanted.bills


def _chunks(rows: Iterable[Row]) -> Iterator[list[Row]]:
    rest = iter(rows)
    while chunk := list(islice(rest, AT_ONCE)):
        yield chunk
