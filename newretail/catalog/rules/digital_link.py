"""GS1 Digital Link: codes that are web addresses, `https://any.domain/01/{gtin}/10/{lot}?17=271231`.

Written in the standard's canonical order; read in any letter case, on any domain, under any path, with qualifiers in any
order and compressed too, because a code on a pack cannot be corrected any more. A resolver has to be stricter: `as_requested`.
Source: GS1 Digital Link Standard: URI Syntax, release 1.6, sections 4 and 5.
"""

import re
from datetime import date
from functools import cache
from urllib.parse import quote, unquote, urlsplit

from newretail.catalog.errors import MalformedCode
from newretail.catalog.rules import compressed_link, elements, gtin, keys
from newretail.kernel.text import Text

CANONICAL = "https://id.gs1.org"
_WORDS = {
    "gtin": "01", "cpv": "22", "lot": "10", "ser": "21", "exp": "17", "gln": "414", "glnx": "254", "payto": "415", "refno": "8020",
    "sscc": "00", "gdti": "253", "gcn": "255", "ginc": "401", "gsin": "402", "grai": "8003", "giai": "8004", "itip": "8006",
    "cpid": "8010", "cpsn": "8011", "gmn": "8013", "gsrnp": "8017", "gsrn": "8018", "srin": "8019",
}  # fmt: skip
"""The names of releases 1.0 and 1.1, still on packs."""

NOT_A_LINK = Text(
    en="the address in it is not a product code",
    ko="안에 든 주소가 상품 코드가 아닙니다",
    zh="其中的网址不是商品码",
)
CUT_SHORT = Text(en="the address in it is cut short", ko="안에 든 주소가 잘렸습니다", zh="其中的网址不完整")
OUT_OF_ORDER = Text(
    en="the parts of the address stand in the wrong order",
    ko="주소의 항목 순서가 잘못되었습니다",
    zh="网址各部分的顺序不对",
)
TWO_LEVELS = Text(
    en="its lot or serial number would be read as two",
    ko="로트나 일련번호가 둘로 읽힐 수 있습니다",
    zh="其批次或序列号会被读成两个",
)
_LOOKS_LIKE_A_LEVEL = re.compile(r"/(?:22|10|21|235|lot|ser|cpv)/", re.IGNORECASE)


def is_web_address(text: str) -> bool:
    return text[:8].lower().startswith(("http://", "https://"))


