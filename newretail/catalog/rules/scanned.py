"""What a camera, a gun or a person may have read, and what it says by itself, before anybody looks into the catalogue."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from newretail.catalog.errors import MalformedCode, NamesNoProduct
from newretail.catalog.rules import digital_link, elements, gtin, keys, letters, weighed
from newretail.kernel.text import Text

MOST_CHARACTERS = 500
_SYMBOLOGY = re.compile(r"\](?:Y[0-9]|[A-Za-z])[0-9A-Za-z]")
_GS1_SYMBOLOGIES = {"]C1", "]e0", "]e1", "]d2", "]Q3", "]J1"}
_BARS, _BARS_AND_ADD_ON, _EAN_8 = "]E0", "]E3", "]E4"
_NUMBERS = {_BARS, _BARS_AND_ADD_ON, _EAN_8, "]I1"}
"""Of these bars every reader knows that they hold a product's number and nothing else."""
_ADD_ONS = {"]E1", "]E2"}
_COMPOSITE = re.compile(r"([0-9]{8}|[0-9]{12,14})\|?\]e[01](.+)\Z", re.DOTALL)
"""Bars with a two-dimensional part above them: the number, then the part with a symbology of its own (General Specifications, 5.9)."""
_OWN_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,31}\Z")

EMPTY = Text(en="it is empty", ko="비어 있습니다", zh="内容为空")
TOO_LONG = Text(en="it is too long", ko="너무 깁니다", zh="内容过长")
STRANGE = Text(en="it is no code of any kind we know", ko="알 수 없는 형식입니다", zh="未知格式")
NOTHING_NAMED = Text(
    en="it names no product and no shelf", ko="상품도 선반도 가리키지 않습니다", zh="未指明商品或货架"
)
ONLY_AN_ADD_ON = Text(
    en="it is only the small code beside a product's",
    ko="상품 코드 옆의 작은 코드입니다",
    zh="只是商品码旁的附加码",
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
    text: str, *, today: date, currency: str, patterns: Iterable[weighed.Pattern] = weighed.USUAL
) -> Reading:
    """What the text is. `currency`: what is paid with where it is read. Raises MalformedCode with the reason, NamesNoProduct."""
    cleaned = letters.plain(text)
    if not cleaned:
        raise MalformedCode(problem=EMPTY)
    if len(cleaned) > MOST_CHARACTERS:
        raise MalformedCode(problem=TOO_LONG)
    symbology, data = _without_symbology(cleaned)
    pairs = _pairs(symbology, data)
    if pairs is not None:
        return _named(text, pairs, today=today, currency=currency)
    digits = _typed(data)
    if digits is not None:
        return _number(text, symbology, digits, tuple(patterns), own_code=data)
    if symbology in _NUMBERS:
        raise MalformedCode(problem=gtin.NOT_A_NUMBER)
    if _OWN_CODE.match(data):
        return Reading(kind=Kind.OWN, text=text, own_code=data)
    raise MalformedCode(problem=STRANGE)


def _without_symbology(text: str) -> tuple[str, str]:
    found = _SYMBOLOGY.match(text)
    if not found:
        return "", text
    symbology, rest = found[0], text[found.end() :]
    if symbology in _ADD_ONS:
        raise MalformedCode(problem=ONLY_AN_ADD_ON)
    if symbology == _BARS_AND_ADD_ON and len(rest) in (15, 18):  # a magazine's issue number behind its EAN-13
        rest = rest[:13]
    return symbology, rest


def _pairs(symbology: str, data: str) -> elements.Pairs | None:
    """The identifiers in a code that has them, however they are written; None for a plain number or name."""
    if digital_link.is_web_address(data):
        return digital_link.read(data)
    if data.startswith("("):
        return elements.split_printed(data)
    if composite := _COMPOSITE.match(data):
        return [(keys.GTIN, _numbers(symbology, composite[1])[0]), *elements.split(composite[2])]
    if symbology in _GS1_SYMBOLOGIES:
        return elements.split(data)
    joined = letters.separated(letters.digits(data) or data)
    return elements.split(joined) if _looks_like_elements(joined) else None


