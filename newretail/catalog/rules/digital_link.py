"""GS1 Digital Link: codes that are web addresses, `https://any.domain/01/{gtin}/10/{lot}?17=271231`.

Written in the standard's canonical order; read in any letter case, on any domain, under any path, with qualifiers in any
order, because a code on a pack cannot be corrected any more. Compressed links are not read.
Source: GS1 Digital Link Standard: URI Syntax, release 1.6, sections 4 and 5.
"""

from datetime import date
from urllib.parse import quote, unquote, urlsplit

from newretail.catalog.errors import MalformedCode
from newretail.catalog.rules import elements, gtin
from newretail.kernel.text import Text

CANONICAL = "https://id.gs1.org"
_WORDS = {"gtin": "01", "lot": "10", "ser": "21", "exp": "17"}  # the names of release 1.1, still on packs
_PRIMARY = {"01", "414"}
_QUALIFIERS = {"01": {"22", "10", "21"}, "414": {"254"}}

NOT_A_LINK = Text(
    en="the address in it is not a product code",
    ko="안에 든 주소가 상품 코드가 아닙니다",
    zh="其中的网址不是商品码",
)
CUT_SHORT = Text(en="the address in it is cut short", ko="안에 든 주소가 잘렸습니다", zh="其中的网址不完整")


def is_web_address(text: str) -> bool:
    return text[:8].lower().startswith(("http://", "https://"))


def read(address: str) -> elements.Pairs:
    """The identifiers in a Digital Link, each checked against its shape. Raises MalformedCode."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        raise MalformedCode(problem=NOT_A_LINK) from None
    return _path_pairs(parts.path) + _query_pairs(parts.query)


def write_product(
    *,
    number: str,
    lot: str | None = None,
    serial: str | None = None,
    expires_on: date | None = None,
    best_before: date | None = None,
    produced_on: date | None = None,
    grams: int | None = None,
    amount: int | None = None,
    decimals: int = 2,
    base: str = CANONICAL,
) -> str:
    """The link of a product, of a lot or of one weighed piece. amount: minor units of a currency with so many `decimals`. Raises MalformedCode."""
    path = [("01", gtin.normalise(number))]
    path += [elements.one(ai, value) for ai, value in (("10", lot), ("21", serial)) if value]
    query = [
        (ai, value.strftime("%y%m%d"))
        for ai, value in (("11", produced_on), ("15", best_before), ("17", expires_on))
        if value is not None
    ]
    if grams is not None:
        query.append(("3103", _six_digits(grams)))
    if amount is not None:
        query.append((f"392{decimals}", str(amount)))
    return _write(base, path, [elements.one(ai, value) for ai, value in query])


def write_shelf(*, gln: str, shelf: str, base: str = CANONICAL) -> str:
    """The link of a shelf: the store's global location number and the shelf's code in it. Raises MalformedCode."""
    if not gtin.is_checked(gln):
        raise MalformedCode(problem=gtin.WRONG_CHECK_DIGIT)
    return _write(base, [elements.one("414", gln), elements.one("254", shelf)], [])


def _path_pairs(path: str) -> elements.Pairs:
    segments = path.split("/")
    if segments and not segments[-1]:
        segments.pop()
    start = next((at for at, segment in enumerate(segments) if _identifier(segment) in _PRIMARY), None)
    if start is None:
        raise MalformedCode(problem=NOT_A_LINK)
    segments = segments[start:]
    if len(segments) % 2:
        raise MalformedCode(problem=CUT_SHORT)
    keys = [_identifier(segment) for segment in segments[::2]]
    values = [_decoded(segment) for segment in segments[1::2]]
    if not _QUALIFIERS[keys[0]].issuperset(keys[1:]):
        raise MalformedCode(problem=NOT_A_LINK)
    if keys[0] == "01":
        values[0] = gtin.normalise(values[0])
    return [elements.one(key, value) for key, value in zip(keys, values, strict=True)]


def _query_pairs(query: str) -> elements.Pairs:
    """The identifiers of the query; other parameters (linkType, store, campaign marks) are not ours to judge."""
    found = []
    for parameter in query.replace(";", "&").split("&"):
        key, _, value = parameter.partition("=")
        ai = _identifier(key)
        if 2 <= len(ai) <= 4 and ai.isascii() and ai.isdigit():
            found.append(elements.one(ai, _decoded(value)))
    return found


def _identifier(segment: str) -> str:
    return _WORDS.get(segment.lower(), segment)


def _decoded(segment: str) -> str:
    try:
        return unquote(segment, errors="strict")
    except UnicodeDecodeError:
        raise MalformedCode(problem=NOT_A_LINK) from None


def _six_digits(grams: int) -> str:
    if not 0 <= grams <= 999_999:
        raise MalformedCode(problem=elements.NOT_AN_AMOUNT)
    return str(grams).zfill(6)


def _write(base: str, path: elements.Pairs, query: elements.Pairs) -> str:
    """Percent-encode every value: a lot may hold `/`, `?`, `+` or `%`."""
    address = base.rstrip("/") + "".join(f"/{ai}/{quote(value, safe='')}" for ai, value in path)
    return address + ("?" + "&".join(f"{ai}={quote(value, safe='')}" for ai, value in query) if query else "")
