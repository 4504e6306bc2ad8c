"""What a camera, a gun or a person may have read, and what it says by itself, before anybody looks into the catalogue."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from newretail.catalog.errors import MalformedCode
from newretail.catalog.rules import digital_link, elements, gtin, weighed
from newretail.kernel.text import Text

MOST_CHARACTERS = 500
_SYMBOLOGY = re.compile(r"\](?:Y[0-9]|[A-Za-z])[0-9A-Za-z]")
_GS1_SYMBOLOGIES = {"]C1", "]e0", "]d2", "]Q3", "]J1"}
_ADD_ON = "]E3"
_OWN_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,31}\Z")

EMPTY = Text(en="it is empty", ko="비어 있습니다", zh="内容为空")
TOO_LONG = Text(en="it is too long", ko="너무 깁니다", zh="内容过长")
STRANGE = Text(en="it is no code of any kind we know", ko="알 수 없는 형식입니다", zh="未知格式")
NOTHING_NAMED = Text(
    en="it names no product and no shelf", ko="상품도 선반도 가리키지 않습니다", zh="未指明商品或货架"
)


class Kind(StrEnum):
    """GTIN: a product by its number. LOT: one lot of it. PIECE: one serial number. WEIGHED: a weighed or priced piece.
    SHELF: a place in a store. OWN: a SKU code or an item number (PLU) typed by hand."""

    GTIN = "gtin"
    LOT = "lot"
    PIECE = "piece"
    WEIGHED = "weighed"
    SHELF = "shelf"
    OWN = "own"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """`gtins`: the numbers it may mean, the likelier first (two only where EAN-8 and UPC-E collide)."""

    kind: Kind
    text: str
    gtins: tuple[str, ...] = ()
    said: elements.Elements = field(default_factory=elements.Elements)
    plu: str | None = None
    own_code: str | None = None


def read(
    text: str, *, today: date, patterns: Iterable[weighed.Pattern] = weighed.USUAL, decimals: int = 2
) -> Reading:
    """What the text is. `decimals`: of the currency that is paid with there. Raises MalformedCode with the reason."""
    cleaned = text.strip(" \t\r\n").replace("\u241d", elements.SEPARATOR)
    if not cleaned:
        raise MalformedCode(problem=EMPTY)
    if len(cleaned) > MOST_CHARACTERS:
        raise MalformedCode(problem=TOO_LONG)
    symbology, cleaned = _without_symbology(cleaned)
    if digital_link.is_web_address(cleaned):
        return _named(text, digital_link.read(cleaned), today, decimals)
    if cleaned.startswith("("):
        return _named(text, elements.split_printed(cleaned), today, decimals)
    if symbology in _GS1_SYMBOLOGIES or _looks_like_elements(cleaned):
        return _named(text, elements.split(cleaned), today, decimals)
    if cleaned.isascii() and cleaned.isdigit():
        return _number(text, cleaned, tuple(patterns))
    if _OWN_CODE.match(cleaned):
        return Reading(kind=Kind.OWN, text=text, own_code=cleaned)
    raise MalformedCode(problem=STRANGE)


def _without_symbology(text: str) -> tuple[str, str]:
    found = _SYMBOLOGY.match(text)
    if not found:
        return "", text
    symbology, rest = found[0], text[found.end() :]
    if symbology == _ADD_ON and len(rest) in (15, 18):  # a magazine's issue number behind its EAN-13
        rest = rest[:13]
    return symbology, rest


def _looks_like_elements(text: str) -> bool:
    """A gun that sends no symbology: separators, or AI 01 with a sound number and more behind it."""
    if elements.SEPARATOR in text:
        return True
    return len(text) >= 16 and text.startswith("01") and text[2:16].isdigit() and gtin.is_checked(text[2:16])


def _named(text: str, pairs: elements.Pairs, today: date, decimals: int) -> Reading:
    said = elements.understand(pairs, today=today, decimals=decimals)
    if said.gtin:
        return Reading(kind=_kind(said), text=text, gtins=(said.gtin,), said=said)
    if said.gln and said.shelf:
        return Reading(kind=Kind.SHELF, text=text, said=said)
    raise MalformedCode(problem=NOTHING_NAMED)


def _kind(said: elements.Elements) -> Kind:
    if said.grams is not None or said.amount is not None:
        return Kind.WEIGHED
    if said.serial:
        return Kind.PIECE
    return Kind.LOT if said.lot else Kind.GTIN


def _number(text: str, digits: str, patterns: tuple[weighed.Pattern, ...]) -> Reading:
    if 4 <= len(digits) <= 6:
        return Reading(kind=Kind.OWN, text=text, plu=digits, own_code=digits)
    as_ean = (
        digits.zfill(13)
        if len(digits) == 12
        else digits[1:]
        if len(digits) == 14 and digits[0] == "0"
        else digits
    )
    if scale := weighed.read(as_ean, patterns=patterns):
        said = elements.Elements(grams=scale.grams, amount=scale.amount)
        gtins = (as_ean.zfill(14),) if len(as_ean) == 13 else ()
        return Reading(kind=Kind.WEIGHED, text=text, plu=scale.plu, gtins=gtins, said=said)
    if len(digits) in gtin.LENGTHS:
        return Reading(kind=Kind.GTIN, text=text, gtins=gtin.readings(digits))
    if len(digits) == 18 and digits.startswith("2"):
        raise MalformedCode(problem=gtin.WRONG_CHECK_DIGIT)
    if _OWN_CODE.match(digits) and len(digits) < 8:
        return Reading(kind=Kind.OWN, text=text, own_code=digits)
    raise MalformedCode(problem=gtin.NOT_A_NUMBER)
