"""Figures the way people read them: money with its currency, weights with their unit, days in the reader's language."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from newretail.kernel.money import spell
from newretail.kernel.quantities import Unit
from newretail.kernel.text import Text

money = spell

_MONTHS = (
    Text(en="Jan", ko="1월", zh="1月"),
    Text(en="Feb", ko="2월", zh="2月"),
    Text(en="Mar", ko="3월", zh="3月"),
    Text(en="Apr", ko="4월", zh="4月"),
    Text(en="May", ko="5월", zh="5月"),
    Text(en="Jun", ko="6월", zh="6月"),
    Text(en="Jul", ko="7월", zh="7月"),
    Text(en="Aug", ko="8월", zh="8月"),
    Text(en="Sep", ko="9월", zh="9月"),
    Text(en="Oct", ko="10월", zh="10月"),
    Text(en="Nov", ko="11월", zh="11月"),
    Text(en="Dec", ko="12월", zh="12月"),
)
_DAY = Text(en="{day} {month}", ko="{month} {day}일", zh="{month}{day}日")
_DAY_OF_YEAR = Text(en="{day} {month} {year}", ko="{year}년 {month} {day}일", zh="{year}年{month}{day}日")
_DAYS = (
    Text(en="Mon", ko="월", zh="周一"),
    Text(en="Tue", ko="화", zh="周二"),
    Text(en="Wed", ko="수", zh="周三"),
    Text(en="Thu", ko="목", zh="周四"),
    Text(en="Fri", ko="금", zh="周五"),
    Text(en="Sat", ko="토", zh="周六"),
    Text(en="Sun", ko="일", zh="周日"),
)
_PIECES = Text(en="{n}", ko="{n}개", zh="{n}件")
_PACK_PIECES = Text(en="{n} pieces", ko="{n}개입", zh="{n}枚装")


def quantity(number: int, unit: str) -> str:
    """`520 g`, `1.25 kg`, `950 ml`, `3개`."""
    match unit:
        case Unit.GRAM:
            return f"{number:,} g" if number < 1000 else f"{_thousandths(number)} kg"
        case Unit.MILLILITRE:
            return f"{number:,} ml" if number < 1000 else f"{_thousandths(number)} L"
    return _PIECES.say(n=f"{number:,}")


def content(number: int, unit: str) -> str:
    """What a pack holds: `200 g`, `10 pieces`."""
    return quantity(number, unit) if unit != Unit.EACH else _PACK_PIECES.say(n=number)


def day(value: date, *, today: date) -> str:
    """`24 Nov`, `11월 24일`, `11月24日`; with the year when it is another one."""
    parts: dict[str, Any] = {"day": value.day, "month": _MONTHS[value.month - 1].say(), "year": value.year}
    return (_DAY if value.year == today.year else _DAY_OF_YEAR).say(**parts)


def clock_time(instant: datetime, *, zone: ZoneInfo, today: date) -> str:
    """`18:42` by the store's clock; with the weekday when it is not today."""
    local = instant.astimezone(zone)
    text = f"{local:%H:%M}"
    return text if local.date() == today else f"{_DAYS[local.weekday()]} {text}"


def _thousandths(number: int) -> str:
    whole, rest = divmod(number, 1000)
    return f"{whole:,}" + (f".{rest:03}".rstrip("0") if rest else "")
