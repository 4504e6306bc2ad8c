"""Money: whole minor units of one currency. Never a float."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from newretail.kernel.currencies import minor_digits

__all__ = ["Money", "decimal_text", "included_tax", "line_amount", "minor_digits", "minor_units", "spell"]

_DECIMAL = re.compile(r"([0-9]{1,12})(?:\.([0-9]{1,4}))?", re.ASCII)
_SYMBOLS = {"CNY": "¥", "JPY": "¥", "KRW": "₩", "USD": "$", "EUR": "€", "GBP": "£", "HKD": "HK$"}


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """An amount in minor units (fen, cents) of an ISO 4217 currency."""

    amount: int
    currency: str

    def __add__(self, other: "Money") -> "Money":
        return Money(self.amount + self._same(other).amount, self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.amount - self._same(other).amount, self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.amount, self.currency)

    def __bool__(self) -> bool:
        return self.amount != 0

    def _same(self, other: "Money") -> "Money":
        if other.currency != self.currency:
            raise ValueError(f"{self.currency} and {other.currency} cannot be added")
        return other


def line_amount(*, amount: int, per: int, quantity: int) -> int:
    """What `quantity` base units cost at `amount` minor units per `per` base units, halves rounded up."""
    assert per > 0 and quantity >= 0 and amount >= 0
    return (2 * amount * quantity + per) // (2 * per)


def included_tax(*, amount: int, rate_permille: int) -> int:
    """The tax inside a tax-inclusive amount, at a rate in thousandths, halves rounded up."""
    return (2 * amount * rate_permille + 1000 + rate_permille) // (2 * (1000 + rate_permille))


def share_out(amount: int, *, over: Sequence[int]) -> list[int]:
    """An amount cut into parts by these weights, which add up to it exactly.

    Largest remainder: each part is rounded down, and the units that are left go one each to the largest remainders, the first of
    equals first. No part is above its weight while the amount is not above their sum. Weights of nothing get nothing.
    """
    total = sum(over)
    assert amount >= 0 and all(weight >= 0 for weight in over)
    if not total:
        assert not amount, "an amount needs somebody who takes it"
        return [0 for _ in over]
    parts = [amount * weight // total for weight in over]
    by_remainder = sorted(range(len(over)), key=lambda place: -(amount * over[place] % total))
    for place in by_remainder[: amount - sum(parts)]:
        parts[place] += 1
    return parts


def spell(amount: int, currency: str) -> str:
    """Minor units as people read them: `¥1,280.50`, `-¥6.00`, `₩12,900`; a currency without a sign of its own by its code."""
    sign, minus = _SYMBOLS.get(currency, currency + " "), "-" if amount < 0 else ""
    digits = minor_digits(currency)
    if not digits:
        return f"{minus}{sign}{abs(amount):,}"
    whole, rest = divmod(abs(amount), 10**digits)
    return f"{minus}{sign}{whole:,}.{rest:0{digits}}"


def decimal_text(amount: int, currency: str) -> str:
    """Minor units as machines write them, without a sign of the currency: 1230 is "12.30" of yuan and "1230" of won."""
    assert amount >= 0
    digits = minor_digits(currency)
    whole, rest = divmod(amount, 10**digits)
    return f"{whole}.{rest:0{digits}}" if digits else str(whole)


def minor_units(text: str, currency: str) -> int:
    """Minor units of a decimal such as "12.30". Raises ValueError for a sign, an exponent, or more places than the currency has."""
    match, digits = _DECIMAL.fullmatch(text), minor_digits(currency)
    if match is None or len(match[2] or "") > digits:
        raise ValueError(f"not an amount in {currency}")
    return int(match[1]) * 10**digits + int((match[2] or "").ljust(digits, "0") or 0)
