"""Facts of a sale."""

from dataclasses import dataclass

from newretail.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class OrderPlaced(Event):
    name = "order.placed"
    lasts = True

    number: str
    total: int
    currency: str
    pay_by: str
    pays: str = "before"


@dataclass(frozen=True, kw_only=True)
class OrderTimeMoved(Event):
    """A parcel is promised for another time than the one told before. why: ordered_later than it was quoted, or paid_later than it could
    wait for the money. `due_at` is what counts from now on."""

    name = "order.time_moved"
    lasts = True

    number: str
    way: str
    was: str
    due_at: str
    why: str
    part: str = ""


@dataclass(frozen=True, kw_only=True)
class OrderPaid(Event):
    name = "order.paid"
    lasts = True

    number: str
    amount: int
    currency: str


@dataclass(frozen=True, kw_only=True)
class OrderReleased(Event):
    name = "order.released"
    lasts = True

    number: str
    ways: list[str]


@dataclass(frozen=True, kw_only=True)
class OrderSettled(Event):
    """What a leg came to; `returned` goes back by itself."""

    name = "order.settled"
    lasts = True

    number: str
    way: str
    settled: int
    returned: int
    part: str = ""


@dataclass(frozen=True, kw_only=True)
class OrderDone(Event):
    name = "order.done"
    lasts = True

    number: str
    settled: int


@dataclass(frozen=True, kw_only=True)
class OrderExpired(Event):
    name = "order.expired"
    lasts = True

    number: str


@dataclass(frozen=True, kw_only=True)
class OrderCancelled(Event):
    name = "order.cancelled"
    lasts = True

    number: str
    reason: str
    by: str


@dataclass(frozen=True, kw_only=True)
class OrderRefunded(Event):
    name = "order.refunded"
    lasts = True

    number: str
    amount: int
    lines: list[dict[str, object]]
    reason: str


@dataclass(frozen=True, kw_only=True)
class RefundRequested(Event):
    """A shopper asks for money back; what they write and show stays with the request."""

    name = "refund_request.made"
    lasts = True

    number: str
    request_id: str
    reason: str
    lines: list[dict[str, object]]


@dataclass(frozen=True, kw_only=True)
class RefundRequestDecided(Event):
    """state: approved or declined; `amount` goes back."""

    name = "refund_request.decided"
    lasts = True

    number: str
    request_id: str
    state: str
    amount: int
    currency: str


@dataclass(frozen=True, kw_only=True)
class ShopperLeft(Event):
    name = "shopper.left"
    lasts = True

    number: str
    verdict: str
    risk: float
