"""A store's state in one line, as on the sign at its door."""

from dataclasses import dataclass
from datetime import datetime

from newretail.kernel import clock
from newretail.storefront import show
from newretail.storefront.words import say
from newretail.stores import api as stores


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """tone: leaf (open), amber (open with a but), red (closed)."""

    words: str
    tone: str
    is_open: bool
    opens: str


def sign(store: stores.StoreCard) -> Sign:
    """What the door says now. `opens`: when it opens next, by the store's clock."""
    now = clock.now()
    if not stores.is_open(store, now):
        opens = _time(store, stores.opens_at(store, now), now)
        by_hand = store.state == "closed" or not opens
        words = say("closed_today") if by_hand else say("closed_until", time=opens)
        return Sign(words=words, tone="red", is_open=False, opens="" if by_hand else opens)
    if store.state == "busy":
        return Sign(words=say("busy", n=store.busy_minutes), tone="amber", is_open=True, opens="")
    if store.state == "paused":
        return Sign(words=say("paused"), tone="amber", is_open=True, opens="")
    closes = _time(store, stores.closes_at(store, now), now)
    words = say("open_until", time=closes) if closes else say("open_always")
    return Sign(words=words, tone="leaf", is_open=True, opens="")


def hours(store: stores.StoreCard) -> str:
    """`07:00–22:00 every day`, or today's hours where the days differ."""
    today = store.week[clock.now().astimezone(store.zone).weekday()]
    spans = ", ".join(f"{_minute(span.opens)}–{_minute(span.closes)}" for span in today) or say("closed")
    return f"{spans} {say('every_day')}" if len(set(store.week)) == 1 else spans


def _time(store: stores.StoreCard, instant: datetime | None, now: datetime) -> str:
    if instant is None:
        return ""
    return show.clock_time(instant, zone=store.zone, today=now.astimezone(store.zone).date())


def _minute(minute: int) -> str:
    return f"{minute // 60 % 24:02}:{minute % 60:02}" if minute != 1440 else "24:00"
