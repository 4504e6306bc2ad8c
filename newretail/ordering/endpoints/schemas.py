"""Bodies and answers of ordering."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, model_validator

from newretail.chain.api import PhoneNumber
from newretail.fulfilment.api import Substitution
from newretail.kernel.http import Body, Code, Key, Latitude, Longitude, Out, Quantity, ReasonOut, Words
from newretail.ordering.reading.cart_view import CartView
from newretail.ordering.rules import order_id
from newretail.payments.api import PaymentView
from newretail.stores.api import Way

PartOfSum = Annotated[int, Field(strict=True, ge=1, le=100_000_000_000, description="minor units")]
LotCode = Annotated[str, Field(max_length=20, pattern=r"^[!-~]*$")]
Amount = Annotated[int, Field(strict=True, ge=0, le=100_000_000_000, description="minor units")]


class CartLineIn(Body):
    example = {
        "sku_id": "HR-00300",
        "quantity": 2,
        "way": "deliver",
        "substitution": "swap",
        "swap_cap": 4000,
    }

    sku_id: Code
    quantity: Quantity | None = Field(
        None, description="base units; of what goes by the piece (`piece_grams`) whole pieces, or `pieces`"
    )
    pieces: Annotated[int, Field(strict=True, ge=1, le=1000)] | None = Field(
        None, description="of what is ordered by the piece and settled by weight, instead of `quantity`"
    )
    way: Way = Way.DELIVER
    substitution: Substitution = Substitution.REFUND
    swap_cap: Amount | None = None
    lot_code: LotCode = ""
    parent_line: UUID | None = Field(
        None, description="the line it belongs to, as an option or a bundle's part"
    )

    @model_validator(mode="after")
    def _counted_once(self) -> "CartLineIn":
        if (self.quantity is None) == (self.pieces is None):
            raise ValueError("a line has a quantity, or pieces")
        return self


class NewLineIn(CartLineIn):
    example = CartLineIn.example | {"line": "019a8f3e-6c00-7a10-8f00-3b5c2d1e0f01"}

    line: Key


class CartIn(Body):
    """A new cart; `lines` fill it at once, as when somebody orders the same again."""

    example = {"id": "019a8f3e-6a10-7b20-9c00-5d4e3f2a1b00", "lines": [NewLineIn.example]}

    id: Key | None = None
    lines: Annotated[list[NewLineIn], Field(max_length=100)] = []


class AddressIn(Body):
    example = {
        "text": "8 Century Avenue, room 1201",
        "latitude": 31.236,
        "longitude": 121.502,
        "name": "Wang",
        "phone": "+44 20 7946 0000",
        "note": "the lift is on the left",
    }

    text: Annotated[Words, Field(min_length=1)]
    latitude: Latitude
    longitude: Longitude
    name: Annotated[Words, Field(max_length=80)] = ""
    phone: PhoneNumber = ""
    note: Annotated[Words, Field(max_length=200)] = ""


class PromiseIn(Body):
    """`address_id`: one of the member's own; or `address` as it is. Needed where a line is to be delivered."""

    example = {"address": AddressIn.example}

    address_id: UUID | None = None
    address: AddressIn | None = None


class LegOut(Out):
    """`due_at`: null for what the shopper carries out; `was_due_at`: what was told before, where it has moved."""

    way: str
    part: str = ""
    ready_at: datetime | None = None
    due_at: datetime | None
    was_due_at: datetime | None = None
    probability: float
    metres: int = 0


class PromiseOut(Out):
    """`goods`: what the lines cost, `cut`: less than their list prices. The times of `legs` were told at `created_at` and hold if the
    order is paid by `holds_until`; ordered or paid later they count from then. `expires_at`: until when it can be ordered."""

    id: UUID
    created_at: datetime
    holds_until: datetime
    legs: list[LegOut]
    currency: str
    goods: int
    cut: int
    delivery_fee: int
    bag_fee: int
    total: int
    expires_at: datetime


class GlanceOut(Out):
    """What a small order placed at `at` would be promised; `reason`: why a way out is missing from `legs`. Money in minor units."""

    store_id: str
    at: datetime
    legs: list[LegOut]
    delivery_fee: int
    free_delivery_from: int | None
    minimum_order: int
    bag_fee: int
    currency: str
    reason: ReasonOut | None


class OrderIn(Body):
    example = {"promise_id": "019a8f3f-1200-7c30-8a00-6e5f4d3c2b10"}

    promise_id: UUID


class PlacedOut(Out):
    """`legs`: the times that hold if it is paid by `holds_until`; `pay_by`: until when it can be paid at all."""

    id: UUID
    number: str
    state: str
    total: int
    currency: str
    pay_by: datetime
    holds_until: datetime
    legs: list[LegOut]


class LeftOutOut(Out):
    sku_id: str
    name: str
    reason: ReasonOut


class ReorderedOut(Out):
    """The new cart, and what the store does not have for it now."""

    cart: CartView
    left_out: list[LeftOutOut]


