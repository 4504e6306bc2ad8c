from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newretail.stores import rules
from newretail.stores.rules import MINUTES_A_DAY, Span

SHANGHAI = ZoneInfo("Asia/Shanghai")
BERLIN = ZoneInfo("Europe/Berlin")
SEVEN_TO_TEN = [["07:00", "22:00"]] * 7

clock_times = st.integers(0, MINUTES_A_DAY - 1).map(lambda minute: f"{minute // 60:02}:{minute % 60:02}")
days = st.one_of(st.just([]), st.tuples(clock_times, clock_times).map(lambda pair: [list(pair)]))
weeks = st.lists(days, min_size=7, max_size=7)
instants = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31)).map(
    lambda at: at.replace(tzinfo=UTC, second=0, microsecond=0)
)


def at(text: str, zone: ZoneInfo = SHANGHAI) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def is_open_slowly(hours: list[list[list[str]]], moment: datetime, zone: ZoneInfo) -> bool:
    """The sign at the door, read minute by minute."""
    local = moment.astimezone(zone)
    now = local.hour * 60 + local.minute
    for days_back in (0, 1):
        for opens, closes in hours[(local.weekday() - days_back) % 7]:
            first, last = ([int(part) for part in text.split(":")] for text in (opens, closes))
            start, end = first[0] * 60 + first[1], last[0] * 60 + last[1]
            end += MINUTES_A_DAY if end <= start else 0
            if now + days_back * MINUTES_A_DAY in range(start, end):
                return True
    return False


@given(weeks, instants, st.sampled_from([SHANGHAI, BERLIN]))
def test_open_as_the_sign_at_the_door_says(hours: list, moment: datetime, zone: ZoneInfo):
    assert rules.is_open(rules.week(hours), at=moment, zone=zone) == is_open_slowly(hours, moment, zone)


@settings(max_examples=60)
@given(weeks, instants)
def test_the_next_opening_is_the_first_open_minute(hours: list, moment: datetime):
    found = rules.opens_at(rules.week(hours), at=moment, zone=SHANGHAI)
    minutes = (moment + timedelta(minutes=ahead) for ahead in range(8 * MINUTES_A_DAY))
    assert found == next((each for each in minutes if is_open_slowly(hours, each, SHANGHAI)), None)


@settings(max_examples=60)
@given(weeks, instants)
def test_a_store_is_open_until_it_closes_and_not_a_minute_longer(hours: list, moment: datetime):
    week = rules.week(hours)
    end = rules.closes_at(week, at=moment, zone=SHANGHAI)
    if not rules.is_open(week, at=moment, zone=SHANGHAI):
        assert end is None
    elif end is not None:
        assert not rules.is_open(week, at=end, zone=SHANGHAI)
        assert rules.is_open(week, at=end - timedelta(minutes=1), zone=SHANGHAI)


def test_a_night_market_is_open_after_midnight_on_the_day_before_its_rest():
    week = rules.week([[], [], [], [], [["18:00", "02:00"]], [], []])
    assert rules.is_open(week, at=at("2026-11-28T01:59"), zone=SHANGHAI)
    assert not rules.is_open(week, at=at("2026-11-28T02:00"), zone=SHANGHAI)
    assert not rules.is_open(week, at=at("2026-11-27T01:00"), zone=SHANGHAI)


def test_sunday_night_reaches_into_monday():
    week = rules.week([[], [], [], [], [], [], [["20:00", "03:00"]]])
    assert rules.is_open(week, at=at("2026-11-30T02:00"), zone=SHANGHAI)


def test_a_store_that_never_closes_has_no_closing_time():
    week = rules.week([["00:00", "24:00"]] * 7)
    assert rules.closes_at(week, at=at("2026-11-23T12:00"), zone=SHANGHAI) is None
    assert week[0] == (Span(0, MINUTES_A_DAY),)


def test_a_store_that_never_opens_has_no_opening():
    assert rules.opens_at(rules.week([[]] * 7), at=at("2026-11-23T12:00"), zone=SHANGHAI) is None


def test_hours_follow_the_wall_clock_through_daylight_saving():
    week = rules.week(SEVEN_TO_TEN)
    opening = rules.opens_at(week, at=at("2026-03-28T23:00", BERLIN), zone=BERLIN)
    assert opening == datetime(2026, 3, 29, 5, 0, tzinfo=UTC)  # 07:00 in summer time
    assert rules.opens_at(week, at=at("2026-03-27T23:00", BERLIN), zone=BERLIN) == datetime(
        2026, 3, 28, 6, 0, tzinfo=UTC
    )


@pytest.mark.parametrize(
    "hours",
    [
        None,
        {},
        [],
        [[]] * 6,
        [[["7:00", "22:00"]]] * 7,
        [[["07:00", "25:00"]]] * 7,
        [[["07:60", "22:00"]]] * 7,
        [[["24:00", "02:00"]]] * 7,
        [[["07:00"]]] * 7,
        [[["07:00", 22]]] * 7,
        [[["07:00", "12:00"], ["11:00", "22:00"]]] * 7,
        [["٠٧:٠٠", "22:00"]] * 7,
    ],
)
def test_hours_that_make_no_sense_are_refused(hours: object):
    with pytest.raises(ValueError):
        rules.week(hours)
