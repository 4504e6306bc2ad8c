"""Facts of a sale."""

from dataclasses import dataclass

from newretail.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class OrderPlaced(Event):
    number: str
    total: int
    currency: str
    pay_by: str
    pays: str = "before"


@dataclass(frozen=True, kw_only=True)
class OrderPaid(Event):
    number: str
    amount: int
    currency: str


@dataclass(frozen=True, kw_only=True)
class OrderReleased(Event):
    number: str
    ways: list[str]


@dataclass(frozen=True, kw_only=True)
class OrderSettled(Event):
    """What a leg came to; `returned` goes back by itself."""

    number: str
    way: str
    settled: int
    returned: int
    part: str = ""


@dataclass(frozen=True, kw_only=True)
class OrderDone(Event):
    number: str
    settled: int


@dataclass(frozen=True, kw_only=True)
class OrderExpired(Event):
    number: str


@dataclass(frozen=True, kw_only=True)
class OrderCancelled(Event):
    number: str
    reason: str
    by: str


@dataclass(frozen=True, kw_only=True)
class OrderRefunded(Event):
    number: str
    amount: int
    lines: list[dict[str, object]]
    reason: str


@dataclass(frozen=True, kw_only=True)
class RefundRequested(Event):
    """A shopper asks for money back; what they write and show stays with the request."""

    number: str
    request_id: str
    reason: str
    lines: list[dict[str, object]]


@dataclass(frozen=True, kw_only=True)
class RefundRequestDecided(Event):
    """state: approved or declined; `amount` goes back."""

    number: str
    request_id: str
    state: str
    amount: int
    currency: str


@dataclass(frozen=True, kw_only=True)
class ShopperLeft(Event):
    number: str
    verdict: str
    risk: float
