"""Banknotes over a counter: enough, and not far too much."""

from collections.abc import Mapping

from newretail.payments.errors import NotEnoughGiven, TooMuchGiven
from newretail.payments.tenders.base import Taken

LARGEST_NOTE = {
    "CHF": 100_000,
    "CNY": 10_000,
    "EUR": 20_000,
    "GBP": 5_000,
    "HKD": 100_000,
    "IDR": 10_000_000,
    "JPY": 10_000,
    "KRW": 50_000,
    "THB": 100_000,
    "TWD": 200_000,
    "USD": 10_000,
    "VND": 500_000,
}
"""In minor units of the currency."""
NOTES_OF_CHANGE = 10
"""Change of more than ten of the largest banknotes is a slip of the finger."""
TIMES_THE_AMOUNT = 100
"""So is that of a currency whose banknotes nobody has told us, where more than a hundred times the amount was given."""


class CashTill:
    def take(self, *, amount: int, currency: str, typed: Mapping[str, str]) -> Taken:
        """Raises NotEnoughGiven or TooMuchGiven."""
        given = int(typed["given"])
        if given < amount:
            raise NotEnoughGiven(amount=amount, given=given)
        note = LARGEST_NOTE.get(currency)
        if given - amount > (NOTES_OF_CHANGE * note if note else TIMES_THE_AMOUNT * amount):
            raise TooMuchGiven(amount=amount, given=given)
        return Taken(given=given)