def _looks_like_elements(text: str) -> bool:
    """A gun that sends no symbology: separators, or AI 01 with a sound number and whatever may stand behind it, or a sound AI 00."""
    text = text.lstrip(letters.SEPARATOR)
    if letters.SEPARATOR in text:
        return True
    if text.startswith("00") and len(text) == 20:
        return keys.is_sound("00", text[2:])
    return text.startswith("01") and len(text) >= 16 and gtin.is_checked(text[2:16])


def _named(text: str, pairs: elements.Pairs, *, today: date, currency: str) -> Reading:
    said = elements.understand(pairs, today=today, currency=currency)
    if said.gtin:
        return Reading(kind=_kind(said), text=text, gtins=(said.gtin,), said=said)
    if said.gln and said.shelf:
        return Reading(kind=Kind.SHELF, text=text, said=said)
    key, value = next((pair for pair in pairs if pair[0] in keys.NAMES), ("", ""))
    if not key:
        raise MalformedCode(problem=NOTHING_NAMED)
    if not keys.is_sound(key, value):
        raise MalformedCode(problem=gtin.WRONG_CHECK_DIGIT)
    raise NamesNoProduct(what=keys.NAMES[key], key=key)


def _kind(said: elements.Elements) -> Kind:
    if said.grams is not None or said.amount is not None:
        return Kind.WEIGHED
    if said.serial or said.third_party_serial:
        return Kind.PIECE
    return Kind.LOT if said.lot else Kind.GTIN


def _typed(data: str) -> str | None:
    """The digits of a number as it was typed; with hyphens only where that makes a sound product number, for a SKU may have them."""
    joined = letters.digits(data)
    if joined is None or data.isdigit() or not _OWN_CODE.match(data):
        return joined
    return joined if len(joined) in gtin.LENGTHS and gtin.is_checked(joined) else None


def _number(
    text: str, symbology: str, digits: str, patterns: tuple[weighed.Pattern, ...], *, own_code: str
) -> Reading:
    is_typed = symbology not in _NUMBERS
    if is_typed and 4 <= len(digits) <= 6:
        return Reading(kind=Kind.OWN, text=text, plu=digits, own_code=digits)
    if symbology == _EAN_8:
        return Reading(kind=Kind.GTIN, text=text, gtins=_numbers(symbology, digits))
    as_ean = _as_ean(digits)
    if scale := weighed.read(as_ean, patterns=patterns):
        said = elements.Elements(grams=scale.grams, amount=scale.amount)
        gtins = (as_ean.zfill(14),) if len(as_ean) == 13 else ()
        return Reading(kind=Kind.WEIGHED, text=text, plu=scale.plu, gtins=gtins, said=said)
    if len(digits) in gtin.LENGTHS:
        return Reading(
            kind=Kind.GTIN,
            text=text,
            gtins=_numbers(symbology, digits),
            own_code=own_code if own_code != digits else None,
        )
    if len(digits) == 18 and digits.startswith("2"):
        raise MalformedCode(problem=gtin.WRONG_CHECK_DIGIT)
    if is_typed and len(digits) < 8:
        return Reading(kind=Kind.OWN, text=text, own_code=digits)
    raise MalformedCode(problem=gtin.NOT_A_NUMBER)


def _numbers(symbology: str, digits: str) -> tuple[str, ...]:
    """The numbers that digits may mean, the likelier first, by the bars in which they stood. Raises MalformedCode."""
    if symbology == _EAN_8:
        if len(digits) != 8:
            raise MalformedCode(problem=gtin.NOT_A_NUMBER)
        return (gtin.normalise(digits),)
    return gtin.of_bars(digits) if symbology == _BARS else gtin.readings(digits)


def _as_ean(digits: str) -> str:
    """Thirteen digits where the number is an EAN-13 in another length."""
    if len(digits) == 12:
        return digits.zfill(13)
    return digits[1:] if len(digits) == 14 and digits[0] == "0" else digits
