"""A slip that a card terminal printed: its number and the bank's approval, together, name one payment of a store."""

from collections.abc import Mapping

from newretail.payments.tenders.base import Taken


class CardTill:
    def take(self, *, amount: int, currency: str, typed: Mapping[str, str]) -> Taken:
        """The terminal has the money already; a slip that was typed in before is refused when it is written."""
        return Taken(trade_no=f"{typed['slip_no']}/{typed['approval_code']}")
