"""Single values of a row: whole numbers, choices, texts, contents. Each raises Unusable with the reason."""

import re
from collections.abc import Collection
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from newretail.catalog.imports.reasons import BAD_CHOICE, BAD_NUMBER, BAD_TEXT, Unusable

_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_BLANK = re.compile(r"[\t ]+")
_SPACE = re.compile(r"[\t\n\r ]+")
_QUANTITY = re.compile(
    r"(?:(\d{1,3})\s*[x×*]\s*)?(\d{1,6}(?:[.,]\d{1,3})?)\s*(kg|g|gr|mg|ml|cl|dl|l|litres?|liters?|oz|fl\.? ?oz|lbs?)\b",
    re.I,
)
_MILLI = {
    "kg": ("gram", 1_000_000), "g": ("gram", 1000), "gr": ("gram", 1000), "mg": ("gram", 1), "oz": ("gram", 28_350),
    "lb": ("gram", 453_592), "lbs": ("gram", 453_592),
    "ml": ("millilitre", 1000), "cl": ("millilitre", 10_000), "dl": ("millilitre", 100_000), "l": ("millilitre", 1_000_000),
    "litre": ("millilitre", 1_000_000), "litres": ("millilitre", 1_000_000), "liter": ("millilitre", 1_000_000),
    "liters": ("millilitre", 1_000_000), "floz": ("millilitre", 29_574),
}  # fmt: skip
MOST_CONTENT = 10_000_000


def text(value: str, *, most: int) -> str:
    """One line of text, cut at `most` characters."""
    line = _SPACE.sub(" ", value).strip()
    if _CONTROL.search(line):
        raise Unusable("bad_text", BAD_TEXT, repr(line[:40]))
    return line[:most].rstrip()


def prose(value: str, *, most: int) -> str:
    """Text that may run over several lines, cut at `most` characters."""
    lines = [_BLANK.sub(" ", line).strip() for line in value.splitlines()]
    said = "\n".join(lines).strip()
    if _CONTROL.search(said.replace("\n", "")):
        raise Unusable("bad_text", BAD_TEXT, repr(said[:40]))
    return said[:most].rstrip()


def whole(value: str, *, least: int, most: int) -> int | None:
    """A whole number, None for nothing. `12.0`, as spreadsheets write it, is 12."""
    cleaned = value.strip().removesuffix(".0")
    if not cleaned:
        return None
    if not (cleaned.isascii() and cleaned.lstrip("-").isdigit() and len(cleaned) <= 15):
        raise Unusable("bad_number", BAD_NUMBER, value)
    number = int(cleaned)
    if not least <= number <= most:
        raise Unusable("bad_number", BAD_NUMBER, value)
    return number


def choice(value: str, *, among: Collection[str], otherwise: str) -> str:
    chosen = value.strip().lower() or otherwise
    if chosen not in among:
        raise Unusable("bad_choice", BAD_CHOICE, value)
    return chosen


def yes(value: str) -> bool:
    return choice(value, among=("0", "1", "no", "yes", "false", "true"), otherwise="0") in (
        "1",
        "yes",
        "true",
    )


def content(value: str) -> tuple[int, str] | None:
    """`4 x 125 g`, `33 cl`, `1,5 L` as whole grams or millilitres; None where the text says neither."""
    found = _QUANTITY.search(value[:100])
    if not found:
        return None
    count, number, unit = found.groups()
    kind, milli = _MILLI[unit.lower().replace(".", "").replace(" ", "")]
    exact = Decimal(number.replace(",", ".")) * int(count or 1) * milli / 1000
    amount = int(exact.quantize(Decimal(1), rounding=ROUND_HALF_UP))
    return (amount, kind) if 1 <= amount <= MOST_CONTENT else None


def decimal(value: object) -> Decimal | None:
    """A number as data bases write it; None for nothing, for words, and for what is not finite."""
    try:
        number = Decimal(str(value).strip() or "NaN")
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number) < 10**9 else None
