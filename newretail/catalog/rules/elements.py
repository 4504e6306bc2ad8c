"""GS1 application identifiers: what the pairs in a code mean, and the two ways of writing them in one string.

biip splits the string and knows the shape of every identifier; what a value means is decided here, because biip asks the
system for the year, lets a wrong check digit pass, and reads a money value shorter than its decimals as nonsense.
Source: GS1 General Specifications, chapters 3 and 7.
"""

import calendar
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from biip import ParseConfig, ParseError
from biip.gs1_element_strings import GS1ElementString
from biip.gs1_messages import GS1Message

from newretail.catalog.errors import MalformedCode
from newretail.catalog.rules import gtin
from newretail.kernel.text import Text

SEPARATOR = "\x1d"
_CONFIG = ParseConfig(gs1_element_strings_verify_date=False)
_BIIP_FAULTS = (ParseError, ValueError, ArithmeticError, IndexError)

NOT_ELEMENTS = Text(en="its parts do not fit together", ko="구성 요소가 맞지 않습니다", zh="其组成部分不匹配")
TWICE = Text(
    en="it says the same thing twice, differently",
    ko="같은 항목이 서로 다르게 두 번 있습니다",
    zh="同一项出现两次且不一致",
)
NO_SUCH_DAY = Text(en="its date does not exist", ko="없는 날짜입니다", zh="日期不存在")
NOT_AN_AMOUNT = Text(
    en="its weight or price makes no sense", ko="무게나 가격이 올바르지 않습니다", zh="重量或价格不合理"
)

Pairs = list[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Elements:
    """What a code says. Dates are days; `grams` from AI 310n, `amount` in minor units from AI 392n."""

    gtin: str | None = None
    lot: str | None = None
    serial: str | None = None
    expires_on: date | None = None
    best_before: date | None = None
    sell_by: date | None = None
    produced_on: date | None = None
    packed_on: date | None = None
    grams: int | None = None
    amount: int | None = None
    gln: str | None = None
    shelf: str | None = None


def one(ai: str, value: str) -> tuple[str, str]:
    """One identifier with its whole value, checked against its shape. Raises MalformedCode."""
    try:
        element = GS1ElementString.parse(ai + value, config=_CONFIG)
    except _BIIP_FAULTS:
        raise MalformedCode(problem=NOT_ELEMENTS) from None
    if element.ai.ai != ai:
        raise MalformedCode(problem=NOT_ELEMENTS)
    return ai, value


def split(message: str) -> Pairs:
    """The pairs of an element string as a scanner sends it, separated by FNC1 (GS) where lengths vary."""
    try:
        message_read = GS1Message.parse(message.strip(SEPARATOR + " "), config=_CONFIG)
    except _BIIP_FAULTS:
        raise MalformedCode(problem=NOT_ELEMENTS) from None
    return [(element.ai.ai, element.value) for element in message_read.element_strings]


def split_printed(text: str) -> Pairs:
    """The pairs of the form printed under the bars: `(01)09521234543213(10)ABC`."""
    pairs = re.findall(r"\(([0-9]{2,4})\)\s*([^(\s]*(?:\((?![0-9]{2,4}\))[^(\s]*)*)\s*", text)
    if "".join(f"({ai}){value}" for ai, value in pairs) != re.sub(r"\s", "", text):
        raise MalformedCode(problem=NOT_ELEMENTS)
    return [one(ai, value) for ai, value in pairs]


def understand(pairs: Iterable[tuple[str, str]], *, today: date, decimals: int) -> Elements:
    """The meaning of checked pairs; identifiers the house has no use for are passed over. Raises MalformedCode.

    today: decides the century of two-digit years (General Specifications, section 7.12).
    decimals: of the currency in which amounts are printed (2 for yuan, none for won).
    """
    said: dict[str, object] = {}
    for ai, value in pairs:
        meaning = _meaning(ai, value, today, decimals)
        if meaning is None:
            continue
        name, read = meaning
        if said.setdefault(name, read) != read:
            raise MalformedCode(problem=TWICE)
    return Elements(**said)  # type: ignore[arg-type]


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


def _meaning(ai: str, value: str, today: date, decimals: int) -> tuple[str, object] | None:
    match ai:
        case "01":
            return "gtin", gtin.normalise(value)
        case "10":
            return "lot", value
        case "21":
            return "serial", value
        case "17":
            return "expires_on", day(value, today=today)
        case "15":
            return "best_before", day(value, today=today)
        case "16":
            return "sell_by", day(value, today=today)
        case "11":
            return "produced_on", day(value, today=today)
        case "13":
            return "packed_on", day(value, today=today)
        case "414":
            if not gtin.is_checked(value):
                raise MalformedCode(problem=gtin.WRONG_CHECK_DIGIT)
            return "gln", value
        case "254":
            return "shelf", value
    if ai.startswith("310"):
        return "grams", _scaled(value, decimals=int(ai[3]), exponent=3)
    if ai.startswith("392"):
        return "amount", _scaled(value, decimals=int(ai[3]), exponent=decimals)
    return None


def _scaled(value: str, *, decimals: int, exponent: int) -> int:
    """Digits with so many decimals, as whole units 10**exponent times smaller. Finer than a whole unit is malformed."""
    if decimals <= exponent:
        return int(value) * 10 ** (exponent - decimals)
    whole, rest = divmod(int(value), 10 ** (decimals - exponent))
    if rest:
        raise MalformedCode(problem=NOT_AN_AMOUNT)
    return whole
