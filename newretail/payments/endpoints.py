"""Payments over HTTP: the till, the drawers, refunds at the counter, the bills, and Alipay's notices.

A payment for an order is opened at the order, not here. Amounts are minor units.
"""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query
from pydantic import Field

from newretail.kernel.http import Body, Code, Door, Key, Limit, Out
from newretail.kernel.who import ANYONE, HEAD_OFFICE, MANAGER, Caller, Role, staff
from newretail.payments import errors, queries
from newretail.payments.audit import audit
from newretail.payments.close_drawer import close_drawer
from newretail.payments.hand_out_refund import hand_out_refund
from newretail.payments.import_bill import import_bill
from newretail.payments.open_drawer import open_drawer
from newretail.payments.receive_notice import receive_notice
from newretail.payments.repair_bill_line import repair_bill_line
from newretail.payments.resume_refund import pay_refund_in_cash, resend_refund
from newretail.payments.watch_payments import inquire
from newretail.stores import api as stores

door = Door(tags=["payments"])

CASHIER = staff(Role.CASHIER)
Amount = Annotated[int, Field(strict=True, ge=0, le=100_000_000, description="minor units")]
LineNumber = Annotated[int, Field(ge=1, le=2**63 - 1)]


class PaymentOut(Out):
    id: UUID
    store_id: str
    ref: str
    tender: str
    way: str
    state: str
    cause: str
    late: bool
    amount: int
    refunded: int
    currency: str
    qr_code: str
    redirect_url: str
    given: int | None
    change: int | None
    opened_at: datetime
    pay_by: datetime
    captured_at: datetime | None


class RefundOut(Out):
    id: UUID
    refund_id: UUID
    payment_id: UUID
    store_id: str
    ref: str
    tender: str
    amount: int
    currency: str
    reason: str
    state: str
    cause: str
    requested_at: datetime
    settled_at: datetime | None


class DrawerIn(Body):
    id: Key
    drawer: Code
    float_amount: Amount


class CountIn(Body):
    counted: Amount


class DrawerOut(Out):
    id: UUID
    store_id: str
    drawer: str
    cashier: str
    state: str
    currency: str
    float_amount: int
    expected: int
    counted: int | None
    difference: int | None
    opened_at: datetime
    closed_at: datetime | None


class BalanceOut(Out):
    kind: str
    amount: int


class DifferenceOut(Out):
    what: str
    store_id: str
    ref: str
    expected: int
    found: int


class LedgerOut(Out):
    balances: list[BalanceOut]
    differences: list[DifferenceOut]


class BillIn(Body):
    tender: Literal["alipay"]
    day: date


class ReconciledOut(Out):
    bill_id: int
    tender: str
    day: date
    matched: int
    missing: int
    extra: int
    mismatched: int


class BillLineOut(Out):
    id: int
    day: str
    tender: str
    store_id: str
    kind: str
    out_trade_no: str
    request_no: str
    theirs: int | None
    ours: int | None
    verdict: str
    completed_at: datetime | None


@door.post(
    "/payments/alipay/notice",
    who=ANYONE,
    response={200: None},
    summary="Alipay's asynchronous notice; answers `success` or `failure` as plain text",
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {"application/x-www-form-urlencoded": {"schema": {"type": "object"}}},
        },
        "responses": {200: {"content": {"text/plain": {"schema": {"enum": ["success", "failure"]}}}}},
    },
)
def alipay_notice(request: HttpRequest) -> HttpResponse:
    taken = receive_notice(request.body)
    return HttpResponse("success" if taken else "failure", content_type="text/plain; charset=utf-8")


@door.get(
    "/stores/{store_id}/payments",
    who=CASHIER,
    response=list[PaymentOut],
    summary="Payments of a store, newest first",
)
def list_payments(
    request: HttpRequest,
    store_id: str,
    ref: Code | None = None,
    state: Literal["opening", "pending", "captured", "failed", "closed"] | None = None,
    limit: Limit = 50,
) -> list[queries.PaymentView]:
    return queries.payments(store_id=store_id, ref=ref, state=state, limit=limit)


@door.get(
    "/stores/{store_id}/payments/{payment_id}",
    who=CASHIER,
    response=PaymentOut,
    summary="One payment",
    errors=[errors.PaymentNotFound],
)
def show_payment(request: HttpRequest, store_id: str, payment_id: UUID) -> queries.PaymentView:
    return queries.payment(payment_id=payment_id, store_id=store_id)


@door.post(
    "/stores/{store_id}/payments/{payment_id}/inquiries",
    who=CASHIER,
    response=PaymentOut,
    summary="Ask the tender now where a payment stands; safe to repeat",
    errors=[errors.PaymentNotFound, errors.TenderUnreachable],
)
def ask_about_payment(request: HttpRequest, store_id: str, payment_id: UUID) -> queries.PaymentView:
    return inquire(payment_id=payment_id, store_id=store_id)


@door.get(
    "/stores/{store_id}/refunds",
    who=CASHIER,
    response=list[RefundOut],
    summary="Refunds of a store, newest first",
)
def list_refunds(
    request: HttpRequest,
    store_id: str,
    ref: Code | None = None,
    state: Literal["pending", "settled", "failed"] | None = None,
    limit: Limit = 50,
) -> list[queries.RefundView]:
    return queries.refunds(store_id=store_id, ref=ref, state=state, limit=limit)