def read(address: str) -> elements.Pairs:
    """The identifiers in a Digital Link, each checked against its shape. Raises MalformedCode."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        raise MalformedCode(problem=NOT_A_LINK) from None
    return _path_pairs(parts.path) + _query_pairs(parts.query)


def as_requested(path: str, query: str, *, base: str) -> str:
    """The whole link of a request to a domain of our own, whose server has decoded the `path`: uncompressed and in canonical order,
    with those parameters of the `query` that are identifiers.

    Stricter than `read`, as a resolver has to be: raises MalformedCode also for qualifiers out of order. In a decoded path a `/`
    within a lot looks like the next segment: where the segments are no pairs, what stands between two identifiers in the standard's
    order is one value.
    """
    segments = path.strip("/").split("/")
    key = _identifier(segments[0])
    if key not in keys.PRIMARY:
        pairs = compressed_link.unpack(segments[-1])
        if pairs is None:
            raise MalformedCode(problem=NOT_A_LINK)
    elif len(segments) < 2:
        raise MalformedCode(problem=CUT_SHORT)
    else:
        pairs = [(key, segments[1]), *_behind(key, "/".join(segments[2:]))]
    leading = next((ai for ai, _ in pairs if ai in keys.PRIMARY), "")
    levels = (leading, *(each for chain in keys.QUALIFIERS.get(leading, ()) for each in chain))
    link = _write(
        base,
        sorted((pair for pair in pairs if pair[0] in levels), key=lambda pair: levels.index(pair[0])),
        [pair for pair in pairs if pair[0] not in levels],
    )
    asked = "&".join(each for each in query.replace(";", "&").split("&") if _is_data(each))
    return link + ("&" if "?" in link else "?") * bool(asked) + asked


def _behind(key: str, path: str) -> elements.Pairs:
    if not path:
        return []
    segments = path.split("/")
    if len(segments) == 1 and (packed := compressed_link.unpack(segments[0])):
        return packed
    names = [_identifier(each) for each in segments[::2]]
    if len(segments) % 2 == 0 and set(names) <= keys.may_carry(key):
        if not keys.in_order(key, names):
            raise MalformedCode(problem=OUT_OF_ORDER)
        return list(zip(names, segments[1::2], strict=True))
    for chain in keys.QUALIFIERS.get(key, ()):
        if found := _within(chain).match("/" + path):
            return [(ai, value) for ai, value in zip(chain, found.groups(), strict=True) if value]
    raise MalformedCode(problem=CUT_SHORT if len(segments) % 2 else NOT_A_LINK)


@cache
def _within(chain: tuple[str, ...]) -> re.Pattern[str]:
    """What matches a path of these qualifiers, each once at most, with any character in their values."""
    spelled = {ai: "|".join([ai, *(word for word, key in _WORDS.items() if key == ai)]) for ai in chain}
    return re.compile("".join(rf"(?:/(?:{spelled[ai]})/(.+?))?" for ai in chain) + r"\Z", re.IGNORECASE)


def _is_data(parameter: str) -> bool:
    """Parameters named by figures are kept for identifiers, whether there is such a one or not."""
    ai = _identifier(parameter.partition("=")[0])
    return ai.isascii() and ai.isdigit()


def write_product(
    *,
    number: str,
    variant: str | None = None,
    lot: str | None = None,
    serial: str | None = None,
    third_party_serial: str | None = None,
    expires_on: date | None = None,
    best_before: date | None = None,
    sell_by: date | None = None,
    produced_on: date | None = None,
    packed_on: date | None = None,
    grams: int | None = None,
    amount: int | None = None,
    decimals: int = 2,
    base: str = CANONICAL,
) -> str:
    """The link of a product, of a lot or of one weighed piece. amount: minor units of a currency with so many `decimals`. Raises MalformedCode."""
    path = [(keys.GTIN, gtin.normalise(number))]
    levels = (("22", variant), ("10", lot), ("21", serial), ("235", third_party_serial))
    path += [elements.one(ai, value) for ai, value in levels if value]
    if any(_LOOKS_LIKE_A_LEVEL.search(value + "/") for _, value in path[1:]):
        raise MalformedCode(problem=TWO_LEVELS)
    days = (("11", produced_on), ("13", packed_on), ("15", best_before), ("16", sell_by), ("17", expires_on))
    query = [(ai, value.strftime("%y%m%d")) for ai, value in days if value is not None]
    if grams is not None:
        query.append(("3103", _six_digits(grams)))
    if amount is not None:
        query.append((f"392{decimals}", str(amount)))
    return _write(base, path, [elements.one(ai, value) for ai, value in query])


def write_shelf(*, gln: str, shelf: str, base: str = CANONICAL) -> str:
    """The link of a shelf: the store's global location number and the shelf's code in it. Raises MalformedCode."""
    if not gtin.is_checked(gln):
        raise MalformedCode(problem=gtin.WRONG_CHECK_DIGIT)
    return _write(base, [elements.one(keys.LOCATION, gln), elements.one("254", shelf)], [])


def _path_pairs(path: str) -> elements.Pairs:
    """The pairs behind the first key that has a sound value and nothing but its qualifiers after it; whatever stands before is a path
    of the domain, be it `/2026/01`."""
    segments = path.rstrip("/").split("/")
    fault = NOT_A_LINK
    for start, segment in enumerate(segments):
        key = _identifier(segment)
        if key not in keys.PRIMARY:
            continue
        if start + 1 == len(segments):
            fault = CUT_SHORT
        elif _is_sound(key, segments[start + 1]):
            pairs = _qualified(key, segments[start + 1], segments[start + 2 :])
            if pairs is not None:
                return pairs
            fault = CUT_SHORT if len(segments[start:]) % 2 else NOT_A_LINK
        elif key == keys.GTIN:
            fault = _fault_of_number(segments[start + 1], otherwise=fault)
    if packed := compressed_link.unpack(segments[-1]):
        return [elements.one(ai, value) for ai, value in packed]
    raise MalformedCode(problem=fault)


def _qualified(key: str, value: str, behind: list[str]) -> elements.Pairs | None:
    """A key and what stands behind it in the path, plain or packed; None where that is something else."""
    first = [(key, _decoded(value))]
    if key == keys.GTIN:
        first = [(key, gtin.normalise(first[0][1]))]
    if len(behind) == 1 and (packed := compressed_link.unpack(behind[0])):
        return first + [elements.one(ai, each) for ai, each in packed]
    names = [_identifier(each) for each in behind[::2]]
    if len(behind) % 2 or not set(names) <= keys.may_carry(key):
        return None
    values = [_decoded(each) for each in behind[1::2]]
    return first + [elements.one(ai, each) for ai, each in zip(names, values, strict=True)]


def _is_sound(key: str, segment: str) -> bool:
    value = _decoded(segment)
    if key == keys.GTIN:
        return len(value) in gtin.LENGTHS and gtin.is_checked(value) and bool(value.strip("0"))
    try:
        elements.one(key, value)
    except MalformedCode:
        return False
    return True


def _fault_of_number(segment: str, *, otherwise: Text) -> Text:
    """A product number with a wrong check digit is more worth saying than that the address is another."""
    value = _decoded(segment)
    return gtin.WRONG_CHECK_DIGIT if len(value) in gtin.LENGTHS and value.isdigit() else otherwise


def _query_pairs(query: str) -> elements.Pairs:
    """The identifiers of the query; other parameters (linkType, store, campaign marks) are not ours to judge."""
    found = []
    for parameter in query.replace(";", "&").split("&"):
        name, _, value = parameter.partition("=")
        if _is_data(parameter):
            ai, value = _identifier(name), _decoded(value)
            found.append(elements.one(ai, gtin.normalise(value) if ai == keys.GTIN else value))
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
        raise MalformedCode(problem=elements.TOO_HEAVY)
    return str(grams).zfill(6)


def _write(base: str, path: elements.Pairs, query: elements.Pairs) -> str:
    """Percent-encode every value: a lot may hold `/`, `?`, `+` or `%`."""
    address = base.rstrip("/") + "".join(f"/{ai}/{quote(value, safe='')}" for ai, value in path)
    return address + ("?" + "&".join(f"{ai}={quote(value, safe='')}" for ai, value in query) if query else "")
