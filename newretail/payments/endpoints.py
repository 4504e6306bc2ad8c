"""Payments over HTTP: the tenders of a store, the till, the drawers, refunds at the counter, the bills, and notices.

A payment for an order is opened at the order, not here. Amounts are minor units.
"""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from django.http import HttpResponse
from ninja import Query
from pydantic import Field

from newretail.kernel.http import Body, Code, Door, Key, Limit, Request
from newretail.kernel.who import ANYONE, HEAD_OFFICE, MANAGER, staff
from newretail.payments import errors, queries
from newretail.payments.audit import MoneyDifference, audit
from newretail.payments.close_drawer import close_drawer
from newretail.payments.hand_out_refund import hand_out_refund
from newretail.payments.import_bill import Reconciled, import_bill
from newretail.payments.open_drawer import open_drawer
from newretail.payments.receive_notice import receive_notice
from newretail.payments.repair_bill_line import repair_bill_line
from newretail.payments.resume_refund import pay_refund_in_cash, resend_refund
from newretail.payments.store_tenders import (
    TenderSettings,
    TenderView,
    set_tender,
    tender_settings,
    tenders_of,
)
from newretail.payments.watch_payments import inquire
from newretail.stores import api as stores
from newretail.stores.api import Role
from newretail.stores.errors import StoreUnknown

door = Door(tags=["payments"])

CASHIER = staff(Role.CASHIER)
Amount = Annotated[int, Field(strict=True, ge=0, le=100_000_000, description="minor units")]
Typed = Annotated[
    dict[Annotated[str, Field(max_length=40)], Annotated[str, Field(max_length=200)]], Field(max_length=20)
]
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


class DrawerIn(Body):
    example = {"id": "019a8e10-3300-7f60-8d00-9b8c7d6e5f40", "drawer": "till-3", "float_amount": 50000}

    id: Key
    drawer: Code
    float_amount: Amount


class DrawerCountIn(Body):
    example = {"counted": 183450}

    counted: Amount


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerView:
    balances: list[queries.Balance]
    differences: list[MoneyDifference]


class BillIn(Body):
    example = {"tender": "alipay", "day": "2026-06-15"}

    tender: Code
    day: date


class HandOutIn(Body):
    """`typed`: what staff type in at a refund of this tender, such as the number of the terminal's slip."""

    example = {"typed": {"slip_no": "000124"}}

    typed: Typed = Field(default_factory=dict)


class TenderIn(Body):
    """`settings`: those of the tender that are set for each store; they replace what was set before."""

    example = {"is_on": True, "settings": {"terminal": "T-40213"}}

    is_on: Annotated[bool, Field(strict=True)]
    settings: Typed = Field(default_factory=dict)


@door.get(
    "/stores/{store_id}/tenders",
    who=ANYONE,
    response=list[TenderView],
    summary="What a customer of the store can pay with now, in the order in which it is offered",
    errors=[StoreUnknown],
)
def list_tenders(request: Request, store_id: str) -> list[TenderView]:
    return tenders_of(store_id=store_id, currency=stores.store(store_id).currency)


@door.get(
    "/stores/{store_id}/tender-settings",
    who=MANAGER,
    response=list[TenderSettings],
    summary="Every tender of the house as it stands at the store, and what is missing for it",
    errors=[StoreUnknown],
)
def list_tender_settings(request: Request, store_id: str) -> list[TenderSettings]:
    return tender_settings(store_id=store_id, currency=stores.store(store_id).currency)


@door.put(
    "/stores/{store_id}/tender-settings/{tender}",
    who=MANAGER,
    response=TenderSettings,
    summary="Switch a tender on or off at a store; safe to repeat",
    errors=[StoreUnknown, errors.TenderNotOffered, errors.CurrencyNotTaken],
)
def change_tender(request: Request, store_id: str, tender: Code, body: TenderIn) -> TenderSettings:
    return set_tender(
        tender,
        store_id=store_id,
        currency=stores.store(store_id).currency,
        is_on=body.is_on,
        settings=body.settings,
        by=str(request.caller.known_id),
    )


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
    "/stores/{store_id}/payments",
    who=CASHIER,
    response=list[queries.PaymentView],
    summary="Payments of a store, newest first",
)
def list_payments(
    request: Request,
    store_id: str,
    ref: Code | None = None,
    state: Literal["opening", "pending", "captured", "failed", "closed"] | None = None,
    limit: Limit = 50,
) -> list[queries.PaymentView]:
    return queries.payments(store_id=store_id, ref=ref, state=state, limit=limit)


@door.get(
    "/stores/{store_id}/payments/{payment_id}",
    who=CASHIER,
    response=queries.PaymentView,
    summary="One payment",
    errors=[errors.PaymentNotFound],
)
def show_payment(request: Request, store_id: str, payment_id: UUID) -> queries.PaymentView:
    return queries.payment(payment_id=payment_id, store_id=store_id)


