"""What tenders report, and the books beside it: notices, bills, the money ledger."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from django.http import HttpResponse
from ninja import Query
from pydantic import Field

from newretail.kernel.http import Body, Code, Day, Door, Limit, Request
from newretail.kernel.who import ANYONE, HEAD_OFFICE, MANAGER
from newretail.payments import errors, queries
from newretail.payments.audit import MoneyDifference, audit
from newretail.payments.import_bill import Reconciled, import_bill
from newretail.payments.receive_notice import receive_notice
from newretail.payments.repair_bill_line import repair_bill_line

door = Door(tags=["payments"])

LineNumber = Annotated[int, Field(ge=1, le=2**63 - 1)]
NOTICE = {
    "requestBody": {
        "required": True,
        "content": {
            "application/x-www-form-urlencoded": {
                "schema": {"type": "object"},
                "example": {
                    "notify_type": "trade_status_sync",
                    "out_trade_no": "019a8f3f45007d408b007f6e5d4c3b20",
                    "trade_no": "2026061522001400001234567890",
                    "trade_status": "TRADE_SUCCESS",
                    "total_amount": "88.00",
                    "sign_type": "RSA2",
                    "sign": "ERITJKEIJKJHKKKKKKKHJEREEEEEEEEEEE=",
                },
            }
        },
    },
    "responses": {200: {"content": {"text/plain": {"schema": {"type": "string"}, "example": "success"}}}},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerView:
    balances: list[queries.Balance]
    differences: list[MoneyDifference]


class BillIn(Body):
    example = {"tender": "alipay", "day": "2026-06-15"}

    tender: Code
    day: date


@door.post(
    "/payments/notices/{tender}",
    who=ANYONE,
    response={200: None},
    summary="A tender's notice of a payment; answers in plain text with the words that the tender wants to hear",
    errors=[errors.NoNotices],
    openapi_extra=NOTICE,
)
def take_notice(request: Request, tender: Code) -> HttpResponse:
    answer = receive_notice(request.body, tender=tender)
    return HttpResponse(answer, content_type="text/plain; charset=utf-8")


@door.post(
    "/payments/{tender}/notice",
    who=ANYONE,
    response={200: None},
    summary="The older address of the same notice, where tenders were told to write before",
    errors=[errors.NoNotices],
    openapi_extra=NOTICE,
)
def take_notice_at_its_old_address(request: Request, tender: Code) -> HttpResponse:
    return take_notice(request, tender)


@door.get(
    "/stores/{store_id}/ledger",
    who=MANAGER,
    response=LedgerView,
    summary="Balances of the store's money accounts, and differences in its books (none when all is well)",
)
def show_ledger(request: Request, store_id: str) -> LedgerView:
    return LedgerView(balances=queries.balances(store_id=store_id), differences=audit(store_id))


@door.post(
    "/reconciliations",
    who=HEAD_OFFICE,
    response={201: Reconciled},
    summary="Read a tender's bill of a day and lay it beside the books; a repeat reads it anew",
    errors=[
        errors.NoBills,
        errors.BillNotReady,
        errors.BillUnreadable,
        errors.TenderNotOffered,
        errors.TenderUnreachable,
    ],
)
def reconcile_bill(request: Request, body: BillIn) -> tuple[int, Reconciled]:
    return 201, import_bill(tender=body.tender, day=body.day, by=request.caller.actor)


@door.get(
    "/stores/{store_id}/bill-lines",
    who=MANAGER,
    response=list[queries.BillLineView],
    summary="Lines of the tenders' bills that concern a store, newest day first",
)
def list_bill_lines(
    request: Request,
    store_id: str,
    day: Annotated[Day | None, Query()] = None,
    verdict: Literal["matched", "missing", "extra", "mismatched"] | None = None,
    limit: Limit = 50,
) -> list[queries.BillLineView]:
    return queries.bill_lines(
        store_id=store_id, day=day.isoformat() if day else None, verdict=verdict, limit=limit
    )


@door.post(
    "/stores/{store_id}/bill-lines/{line_id}/repairs",
    waits=True,
    who=MANAGER,
    response={201: queries.BillLineView},
    summary="Ask the tender about a line that does not match, and book what it confirms; safe to repeat",
    errors=[errors.BillLineNotFound, errors.NothingToRepair],
)
def repair_bill(request: Request, store_id: str, line_id: LineNumber) -> tuple[int, queries.BillLineView]:
    return 201, repair_bill_line(line_id=line_id, store_id=store_id)
