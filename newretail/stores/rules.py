"""What holds for stores without asking the database: hours, distances, areas, the codes of badges."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from newretail.science.geography import Point, is_inside, metres_between

MINUTES_A_DAY = 1440
AWAY_AFTER = timedelta(minutes=15)
"""A post that is not heard of for so long is shown as left for a while."""
POST_ENDS_AFTER = timedelta(hours=12)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Open from one minute of the day to another; beyond 1440 it reaches into the next day."""

    opens: int
    closes: int


Week = tuple[tuple[Span, ...], ...]
"""The spans of Monday to Sunday."""


@dataclass(frozen=True, slots=True)
class Reach:
    """How far somebody is from the store, as the crow flies, and whether it delivers there."""

    metres: int
    within: bool


def week(hours: Any) -> Week:
    """Read opening hours: seven days, each a list of ["HH:MM", "HH:MM"] spans, or one such span, or nothing.

    A span that closes at or before its opening passes midnight; "24:00" is the end of the day. Raises ValueError.
    """
    if not isinstance(hours, list) or len(hours) != 7:
        raise ValueError("opening hours are a list of seven days, Monday first")
    return tuple(_day(each) for each in hours)


def _day(spans: Any) -> tuple[Span, ...]:
    if not spans:
        return ()
    if not isinstance(spans, list) or len(spans) > 8:
        raise ValueError("a day is a list of at most eight spans")
    if all(isinstance(each, str) for each in spans):
        spans = [spans]
    read = sorted(_span(each) for each in spans)
    if any(later.opens < earlier.closes for earlier, later in pairwise(read)):
        raise ValueError("two spans of a day overlap")
    return tuple(read)


def _span(pair: Any) -> Span:
    if not isinstance(pair, list) or len(pair) != 2:
        raise ValueError('a span is ["HH:MM", "HH:MM"]')
    opens, closes = _minute(pair[0]), _minute(pair[1])
    if opens == MINUTES_A_DAY:
        raise ValueError("a span cannot open at 24:00")
    return Span(opens, closes if closes > opens else closes + MINUTES_A_DAY)


def _minute(text: Any) -> int:
    hours, colon, minutes = text.partition(":") if isinstance(text, str) else ("", "", "")
    digits = hours.isascii() and hours.isdigit() and minutes.isascii() and minutes.isdigit()
    if not (colon and digits and len(hours) == 2 and len(minutes) == 2):
        raise ValueError(f"{text!r} is not a time like 07:30")
    minute = int(hours) * 60 + int(minutes)
    if int(minutes) > 59 or minute > MINUTES_A_DAY:
        raise ValueError(f"{text!r} is not a time of the day")
    return minute


def is_open(days: Week, *, at: datetime, zone: ZoneInfo) -> bool:
    """Do the hours say open at this instant? Wall clock time counts, as on the sign at the door."""
    local = at.astimezone(zone)
    minute = local.hour * 60 + local.minute
    today, yesterday = days[local.weekday()], days[local.weekday() - 1]
    return any(span.opens <= minute < span.closes for span in today) or any(
        minute + MINUTES_A_DAY < span.closes for span in yesterday
    )


def opens_at(days: Week, *, at: datetime, zone: ZoneInfo) -> datetime | None:
    """The first opening at or after this instant, `at` itself when it is open now, None for a store that never opens."""
    if is_open(days, at=at, zone=zone):
        return at
    today = at.astimezone(zone).date()
    starts = (
        _instant(today + timedelta(days=ahead), span.opens, zone)
        for ahead in range(8)
        for span in days[(today + timedelta(days=ahead)).weekday()]
    )
    return min((start for start in starts if start >= at), default=None)


def closes_at(days: Week, *, at: datetime, zone: ZoneInfo) -> datetime | None:
    """When the present opening ends, adjoining spans taken together. None when closed now, or open without an end in sight."""
    if not is_open(days, at=at, zone=zone):
        return None
    today = at.astimezone(zone).date()
    spans = sorted(
        (_instant(day, span.opens, zone), _instant(day, span.closes, zone))
        for day in (today + timedelta(days=ahead) for ahead in range(-1, 9))
        for span in days[day.weekday()]
    )
    end = at
    for start, finish in spans:
        if start <= end:
            end = max(end, finish)
    return None if end > at + timedelta(days=8) else end


def _instant(day: date, minute: int, zone: ZoneInfo) -> datetime:
    over, rest = divmod(minute, MINUTES_A_DAY)
    local = datetime.combine(day + timedelta(days=over), time(rest // 60, rest % 60), tzinfo=zone)
    return local.astimezone(ZoneInfo("UTC"))


def reach(*, store: Point, place: Point, radius_metres: int, polygon: Sequence[Point] | None) -> Reach:
    """Does a store deliver to a place? A polygon, where there is one, decides instead of the radius."""
    metres = metres_between(store, place)
    within = is_inside(place, polygon=polygon) if polygon else metres <= radius_metres
    return Reach(metres=round(metres), within=within)


def area(polygon: Any) -> tuple[Point, ...] | None:
    """Read a delivery area: at least three [latitude, longitude] corners, or nothing. Raises ValueError."""
    if polygon is None:
        return None
    if not isinstance(polygon, list) or not 3 <= len(polygon) <= 1000:
        raise ValueError("an area has from 3 to 1,000 corners")
    return tuple(_corner(each) for each in polygon)


def _corner(pair: Any) -> Point:
    if not isinstance(pair, list) or len(pair) != 2 or not all(type(each) in (int, float) for each in pair):
        raise ValueError("a corner is [latitude, longitude]")
    latitude, longitude = float(pair[0]), float(pair[1])
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise ValueError("a corner lies on the Earth: [latitude, longitude] in degrees")
    return latitude, longitude


def is_good_gln(text: str) -> bool:
    """Thirteen digits with the right check digit (GS1 General Specifications, section 7.9)."""
    if len(text) != 13 or not (text.isascii() and text.isdigit()):
        return False
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(text[:12]))
    return (10 - total % 10) % 10 == int(text[12])


BADGE_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no letter that reads as another one."""
BADGE_GROUPS = 4
_READ_AS = str.maketrans("OIL", "011")


def new_badge_code(*, prefix: str) -> str:
    """`SHOP-7K2M-9QXA-0B4D-ZT5W`: 80 random bits, enough for a plain digest and for a code that is typed.

    The prefix tells people whose badge it is and is no part of the secret.
    """
    groups = ["".join(secrets.choice(BADGE_LETTERS) for _ in range(4)) for _ in range(BADGE_GROUPS)]
    return "-".join([prefix, *groups])


def read_badge_code(text: str, *, prefix: str) -> str:
    """A code as somebody typed or scanned it, in its one way of writing and without the prefix; "" if it cannot be one."""
    letters = "".join(letter for letter in text.upper() if letter.isalnum())
    letters = letters.removeprefix(prefix).translate(_READ_AS)
    if len(letters) != 4 * BADGE_GROUPS or any(letter not in BADGE_LETTERS for letter in letters):
        return ""
    return "-".join(letters[place : place + 4] for place in range(0, len(letters), 4))


def badge_front(roles: frozenset[str]) -> str:
    """Which of the house's fronts somebody with these roles opens first."""
    if "head_office" in roles:
        return "hq"
    return "ride" if roles == {"courier"} else "floor"
