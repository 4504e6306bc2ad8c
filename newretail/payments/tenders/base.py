"""What passes between payments and a tender: offers and answers, refunds, notices, and the lines of a bill.

A remote tender lives behind a network: each call is bounded in time, and its answer may stay unknown. A till is how staff
take a tender at a counter.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol


class Standing(StrEnum):
    """Where a payment stands in the tender's own books."""

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
    currency: str
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
    currency: str
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


class RemoteTender(Protocol):
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


class Forged(ValueError):
    """Not a notice from the tender. Says why, without repeating what it held."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedNotice:
    """What the tender's own signature stands for. `mismatch` names what is not ours in it, such as app_id.

    `amount` in minor units of `currency`, None where the notice tells none; `status` and `amount_text` are the tender's own
    words, for the log. `paid`: the money is there; `ended`: the tender says that none will come.
    """

    notify_id: str
    out_trade_no: str
    trade_no: str
    status: str
    amount_text: str
    amount: int | None
    currency: str
    buyer: str
    paid_at: datetime | None
    paid: bool
    ended: bool
    mismatch: str


class Notices(Protocol):
    """How a tender tells us of a payment by itself, and what it wants to hear (`text/plain`)."""

    @property
    def taken(self) -> str: ...

    @property
    def refused(self) -> str: ...

    def read(self, body: bytes) -> SignedNotice:
        """Verify and read a notice. Raises Forged, also where the tender is not set up here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What a till makes of what staff typed in. `given`: what was handed over where there is change, in minor units."""

    trade_no: str = ""
    given: int | None = None


class Till(Protocol):
    """How staff take a tender at a counter. What they type in has been read by the fields of its declaration."""

    def take(self, *, amount: int, currency: str, typed: Mapping[str, str]) -> Taken:
        """Raises a refusal where that cannot be right; nothing is written then."""
