"""Money as people write it in a file: 19.90, 1,299.00, 1.299,00, ¥19.90, 4,900원. Its currency says how many decimals it has."""

import re
import unicodedata

from newretail.catalog.imports.reasons import NO_AMOUNT, OTHER_SIGN, Unusable
from newretail.kernel.currencies import DECIMALS, is_currency, minor_digits

MOST_MINOR = 10**9
_POINTED = re.compile(r"(\d{1,3}(?:[,' ]\d{3})+|\d+)(?:\.(\d+))?")
_WITH_COMMA = re.compile(r"(\d{1,3}(?:[.' ]\d{3})+|\d+),(\d{1,2})")
_SIGN = r"[^\W\d_]{1,4}\$?|[$€£¥₩₽₹฿₫₺]"
_MONEY = re.compile(rf"({_SIGN})?\s*([\d.,' ]*\d)\s*({_SIGN})?")
_DOLLARS = frozenset(code for code in DECIMALS if code.endswith("D") and code not in ("AED", "BHD", "IQD", "JOD", "KWD", "LYD", "TND", "RSD", "MKD"))  # fmt: skip
_CALLED = {
    "¥": {"CNY", "JPY"}, "元": {"CNY", "TWD", "HKD"}, "人民币": {"CNY"}, "RMB": {"CNY"}, "YUAN": {"CNY"},
    "円": {"JPY"}, "YEN": {"JPY"}, "₩": {"KRW"}, "원": {"KRW"}, "WON": {"KRW"},
    "€": {"EUR"}, "EURO": {"EUR"}, "£": {"GBP"}, "$": _DOLLARS, "US$": {"USD"}, "HK$": {"HKD"}, "NT$": {"TWD"},
    "DOLLAR": _DOLLARS, "₽": {"RUB"}, "₹": {"INR"}, "฿": {"THB"}, "₫": {"VND"}, "₺": {"TRY"},
}  # fmt: skip


def currencies_called(word: str) -> frozenset[str]:
    """The currencies that a sign, a code or a word may mean: `¥` is yuan and yen."""
    plain = unicodedata.normalize("NFKC", word).strip().upper()
    return frozenset({plain} if is_currency(plain) else _CALLED.get(plain, ()))


def names_currency(cell: str) -> bool:
    """Whether an amount has a sign or a code of some currency: then it is meant as people write it, never in minor units."""
    found = _MONEY.fullmatch(_plain(cell))
    return found is not None and bool(found[1] or found[3])


def money(cell: str, currency: str) -> int:
    """Minor units of an amount in this currency. Raises Unusable, also where it names another currency or is finer than this one has."""
    found = _MONEY.fullmatch(_plain(cell))
    if found is None:
        raise Unusable("bad_number", NO_AMOUNT, cell)
    if any(sign and currency not in currencies_called(sign) for sign in (found[1], found[3])):
        raise Unusable("unknown_currency", OTHER_SIGN, cell)
    digits = minor_digits(currency)
    number = _POINTED.fullmatch(found[2]) or _WITH_COMMA.fullmatch(found[2])
    fraction = (number[2] or "").rstrip("0") if number else ""
    may_be_decimals = digits == 3 and re.fullmatch(r"\d{1,3},\d{3}", found[2])
    if number is None or len(fraction) > digits or may_be_decimals:
        raise Unusable("bad_number", NO_AMOUNT, cell)
    minor = int(re.sub(r"\D", "", number[1]) + fraction.ljust(digits, "0"))
    if minor > MOST_MINOR:
        raise Unusable("bad_number", NO_AMOUNT, cell)
    return minor


def _plain(cell: str) -> str:
    """Full-width signs and digits as usual ones."""
    return unicodedata.normalize("NFKC", cell).strip()