@door.post(
    "/stores/{store_id}/refunds/{refund_id}/hand-outs",
    who=CASHIER,
    once=True,
    response={201: RefundOut},
    summary="Hand a cash refund to the customer, out of the caller's open drawer",
    errors=[errors.RefundNotFound, errors.RefundNotAtCounter, errors.NoOpenDrawer, errors.NotEnoughInDrawer],
)
def hand_out(request: HttpRequest, store_id: str, refund_id: UUID) -> tuple[int, queries.RefundView]:
    return 201, hand_out_refund(refund_id=refund_id, store_id=store_id, by=_cashier(request))


@door.post(
    "/stores/{store_id}/refunds/{refund_id}/resends",
    who=MANAGER,
    once=True,
    response={201: RefundOut},
    summary="Send a failed refund again under its old request number",
    errors=[errors.RefundNotFound, errors.RefundNotFailed],
)
def resend(request: HttpRequest, store_id: str, refund_id: UUID) -> tuple[int, queries.RefundView]:
    return 201, resend_refund(refund_id=refund_id, store_id=store_id)


@door.post(
    "/stores/{store_id}/refunds/{refund_id}/cash",
    who=MANAGER,
    once=True,
    response={201: RefundOut},
    summary="Let a cashier hand out a refund that its tender refused",
    errors=[errors.RefundNotFound, errors.RefundNotFailed],
)
def turn_to_cash(request: HttpRequest, store_id: str, refund_id: UUID) -> tuple[int, queries.RefundView]:
    return 201, pay_refund_in_cash(refund_id=refund_id, store_id=store_id)


@door.get(
    "/stores/{store_id}/cash-drawers",
    who=CASHIER,
    response=list[DrawerOut],
    summary="Drawer sessions, newest first",
)
def list_drawers(
    request: HttpRequest, store_id: str, state: Literal["open", "closed"] | None = None, limit: Limit = 50
) -> list[queries.DrawerView]:
    return queries.drawers(store_id=store_id, state=state, limit=limit)


@door.post(
    "/stores/{store_id}/cash-drawers",
    who=CASHIER,
    once=True,
    response={201: DrawerOut},
    summary="Open a drawer with a float; it is the caller's until it is counted",
    errors=[errors.DrawerInUse],
)
def open_cash_drawer(request: HttpRequest, store_id: str, body: DrawerIn) -> tuple[int, queries.DrawerView]:
    return 201, open_drawer(
        session_id=body.id,
        store_id=stores.store(store_id).code,
        drawer=body.drawer,
        cashier=_cashier(request),
        float_amount=body.float_amount,
    )


@door.get(
    "/stores/{store_id}/cash-drawers/{session_id}",
    who=CASHIER,
    response=DrawerOut,
    summary="One drawer session",
    errors=[errors.DrawerNotFound],
)
def show_drawer(request: HttpRequest, store_id: str, session_id: UUID) -> queries.DrawerView:
    return queries.drawer(session_id=session_id, store_id=store_id)


@door.post(
    "/stores/{store_id}/cash-drawers/{session_id}/closings",
    who=CASHIER,
    once=True,
    response={201: DrawerOut},
    summary="Close a drawer with what was counted in it",
    errors=[errors.DrawerNotFound, errors.DrawerClosed],
)
def close_cash_drawer(
    request: HttpRequest, store_id: str, session_id: UUID, body: CountIn
) -> tuple[int, queries.DrawerView]:
    return 201, close_drawer(
        session_id=session_id, store_id=store_id, counted=body.counted, by=_cashier(request)
    )


@door.get(
    "/stores/{store_id}/ledger",
    who=MANAGER,
    response=LedgerOut,
    summary="Balances of the store's money accounts, and differences in its books (none when all is well)",
)
def show_ledger(request: HttpRequest, store_id: str) -> dict[str, object]:
    return {"balances": queries.balances(store_id=store_id), "differences": audit(store_id)}


@door.post(
    "/reconciliations",
    who=HEAD_OFFICE,
    response={201: ReconciledOut},
    summary="Read a tender's bill of a day and lay it beside the books; a repeat reads it anew",
    errors=[errors.BillNotReady, errors.BillUnreadable, errors.TenderNotOffered, errors.TenderUnreachable],
)
def reconcile(request: HttpRequest, body: BillIn) -> tuple[int, object]:
    return 201, import_bill(tender=body.tender, day=body.day, by=_cashier(request))


@door.get(
    "/stores/{store_id}/bill-lines",
    who=MANAGER,
    response=list[BillLineOut],
    summary="Lines of the tenders' bills that concern a store, newest day first",
)
def list_bill_lines(
    request: HttpRequest,
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
    who=MANAGER,
    response={201: BillLineOut},
    summary="Ask the tender about a line that does not match, and book what it confirms; safe to repeat",
    errors=[errors.BillLineNotFound, errors.NothingToRepair],
)
def repair(request: HttpRequest, store_id: str, line_id: LineNumber) -> tuple[int, queries.BillLineView]:
    return 201, repair_bill_line(line_id=line_id, store_id=store_id)


def _cashier(request: HttpRequest) -> str:
    caller: Caller = request.caller  # type: ignore[attr-defined]
    return str(caller.member_id)