class PayIn(Body):
    """`tender`, `way`: as the store's tenders offer them. `amount`: a part of what is open; all of it if not given.

    `return_url`: where the wallet sends the customer back to, an address of this shop.
    """

    example = {"payment_id": "019a8f3f-4500-7d40-8b00-7f6e5d4c3b20", "tender": "alipay", "way": "qr"}

    payment_id: Key
    tender: Code
    way: Literal["qr", "wap"] = "qr"
    amount: PartOfSum | None = None
    return_url: Annotated[str, Field(max_length=300, pattern=r"^https?://[!-~]+$")] | None = None


class SoldLineIn(Body):
    """`part`: which parcel of its way it leaves in; `parent_line`: the number, from 1, of the line above that it belongs to."""

    example = {"sku_id": "HR-00300", "quantity": 2}

    sku_id: Code
    quantity: Quantity
    way: Literal["carry_out", "eat_in"] = "carry_out"
    part: Annotated[str, Field(max_length=16, pattern=r"^[a-z0-9-]*$")] = ""
    parent_line: Annotated[int, Field(strict=True, ge=1, le=100)] | None = None
    lot_code: LotCode = ""


class SaleIn(Body):
    """`pays`: before its goods leave, or after. `member_id`: who buys; a guest of nobody's name if not given."""

    example = {"lines": [SoldLineIn.example], "pays": "before"}

    lines: Annotated[list[SoldLineIn], Field(min_length=1, max_length=100)]
    pays: Literal["before", "after"] = "before"
    member_id: UUID | None = None


class CashIn(Body):
    example = {"payment_id": "019a8f3f-4500-7d40-8b00-7f6e5d4c3b20", "given": 10000}

    payment_id: Key
    given: Amount


class CounterPayIn(Body):
    """`typed`: the fields that the tender wants, as the store's tenders list them. `amount`: a part; the rest if not given."""

    example = {
        "payment_id": "019a8f3f-4500-7d40-8b00-7f6e5d4c3b20",
        "tender": "card",
        "typed": {"slip_no": "000123", "approval_code": "30211845"},
    }

    payment_id: Key
    tender: Code
    typed: dict[Annotated[str, Field(max_length=40)], Annotated[str, Field(max_length=200)]] = Field(
        default_factory=dict, max_length=20
    )
    amount: PartOfSum | None = None


class WalletScanIn(Body):
    """`auth_code`: the digits that the customer's wallet shows. `amount`: a part; the rest if not given."""

    example = {
        "payment_id": "019a8f3f-4500-7d40-8b00-7f6e5d4c3b20",
        "tender": "alipay",
        "auth_code": "281234567890123456",
    }

    payment_id: Key
    tender: Code
    auth_code: Annotated[str, Field(pattern=r"^[0-9]{16,24}$")]
    amount: PartOfSum | None = None


class OrderPaymentOut(Out):
    """What the payer needs: a code to draw, an address to open, or the change; and until when. `cause`: why it failed."""

    id: UUID
    order_id: UUID
    state: str
    tender: str
    tender_name: str
    way: str
    amount: int
    currency: str
    qr_code: str = ""
    redirect_url: str = ""
    change: int | None = None
    cause: str = ""
    pay_by: datetime
    captured_at: datetime | None = None

    @staticmethod
    def resolve_order_id(payment: PaymentView) -> UUID | None:
        return order_id(payment.ref)


class AnswerIn(Body):
    """`sku_id`: the one of the offers that the shopper wants; without it the picker chooses."""

    example = {"accept": True}

    accept: bool
    sku_id: Code | None = None


class ReasonIn(Body):
    example = {"reason": "the cold room failed"}

    reason: Annotated[Words, Field(min_length=1, max_length=200)]


class ReturnedLineIn(Body):
    """`restock`: back on the shelf; `kept`: the shopper keeps it; neither: written off.

    `lot`: which lot comes back, where a line was taken from several (see the order's `lots`); without it the first to expire.
    """

    example = {"line": 2, "quantity": 1, "restock": True, "lot": "L2"}

    line: Annotated[int, Field(strict=True, ge=1, le=1000)]
    quantity: Quantity
    restock: bool = False
    kept: bool = False
    lot: LotCode = ""


class RefundLinesIn(Body):
    example = {
        "refund_id": "019a8f52-0100-7e50-8c00-8a7b6c5d4e30",
        "lines": [ReturnedLineIn.example],
        "reason": "one too many",
    }

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
    example = {"code": "NR1.AGNI6PTMAB5BBDYAHNOC2HQPAE.MFRGGZDFMZTWQ2LK"}

    code: Annotated[str, Field(min_length=1, max_length=120)]


class CountedInBasketIn(Body):
    example = {"sku_id": "HR-00300", "quantity": 2}

    sku_id: Code
    quantity: Annotated[int, Field(strict=True, ge=0, le=1_000_000)]


class BasketAuditIn(Body):
    example = {"counted": [CountedInBasketIn.example]}

    counted: Annotated[list[CountedInBasketIn], Field(max_length=200)]
