"""Pure rules of payments: when to ask again, how a refund spreads, what of a buyer is kept."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal
from uuid import UUID

PAY_WITHIN = timedelta(minutes=15)
"""How long a QR or a page stays open when the caller sets no earlier end."""
CODE_WITHIN = timedelta(seconds=45)
"""How long a scanned code may wait for its owner's press before it is undone (Alipay: query for 30 s and more)."""
CODE_STEP = timedelta(seconds=3)
CODES_OF_A_SALE, CODES_OF_A_PAYER = 5, 10
"""So many scanned codes may fail for one sale and for one payer within `CODES_COUNTED`; one in 10^16 guesses would hit."""
CODES_COUNTED = timedelta(minutes=10)
LOOK_STEPS = (5, 10, 15)
LOOK_SECONDS = 20
"""A lost notice is made good by asking: never later than this after the money has moved."""
LOOK_AGAIN = timedelta(seconds=3)
"""After a question that got no answer. Sweeps come every 2 s, so a payment whose notice was lost is asked about ten times in the
minute after its money moved, the first time within 22 s and then every 4: with half of all questions unanswered one in a
thousand is still open then (0.5^10), with a tenth one in ten thousand million."""
LEASE = timedelta(seconds=30)
"""A call to a tender ends well before this, so whoever holds the row then is gone."""
RefundDeed = Literal["hand_out", "resend", "turn_to_cash"]
DrawerDeed = Literal["take_cash", "close"]

REFUND_STEPS = (5, 10, 30, 60, 120, 300, 900)


@dataclass(frozen=True, slots=True)
class Refundable:
    """A captured payment and what of it is not yet given back, in minor units."""

    payment_id: UUID
    left: int


def spread(amount: int, *, over: Sequence[Refundable]) -> list[tuple[UUID, int]]:
    """Shares of a refund by payment, in the order given, each within what is left of it.

    The caller has checked that `amount` fits.
    """
    shares = []
    for each in over:
        share = min(amount, each.left)
        if share:
            shares.append((each.payment_id, share))
            amount -= share
    assert amount == 0, "a refund above the capture"
    return shares


def open_amount(*, due: int, covered: int, asked_of_others: Iterable[int]) -> int:
    """What of a sale may still be asked for, in minor units: never below zero."""
    return max(due - covered - sum(asked_of_others), 0)


def sides_of_refund(amount: int, *, prepaid: int) -> tuple[int, int]:
    """How much of a refund comes out of what is still the customer's, and how much out of sales."""
    from_prepaid = min(amount, prepaid)
    return from_prepaid, amount - from_prepaid


def deeds_of_refund(state: str, *, manages: bool, at_hand: bool) -> list[RefundDeed]:
    """What somebody may do with a refund that is not with the customer yet. `manages`: they manage its store; `at_hand`: a person
    pays it out, and they have what it takes."""
    if state == "failed":
        return ["resend", "turn_to_cash"] if manages else []
    return ["hand_out"] if state == "pending" and at_hand else []


def deeds_of_drawer(*, is_open: bool, is_own: bool, manages: bool) -> list[DrawerDeed]:
    """What somebody may do with a drawer: money goes into one's own, and its cashier or a manager of the store counts it."""
    if not is_open:
        return []
    if is_own:
        return ["take_cash", "close"]
    return ["close"] if manages else []


def until_next_look(looks: int, *, by_code: bool, answered: bool) -> timedelta:
    """The wait after the `looks`-th question about a payment that is still open, or of which nobody knows."""
    if by_code:
        return CODE_STEP
    if not answered:
        return LOOK_AGAIN
    return timedelta(seconds=LOOK_STEPS[looks] if looks < len(LOOK_STEPS) else LOOK_SECONDS)


def until_next_try(attempts: int) -> timedelta:
    """The wait after the `attempts`-th try (1, 2, ...) to send a refund that did not come through."""
    assert attempts >= 1
    return timedelta(seconds=REFUND_STEPS[min(attempts, len(REFUND_STEPS)) - 1])


def masked(buyer: str) -> str:
    """An account number or sign-in name of a buyer, of which only the two ends are kept."""
    if not buyer or "*" in buyer:
        return buyer[:64]
    if len(buyer) < 8:
        return "*" * len(buyer)
    return f"{buyer[:3]}****{buyer[-2:]}"
