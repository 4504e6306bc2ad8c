"""Single values of a row: whole numbers, choices, texts, contents. Each raises Unusable with the reason."""

import re
import unicodedata
from collections.abc import Collection
from decimal import Decimal, InvalidOperation

from newretail.catalog.imports.reasons import BAD_CHOICE, BAD_NUMBER, BAD_TEXT, Unusable

_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_SPACE = re.compile(r"\s+")
_UNSEEN = re.compile("[\u00ad\u200b\u2060\ufeff]")
_LINE_END = re.compile("\r\n|[\r\n\x85\u2028\u2029]")
_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:(,|'| )\d{3})(?:\1\d{3})*")
MOST_CONTENT = 10_000_000


def text(value: str, *, most: int) -> str:
    """One line of text, cut at `most` characters."""
    line = one_line(value)
    if _CONTROL.search(line):
        raise Unusable("bad_text", BAD_TEXT, repr(line[:40]))
    return line[:most].rstrip()


def prose(value: str, *, most: int) -> str:
    """Text that may run over several lines, cut at `most` characters."""
    said = some_lines(value)
    if _CONTROL.search(said.replace("\n", "")):
        raise Unusable("bad_text", BAD_TEXT, repr(said[:40]))
    return said[:most].rstrip()


def one_line(value: str) -> str:
    """Text without blanks around it, and with single plain ones in it, whatever kind they were: as the catalogue keeps it, whoever has
    written it."""
    return _SPACE.sub(" ", _UNSEEN.sub("", value)).strip()


def some_lines(value: str) -> str:
    """The same of text that may run over several lines."""
    return "\n".join(map(one_line, _LINE_END.split(value))).strip()


def whole(value: str, *, least: int, most: int) -> int | None:
    """A whole number, None for nothing. `12.0`, as spreadsheets write it, is 12; so are `1,200` and `1 200` 1200."""
    cleaned = unicodedata.normalize("NFKC", value).strip().removesuffix(".0")
    if _THOUSANDS.fullmatch(cleaned):
        cleaned = re.sub(r"[, ']", "", cleaned)
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


def decimal(value: object) -> Decimal | None:
    """A number as data bases write it; None for nothing, for words, and for what is not finite."""
    try:
        number = Decimal(str(value).strip() or "NaN")
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number) < 10**9 else None
