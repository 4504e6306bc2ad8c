"""A store as a shopper sees it: is it open, does it bring things here, and if not, why."""

from datetime import datetime

from pydantic import Field

from newretail.kernel import clock
from newretail.kernel.http import Out
from newretail.kernel.text import Text
from newretail.stores import queries
from newretail.stores.errors import PositionIncomplete
from newretail.stores.queries import StoreCard
from newretail.stores.rules import MINUTES_A_DAY, Point, Span
from newretail.stores.ways import Way

REASONS = {
    "no_delivery": Text(
        en="This store does not deliver.", ko="이 매장은 배달하지 않습니다.", zh="本店不提供配送。"
    ),
    "too_far": Text(
        en="This place is {metres} m away, too far for this store.",
        ko="거리가 {metres}m로 이 매장의 배달 범위를 벗어납니다.",
        zh="距离 {metres} 米，超出本店配送范围。",
    ),
    "closed": Text(en="The store is closed now.", ko="지금은 영업시간이 아닙니다.", zh="门店现在已打烊。"),
    "paused": Text(
        en="The store takes no orders for the moment.", ko="지금은 주문을 받지 않습니다.", zh="门店暂停接单。"
    ),
}


class DeliveryHereOut(Out):
    metres: int = Field(description="as the crow flies")
    delivers: bool = Field(description="here and now")
    reason: str | None = Field(description="no_delivery | too_far | closed | paused; null if it delivers")
    words: str | None = Field(description="the reason for people")


class StoreOut(Out):
    code: str
    name: str
    format: str
    capabilities: list[str]
    ways: list[Way] = Field(description="the ways out that it offers, as they are shown")
    gln: str
    address: str
    latitude: float
    longitude: float
    time_zone: str
    hours: list[list[list[str]]] = Field(description="Monday to Sunday, spans of local time")
    is_open: bool
    opens_at: datetime | None = Field(description="when it opens next; now if it is open")
    closes_at: datetime | None
    state: str
    busy_minutes: int
    state_reason: str
    currency: str
    delivery: DeliveryHereOut | None = Field(description="only when a position was given")


def position(latitude: float | None, longitude: float | None) -> Point | None:
    """Where somebody is, if they said so. Raises PositionIncomplete for half a position."""
    if latitude is not None and longitude is not None:
        return latitude, longitude
    if latitude is not None or longitude is not None:
        raise PositionIncomplete()
    return None


def show(card: StoreCard, *, place: Point | None = None) -> StoreOut:
    """Render a store for the caller, with the delivery answer where a place is given."""
    now = clock.now()
    return StoreOut(
        code=card.code,
        name=card.names.say(),
        format=card.format,
        capabilities=sorted(card.capabilities),
        ways=list(card.ways),
        gln=card.gln,
        address=card.address,
        latitude=card.latitude,
        longitude=card.longitude,
        time_zone=card.time_zone,
        hours=[[_span(span) for span in day] for day in card.week],
        is_open=queries.is_open(card, now),
        opens_at=queries.opens_at(card, now),
        closes_at=queries.closes_at(card, now),
        state=card.state,
        busy_minutes=card.busy_minutes,
        state_reason=card.state_reason,
        currency=card.currency,
        delivery=_delivery(card, place, now) if place else None,
    )


def _delivery(card: StoreCard, place: Point, now: datetime) -> DeliveryHereOut:
    reach = queries.reach(card, *place)
    reason = _why_not(card, reach.within, now)
    words = REASONS[reason].say(metres=reach.metres) if reason else None
    return DeliveryHereOut(metres=reach.metres, delivers=reason is None, reason=reason, words=words)


def _why_not(card: StoreCard, within: bool, now: datetime) -> str | None:
    if Way.DELIVER not in card.ways:
        return "no_delivery"
    if not within:
        return "too_far"
    if not queries.is_open(card, now):
        return "closed"
    return "paused" if card.state == "paused" else None


def _span(span: Span) -> list[str]:
    return [_clock(span.opens), _clock(span.closes)]


def _clock(minute: int) -> str:
    rest = minute if minute == MINUTES_A_DAY else minute % MINUTES_A_DAY
    return f"{rest // 60:02}:{rest % 60:02}"
