"""Bodies and answers of ordering."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field

from newretail.kernel.http import Body, Code, Key, Out, Quantity, Words

Way = Literal["carry_out", "deliver", "pick_up", "eat_in"]
Amount = Annotated[int, Field(strict=True, ge=0, le=100_000_000_000, description="minor units")]


class CartLineIn(Body):
    sku_id: Code
    quantity: Quantity
    way: Way = "deliver"
    substitution: Literal["swap", "ask", "refund"] = "refund"
    swap_cap: Amount | None = None
    lot_code: Annotated[str, Field(max_length=20, pattern=r"^[!-~]*$")] = ""


class NewLineIn(CartLineIn):
    line: Key


class CartIn(Body):
    """A new cart; `lines` fill it at once, as when somebody orders the same again."""

    id: Key | None = None
    lines: Annotated[list[NewLineIn], Field(max_length=100)] = []


class AddressIn(Body):
    text: Annotated[Words, Field(min_length=1)]
    latitude: Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)]
    longitude: Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)]
    name: Annotated[Words, Field(max_length=80)] = ""
    phone: Annotated[str, Field(max_length=20, pattern=r"^[0-9+ ()-]*$")] = ""
    note: Annotated[Words, Field(max_length=200)] = ""


class PromiseIn(Body):
    """`address_id`: one of the member's own; or `address` as it is. Needed where a line is to be delivered."""

    address_id: UUID | None = None
    address: AddressIn | None = None


class LegOut(Out):
    way: str
    ready_at: datetime | None = None
    due_at: datetime
    probability: float
    metres: int = 0


class PromiseOut(Out):
    id: UUID
    legs: list[LegOut]
    currency: str
    goods: int
    delivery_fee: int
    bag_fee: int
    total: int
    expires_at: datetime


class OrderIn(Body):
    promise_id: UUID


class PlacedOut(Out):
    id: UUID
    number: str
    state: str
    total: int
    currency: str
    pay_by: datetime


class OrderBriefOut(Out):
    id: UUID
    number: str
    store_id: str
    state: str
    total: int
    settled: int | None
    currency: str
    created_at: datetime
    paid_at: datetime | None
    ended_at: datetime | None


class StageOut(Out):
    stage: str
    way: str
    at: datetime


class PayIn(Body):
    payment_id: Key
    tender: Literal["alipay"] = "alipay"
    way: Literal["qr", "code", "wap"] = "qr"
    auth_code: Annotated[str, Field(pattern=r"^[0-9]{16,24}$")] | None = None
    return_url: Annotated[str, Field(max_length=300, pattern=r"^https?://[!-~]+$")] | None = None


class CashIn(Body):
    payment_id: Key
    given: Amount


class OrderPaymentOut(Out):
    """What the payer needs: a code to draw, an address to open, or the change."""

    id: UUID
    state: str
    tender: str
    way: str
    amount: int
    currency: str
    qr_code: str = ""
    redirect_url: str = ""
    change: int | None = None


class AnswerIn(Body):
    accept: bool


class ReasonIn(Body):
    reason: Annotated[Words, Field(min_length=1, max_length=200)]


class ReturnedLineIn(Body):
    """`restock`: back on the shelf; `kept`: the shopper keeps it; neither: written off."""

    line: Annotated[int, Field(strict=True, ge=1, le=1000)]
    quantity: Quantity
    restock: bool = False
    kept: bool = False


class RefundLinesIn(Body):
    refund_id: Key
    lines: Annotated[list[ReturnedLineIn], Field(min_length=1, max_length=100)]
    reason: Annotated[Words, Field(min_length=1, max_length=80)]


class LinesRefundedOut(Out):
    refund_id: UUID
    amount: int
    currency: str


class ExitCodeOut(Out):
    code: str


class ExitIn(Body):
    code: Annotated[str, Field(min_length=1, max_length=120)]


class ExitOut(Out):
    order_id: UUID
    number: str
    verdict: str
    risk: float
    reasons: list[str]
    found: list[dict[str, Any]]
    at: datetime


class CountedInBasketIn(Body):
    sku_id: Code
    quantity: Annotated[int, Field(strict=True, ge=0, le=1_000_000)]


class BasketAuditIn(Body):
    counted: Annotated[list[CountedInBasketIn], Field(max_length=200)]
