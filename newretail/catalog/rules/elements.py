"""GS1 application identifiers: what the pairs in a code mean, and the two ways of writing them in one string.

biip knows the shape of every identifier; what a value means is decided here, because biip asks the system for the year, lets a
wrong check digit pass, and reads a money value shorter than its decimals as nonsense.
Source: GS1 General Specifications, chapters 3 and 7.
"""

import calendar
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache

from biip import ParseError
from biip.gs1_application_identifiers import GS1ApplicationIdentifier

from newretail.catalog.errors import MalformedCode
from newretail.catalog.rules import gtin, letters
from newretail.catalog.rules.letters import SEPARATOR
from newretail.catalog.rules.measures import Caution, Measures, measured
from newretail.kernel.text import Text

NOT_ELEMENTS = Text(en="its parts do not fit together", ko="구성 요소가 맞지 않습니다", zh="其组成部分不匹配")
TWICE = Text(
    en="it says the same thing twice, differently",
    ko="같은 항목이 서로 다르게 두 번 있습니다",
    zh="同一项出现两次且不一致",
)
NO_SUCH_DAY = Text(en="its date does not exist", ko="없는 날짜입니다", zh="日期不存在")
RUN_TOGETHER = Text(
    en="the separators in it are written out, so its parts have run together",
    ko="구분 기호가 글자로 들어가 항목이 서로 붙어 있습니다",
    zh="分隔符被写成了文字，各部分连在一起",
)
TOO_HEAVY = Text(
    en="its weight does not fit into a code",
    ko="무게가 코드에 들어가지 않습니다",
    zh="重量超出条码可表示范围",
)

Pairs = list[tuple[str, str]]
_SHAPES = {"8010": r"^8010([A-Z0-9/#-]{1,30})$"}
"""Where biip's table is narrower than the General Specifications."""
_WORDS = {"10": "lot", "21": "serial", "22": "variant", "235": "third_party_serial", "254": "shelf"}
_DAYS = {
    "11": "produced_on",
    "13": "packed_on",
    "15": "best_before",
    "16": "sell_by",
    "17": "expires_on",
    "7003": "expires_on",
}
_DUE = "12"
_BRACKET = "\\("
"""A bracket that belongs to a value, as GS1's own programs write it."""
_PRINTED = re.compile(r"\(([0-9]{2,4})\)\s*([^(\s]*(?:(?:(?<=\\)\(|\((?![0-9]{2,4}\)))[^(\s]*)*)\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Elements:
    """What a code says. Dates are days; `grams` and `amount` (minor units) as `measures` reads them, `cautions` what was lost there.

    variant: the consumer product variant (AI 22). third_party_serial: AI 235. sell_by: the last day of sale (AI 16), beside the
    expiry (AI 17) and the day until which it is at its best (AI 15).
    """

    gtin: str | None = None
    variant: str | None = None
    lot: str | None = None
    serial: str | None = None
    third_party_serial: str | None = None
    expires_on: date | None = None
    best_before: date | None = None
    sell_by: date | None = None
    produced_on: date | None = None
    packed_on: date | None = None
    grams: int | None = None
    amount: int | None = None
    gln: str | None = None
    shelf: str | None = None
    cautions: tuple[Caution, ...] = ()


def one(ai: str, value: str) -> tuple[str, str]:
    """One identifier with its whole value, checked against its shape. Raises MalformedCode."""
    if _known(ai + value) != ai or not re.match(_shape(ai), ai + value) or not value:
        raise MalformedCode(problem=NOT_ELEMENTS)
    if ai in _WORDS and letters.is_garbled(value):
        raise MalformedCode(problem=RUN_TOGETHER)
    return ai, value


def split(message: str) -> Pairs:
    """The pairs of an element string as a scanner sends it, separated by FNC1 (GS) where lengths vary. Raises MalformedCode."""
    pairs: Pairs = []
    for run in letters.separated(message).split(SEPARATOR):
        rest = run.strip(" ")
        while rest:
            ai = _known(rest)
            length = _fixed_length(ai)
            pair = rest if length is None else rest[:length]
            pairs.append(one(ai, pair[len(ai) :]))
            rest = rest[len(pair) :]
    if not pairs:
        raise MalformedCode(problem=NOT_ELEMENTS)
    return pairs


def split_printed(text: str) -> Pairs:
    """The pairs of the form printed under the bars: `(01)09521234543213(10)ABC`, a bracket in a value perhaps as `\\(`. Raises MalformedCode."""
    text = re.sub(rf"{SEPARATOR}+(?=\(|$)", "", letters.separated(text))
    pairs = _PRINTED.findall(text)
    if "".join(f"({ai}){value}" for ai, value in pairs) != re.sub(r"[ \t\r\n]", "", text):
        raise MalformedCode(problem=NOT_ELEMENTS)
    return [one(ai, value.replace(_BRACKET, "(")) for ai, value in pairs]


def understand(pairs: Iterable[tuple[str, str]], *, today: date, currency: str) -> Elements:
    """The meaning of checked pairs; identifiers the house has no use for are passed over. Raises MalformedCode.

    today: decides the century of two-digit years (General Specifications, section 7.12).
    currency: what is paid with where the code is read; an amount is in its minor units (two digits for yuan, none for won).
    """
    pairs = list(pairs)
    said: dict[str, object] = {}
    for ai, value in pairs:
        for name, read in _meanings(ai, value, today):
            if said.setdefault(name, read) != read:
                raise MalformedCode(problem=TWICE)
    found: Measures = measured(pairs, currency=currency)
    if found.is_contradictory:
        raise MalformedCode(problem=TWICE)
    return Elements(**said, grams=found.grams, amount=found.amount, cautions=found.cautions)  # type: ignore[arg-type]


def day(value: str, *, today: date) -> date:
    """A YYMMDD date; day 00 is the last of the month; the year lies from 49 before to 50 after this one."""
    year, month, day_of_month = int(value[:2]), int(value[2:4]), int(value[4:6])
    year += today.year - today.year % 100
    if year - today.year > 50:
        year -= 100
    elif today.year - year >= 50:
        year += 100
    try:
        return date(year, month, day_of_month or calendar.monthrange(year, month)[1])
    except (ValueError, calendar.IllegalMonthError):
        raise MalformedCode(problem=NO_SUCH_DAY) from None


def _meanings(ai: str, value: str, today: date) -> Iterable[tuple[str, object]]:
    if ai == "01":
        yield "gtin", gtin.normalise(value)
    elif ai == "414":
        if not gtin.is_checked(value):
            raise MalformedCode(problem=gtin.WRONG_CHECK_DIGIT)
        yield "gln", value
    elif ai in _WORDS:
        yield _WORDS[ai], value
    elif ai in _DAYS:
        yield _DAYS[ai], day(value[:6], today=today)
    elif ai == _DUE:
        day(value, today=today)


def _known(text: str) -> str:
    """The identifier with which a text begins. Raises MalformedCode."""
    try:
        return GS1ApplicationIdentifier.extract(text).ai
    except ParseError:
        raise MalformedCode(problem=NOT_ELEMENTS) from None


@cache
def _shape(ai: str) -> str:
    return _SHAPES.get(ai) or GS1ApplicationIdentifier.extract(ai).pattern.removesuffix("$") + r"\Z"


@cache
def _fixed_length(ai: str) -> int | None:
    """Characters of an identifier and its value where no separator has to follow; None where it runs to the next one."""
    known = GS1ApplicationIdentifier.extract(ai)
    if known.separator_required:
        return None
    return sum(int(part[1:]) for part in known.format.split("+"))
