"""What a tender is: a way to take money and to give it back.

Every tender says where its money lands in the ledger and whether a refund is sent by the house or handed out by a
person. A remote tender lives behind a network: each call is bounded in time, and its answer may stay unknown.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol


class Standing(StrEnum):
    """Where a payment stands at the tender's own house."""

    PAID = "paid"
    PAID_BACK = "paid_back"  # was paid, then given back whole
    WAITING = "waiting"
    CLOSED = "closed"
    ABSENT = "absent"  # the tender has never heard of it, or not yet
    REFUSED = "refused"
    UNKNOWN = "unknown"  # asked, and the answer did not come or could not be trusted


class TenderAway(Exception):
    """The tender could not be reached: for certain nothing was done there."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Offer:
    """What the customer is asked to pay. `amount` in minor units; `minutes` until the tender itself closes it."""

    out_trade_no: str
    amount: int
    subject: str
    store_id: str
    way: str
    minutes: int
    auth_code: str | None = None
    return_url: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """What the tender says about a payment. `buyer` is masked; `amount` in minor units where the tender told it."""

    standing: Standing
    trade_no: str = ""
    buyer: str = ""
    amount: int | None = None
    paid_at: datetime | None = None
    qr_code: str = ""
    redirect_url: str = ""
    cause: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class RefundRequest:
    """Money to give back of one payment. The same `request_no` never moves money twice."""

    out_trade_no: str
    request_no: str
    amount: int
    reason: str


class RefundStanding(StrEnum):
    SETTLED = "settled"
    ABSENT = "absent"
    REFUSED = "refused"
    UNKNOWN = "unknown"


@dataclass(frozen=True, kw_only=True, slots=True)
class RefundAnswer:
    standing: RefundStanding
    at: datetime | None = None
    amount: int | None = None
    cause: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class BillRow:
    """One movement on the tender's daily bill. `kind` is "trade" or "refund"; `amount` is above zero for both."""

    kind: str
    out_trade_no: str
    trade_no: str
    request_no: str
    store_id: str
    amount: int
    completed_at: datetime


class Tender(Protocol):
    """Where the money lands (`account`, a kind of ledger account) and how a refund leaves."""

    @property
    def code(self) -> str: ...

    @property
    def ways(self) -> frozenset[str]: ...

    @property
    def account(self) -> str: ...

    @property
    def refunds_by_hand(self) -> bool: ...


class RemoteTender(Tender, Protocol):
    """A tender behind a network. No call may be made inside a database transaction."""

    def open(self, offer: Offer) -> Answer:
        """Ask for the money. Raises TenderAway when for certain nothing was asked."""

    def look(self, *, out_trade_no: str) -> Answer:
        """Where the payment stands."""

    def close(self, *, out_trade_no: str) -> Answer:
        """Close a payment that nobody has paid; a paid one stays paid."""

    def cancel(self, *, out_trade_no: str) -> Answer:
        """Undo the payment whatever became of it; one that was paid is given back."""

    def refund(self, request: RefundRequest) -> RefundAnswer:
        """Give money back."""

    def look_at_refund(self, request: RefundRequest) -> RefundAnswer:
        """Whether that money was given back."""

    def bill(self, *, day: date) -> list[BillRow]:
        """The bill of one day in the tender's own time zone. Raises BillNotReady or TenderAway."""