@door.post(
    "/stores/{store_id}/payments/{payment_id}/inquiries",
    waits=True,
    who=CASHIER,
    response=queries.PaymentView,
    summary="Ask the tender now where a payment stands; safe to repeat",
    errors=[errors.PaymentNotFound, errors.TenderUnreachable],
)
def ask_about_payment(request: Request, store_id: str, payment_id: UUID) -> queries.PaymentView:
    return inquire(payment_id=payment_id, store_id=store_id)


@door.get(
    "/stores/{store_id}/refunds",
    who=CASHIER,
    response=list[queries.RefundView],
    summary="Refunds of a store, newest first",
)
def list_refunds(
    request: Request,
    store_id: str,
    ref: Code | None = None,
    state: Literal["pending", "settled", "failed"] | None = None,
    limit: Limit = 50,
) -> list[queries.RefundView]:
    return queries.refunds(
        store_id=store_id, ref=ref, state=state, limit=limit, manages=request.caller.manages(store_id)
    )


@door.post(
    "/stores/{store_id}/refunds/{refund_id}/hand-outs",
    who=CASHIER,
    once=True,
    response={201: queries.RefundView},
    summary="Hand a refund to the customer: out of the caller's open drawer, or as its tender has it",
    errors=[
        errors.RefundNotFound,
        errors.RefundNotAtCounter,
        errors.NoOpenDrawer,
        errors.NotEnoughInDrawer,
        errors.SlipUsed,
    ],
)
def hand_out_by_hand(
    request: Request, store_id: str, refund_id: UUID, body: HandOutIn
) -> tuple[int, queries.RefundView]:
    return 201, hand_out_refund(
        refund_id=refund_id,
        store_id=store_id,
        by=str(request.caller.known_id),
        typed=body.typed,
    )


@door.post(
    "/stores/{store_id}/refunds/{refund_id}/resends",
    waits=True,
    who=MANAGER,
    once=True,
    response={201: queries.RefundView},
    summary="Send a failed refund again under its old request number",
    errors=[errors.RefundNotFound, errors.RefundNotFailed],
)
def resend_failed_refund(request: Request, store_id: str, refund_id: UUID) -> tuple[int, queries.RefundView]:
    return 201, resend_refund(refund_id=refund_id, store_id=store_id)


@door.post(
    "/stores/{store_id}/refunds/{refund_id}/cash",
    who=MANAGER,
    once=True,
    response={201: queries.RefundView},
    summary="Let a cashier hand out a refund that its tender refused",
    errors=[errors.RefundNotFound, errors.RefundNotFailed],
)
def turn_refund_to_cash(request: Request, store_id: str, refund_id: UUID) -> tuple[int, queries.RefundView]:
    return 201, pay_refund_in_cash(refund_id=refund_id, store_id=store_id)


@door.get(
    "/stores/{store_id}/cash-drawers",
    who=CASHIER,
    response=list[queries.DrawerView],
    summary="Drawer sessions, newest first",
)
def list_cash_drawers(
    request: Request, store_id: str, state: Literal["open", "closed"] | None = None, limit: Limit = 50
) -> list[queries.DrawerView]:
    return queries.drawers(store_id=store_id, state=state, limit=limit)


@door.post(
    "/stores/{store_id}/cash-drawers",
    who=CASHIER,
    once=True,
    response={201: queries.DrawerView},
    summary="Open a drawer with a float; it is the caller's until it is counted",
    errors=[errors.DrawerInUse],
)
def open_cash_drawer(request: Request, store_id: str, body: DrawerIn) -> tuple[int, queries.DrawerView]:
    store = stores.store(store_id)
    return 201, open_drawer(
        session_id=body.id,
        store_id=store.code,
        currency=store.currency,
        drawer=body.drawer,
        cashier=str(request.caller.known_id),
        float_amount=body.float_amount,
    )


@door.get(
    "/stores/{store_id}/cash-drawers/{session_id}",
    who=CASHIER,
    response=queries.DrawerView,
    summary="One drawer session",
    errors=[errors.DrawerNotFound],
)
def show_cash_drawer(request: Request, store_id: str, session_id: UUID) -> queries.DrawerView:
    return queries.drawer(session_id=session_id, store_id=store_id)


@door.post(
    "/stores/{store_id}/cash-drawers/{session_id}/closings",
    who=CASHIER,
    once=True,
    response={201: queries.DrawerView},
    summary="Close a drawer with what was counted in it",
    errors=[errors.DrawerNotFound, errors.DrawerClosed],
)
def close_cash_drawer(
    request: Request, store_id: str, session_id: UUID, body: DrawerCountIn
) -> tuple[int, queries.DrawerView]:
    return 201, close_drawer(
        session_id=session_id, store_id=store_id, counted=body.counted, by=str(request.caller.known_id)
    )


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
    return 201, import_bill(tender=body.tender, day=body.day, by=str(request.caller.known_id))


@door.get(
    "/stores/{store_id}/bill-lines",
    who=MANAGER,
    response=list[queries.BillLineView],
    summary="Lines of the tenders' bills that concern a store, newest day first",
)
def list_bill_lines(
    request: Request,
    store_id: str,
    day: Annotated[date | None, Query()] = None,
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
