"""What was paid at a store and what goes back. A payment for an order is opened at the order, not here."""

from typing import Annotated, Literal
from uuid import UUID

from ninja import Query
from pydantic import Field

from newretail.kernel.http import Body, Code, Day, Door, Limit, Request
from newretail.kernel.who import MANAGER, staff
from newretail.payments import errors, queries
from newretail.payments.endpoints.schemas import Typed
from newretail.payments.hand_out_refund import hand_out_refund
from newretail.payments.resume_refund import pay_refund_in_cash, resend_refund
from newretail.payments.takings import Takings, takings
from newretail.payments.watch_payments import inquire
from newretail.stores.api import Role
from newretail.stores.errors import StoreUnknown

door = Door(tags=["payments"])

CASHIER = staff(Role.CASHIER)


class HandOutIn(Body):
    """`typed`: what staff type in at a refund of this tender, such as the number of the terminal's slip."""

    example = {"typed": {"slip_no": "000124"}}

    typed: Typed = Field(default_factory=dict)


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
    "/stores/{store_id}/takings",
    who=MANAGER,
    response=list[Takings],
    summary="What each cashier took and handed out on a day, by tender",
    description="Cash, slips of a terminal and scanned wallets. What customers paid by themselves is nobody's.",
    errors=[StoreUnknown],
)
def list_takings(
    request: Request,
    store_id: str,
    date: Annotated[Day | None, Query(description="of the store's own calendar")] = None,
) -> list[Takings]:
    return takings(store_id=store_id, day=date)


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
        store_id=store_id,
        ref=ref,
        state=state,
        limit=limit,
        by=request.caller.actor,
        manages=request.caller.manages(store_id),
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
        errors.AlreadyHandedOut,
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
        by=request.caller.actor,
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
    return 201, resend_refund(refund_id=refund_id, store_id=store_id, by=request.caller.actor)


@door.post(
    "/stores/{store_id}/refunds/{refund_id}/cash",
    who=MANAGER,
    once=True,
    response={201: queries.RefundView},
    summary="Let a cashier hand out a refund that its tender refused",
    errors=[errors.RefundNotFound, errors.RefundNotFailed],
)
def turn_refund_to_cash(request: Request, store_id: str, refund_id: UUID) -> tuple[int, queries.RefundView]:
    return 201, pay_refund_in_cash(refund_id=refund_id, store_id=store_id, by=request.caller.actor)
