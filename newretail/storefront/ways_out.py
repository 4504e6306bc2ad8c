"""How goods can leave a store now, and when: what it has switched on, its hours, and an honest estimate of its work."""

from dataclasses import dataclass
from datetime import datetime

from newretail.fulfilment import api as fulfilment
from newretail.fulfilment.errors import Full
from newretail.kernel import clock
from newretail.kernel.recent import Recent
from newretail.stores import api as stores

NEAR_METRES = 1_000
"""The distance for which an estimate is shown to somebody whose address nobody knows yet."""
USUAL_LINES = 5

_quotes: Recent[str, "Estimate"] = Recent(seconds=10, most=500)


@dataclass(frozen=True, slots=True, kw_only=True)
class WayOut:
    """One way out. `ready_at`: by when, for an order of the usual size placed now; None without an estimate.

    probability: how surely, 0 to 1.
    """

    way: str
    ready_at: datetime | None = None
    probability: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """What the work plan said a moment ago; no ways when it has no room."""

    made_at: datetime
    ways: dict[str, WayOut]


def ways_out(store: stores.StoreCard) -> list[WayOut]:
    """The ways a store offers now; none while it is closed. Ways that need work come with a time, if there is room."""
    if not stores.is_open(store, clock.now()):
        return []
    estimate = _estimate(store, [way for way in store.ways if way in stores.FROM_OUTSIDE])
    return [
        estimate.ways.get(way) or WayOut(way=way)
        for way in store.ways
        if way not in stores.FROM_OUTSIDE or way in estimate.ways
    ]


def _estimate(store: stores.StoreCard, ways: list[stores.Way]) -> Estimate:
    now = clock.now()
    if not ways or store.state == "paused":
        return Estimate(made_at=now, ways={})
    kept = _quotes.get(store.code)
    if kept is None or abs((now - kept.made_at).total_seconds()) > 60:
        kept = _quotes.keep(store.code, _quote(store, ways, now))
    return kept


def _quote(store: stores.StoreCard, ways: list[stores.Way], now: datetime) -> Estimate:
    metres = min(NEAR_METRES, store.delivery_radius_metres)
    try:
        quotes = fulfilment.quote_work(store_id=store.code, line_count=USUAL_LINES, ways=ways, metres=metres)
    except Full:
        return Estimate(made_at=now, ways={})
    return Estimate(
        made_at=now,
        ways={
            quote.way: WayOut(way=quote.way, ready_at=quote.due_at, probability=quote.probability)
            for quote in quotes
        },
    )
