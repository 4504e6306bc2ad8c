"""Banknotes over a counter: enough, and not far too much."""

from collections.abc import Mapping

from newretail.payments.errors import NotEnoughGiven, TooMuchGiven
from newretail.payments.tenders.base import Taken

LARGEST_NOTE = {
    "CNY": 10_000,
    "EUR": 20_000,
    "GBP": 5_000,
    "HKD": 100_000,
    "JPY": 10_000,
    "KRW": 50_000,
    "USD": 10_000,
}
NOTES_OF_CHANGE = 10
"""Change of more than ten of the largest banknotes is a slip of the finger."""


class CashTill:
    def take(self, *, amount: int, currency: str, typed: Mapping[str, str]) -> Taken:
        """Raises NotEnoughGiven or TooMuchGiven."""
        given = int(typed["given"])
        if given < amount:
            raise NotEnoughGiven(amount=amount, given=given)
        if given - amount > NOTES_OF_CHANGE * LARGEST_NOTE.get(currency, 10_000):
            raise TooMuchGiven(amount=amount, given=given)
        return Taken(given=given)
