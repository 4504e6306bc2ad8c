"""Money asked back by the shopper, and the counter's answer."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, model_validator

from newretail.kernel.http import Before, Body, Door, Key, Limit, Quantity, Request, Words
from newretail.kernel.text import Text
from newretail.kernel.who import SIGNED_IN
from newretail.ordering import decide_refund, errors
from newretail.ordering.ask_refund import AskedLine
from newretail.ordering.ask_refund import ask_refund as ask
from newretail.ordering.endpoints.schemas import ReturnedLineIn
from newretail.ordering.reading.refund_requests import RefundRequestView, requests_about, requests_at, views
from newretail.ordering.reading.scope import own_order
from newretail.ordering.refund_lines import Return
from newretail.ordering.who import CASHIER
from newretail.payments.errors import RefundMismatch

door = Door(tags=["refund requests"])

Reason = Literal["damaged", "spoiled", "wrong_item", "not_received", "other"]
RequestState = Literal["open", "approved", "declined"]


class AskedLineIn(Body):
    """`photo_ids`: photos of mine that are attached to nothing yet."""

    example = {"line": 2, "quantity": 1, "photo_ids": ["019a8f60-0100-7e50-8c00-8a7b6c5d4e30"]}

    line: Annotated[int, Field(strict=True, ge=1, le=1000)]
    quantity: Quantity
    photo_ids: Annotated[list[UUID], Field(max_length=5)] = []


TWICE = Text(en="a line is named twice", ko="같은 줄이 두 번 있습니다", zh="同一行出现了两次")


class RefundRequestIn(Body):
    """Each line once."""

    example = {
        "request_id": "019a8f60-0200-7e50-8c00-8a7b6c5d4e31",
        "reason": "damaged",
        "note": "three of the eggs were broken",
        "lines": [AskedLineIn.example],
    }

    request_id: Key
    reason: Reason
    note: Words = ""
    lines: Annotated[list[AskedLineIn], Field(min_length=1, max_length=100)]

    @model_validator(mode="after")
    def _each_line_once(self) -> "RefundRequestIn":
        if len({line.line for line in self.lines}) < len(self.lines):
            raise ValueError(TWICE)
        return self


class ApprovalIn(Body):
    """`lines`: what is given back, at most what was asked; without them all of it, and the shopper keeps the goods."""

    example = {"lines": [ReturnedLineIn.example], "answer": "Sorry for that. Your money is on its way."}

    lines: Annotated[list[ReturnedLineIn], Field(min_length=1, max_length=100)] | None = None
    answer: Annotated[Words, Field(max_length=300)] = ""


class RefusalIn(Body):
    """`answer`: what the shopper reads."""

    example = {"answer": "The photo shows another product. Please bring it to the counter."}

    answer: Annotated[Words, Field(min_length=1, max_length=300)]


@door.post(
    "/orders/{order_id}/refund-requests",
    who=SIGNED_IN,
    once=True,
    response={201: RefundRequestView},
    errors=[
        errors.NotFound,
        errors.NotRefundable,
        errors.RefundTooLate,
        errors.AskedTooOften,
        RefundMismatch,
    ],
    summary="Ask for money back, line by line, with photos",
)
def ask_refund(request: Request, order_id: UUID, body: RefundRequestIn) -> tuple[int, RefundRequestView]:
    asked = ask(
        request_id=body.request_id,
        order_id=order_id,
        member_id=request.caller.known_id,
        reason=body.reason,
        note=body.note,
        lines=[AskedLine(**line.dict()) for line in body.lines],
    )
    return 201, views([asked], request.caller)[0]


@door.get(
    "/orders/{order_id}/refund-requests",
    who=SIGNED_IN,
    response=list[RefundRequestView],
    errors=[errors.NotFound],
    summary="What I asked back of an order, and the answers",
)
def list_my_refund_requests(request: Request, order_id: UUID) -> list[RefundRequestView]:
    return requests_about(own_order(order_id=order_id, member_id=request.caller.known_id), request.caller)


@door.get(
    "/stores/{store_id}/refund-requests",
    who=CASHIER,
    response=list[RefundRequestView],
    summary="What shoppers ask back; the open ones in the order in which they came",
)
def list_refund_requests(
    request: Request,
    store_id: str,
    state: RequestState | None = None,
    limit: Limit = 50,
    before: Before = None,
) -> list[RefundRequestView]:
    return requests_at(store_id=store_id, caller=request.caller, limit=limit, state=state, before=before)


@door.post(
    "/stores/{store_id}/refund-requests/{request_id}/approval",
    who=CASHIER,
    once=True,
    response=RefundRequestView,
    errors=[
        errors.NotFound,
        errors.OwnPurchase,
        errors.AlreadyDecided,
        errors.NotRefundable,
        errors.LotNotWithShopper,
        RefundMismatch,
    ],
    summary="Give the money back, all that was asked or some of it",
)
def approve_refund_request(
    request: Request, store_id: str, request_id: UUID, body: ApprovalIn
) -> RefundRequestView:
    approved = decide_refund.approve_refund(
        request_id=request_id,
        store_id=store_id,
        returns=None if body.lines is None else [Return(**line.dict()) for line in body.lines],
        answer=body.answer,
        by=request.caller.actor,
    )
    return views([approved], request.caller)[0]


@door.post(
    "/stores/{store_id}/refund-requests/{request_id}/refusal",
    who=CASHIER,
    once=True,
    response=RefundRequestView,
    errors=[errors.NotFound, errors.AlreadyDecided],
    summary="Say no, and why",
)
def decline_refund_request(
    request: Request, store_id: str, request_id: UUID, body: RefusalIn
) -> RefundRequestView:
    declined = decide_refund.decline_refund(
        request_id=request_id, store_id=store_id, answer=body.answer, by=request.caller.actor
    )
    return views([declined], request.caller)[0]
