"""What became true here. Amounts are minor units; times are ISO 8601 in UTC."""

from dataclasses import dataclass

from newretail.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class PaymentCaptured(Event):
    """The money of one payment is here. `covered`: what of the sale is paid now, `still_open`: what of it is not.

    `late`: it came after the sale had been voided or the payment closed, or when nothing was open any more. It is in the books and
    a refund of the whole is already on its way, so the sale above does nothing about it.
    """

    name = "payment.captured"
    lasts = True

    payment_id: str
    tender: str
    amount: int
    currency: str
    at: str
    covered: int
    still_open: int
    late: bool = False


@dataclass(frozen=True, kw_only=True)
class PaymentFailed(Event):
    """No money will come of this payment. `cause`: refused | expired | voided | unreachable."""

    name = "payment.failed"
    lasts = True

    payment_id: str
    tender: str
    amount: int
    currency: str
    cause: str


@dataclass(frozen=True, kw_only=True)
class RefundSettled(Event):
    """A part of a refund has reached the customer. `refund_id` is the caller's; one per payment it was spread over."""

    name = "refund.settled"
    lasts = True

    refund_id: str
    payment_id: str
    tender: str
    amount: int
    currency: str
    at: str


@dataclass(frozen=True, kw_only=True)
class RefundResumed(Event):
    """A person took up a part of a refund that its tender had refused. `how`: resent to its tender, or turned_to_cash."""

    name = "refund.resumed"
    lasts = True

    refund_id: str
    payment_id: str
    tender: str
    amount: int
    currency: str
    how: str
    by: str


@dataclass(frozen=True, kw_only=True)
class RefundFailed(Event):
    """The tender will not take this part of a refund back. It is still owed; a person pays it out or sends it again."""

    name = "refund.failed"
    lasts = True

    refund_id: str
    payment_id: str
    tender: str
    amount: int
    currency: str
    cause: str
