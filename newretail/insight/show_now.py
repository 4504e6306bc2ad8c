"""The chain as it stands: is the promise kept, what is it costing, where is the trouble and why."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from newretail.fulfilment import api as fulfilment
from newretail.insight.period_figures import PeriodFigures, store_period, together
from newretail.insight.stock_alerts import AlertCounts, count_alerts
from newretail.kernel import clock, text
from newretail.kernel.recent import Recent
from newretail.stores import api as stores

Period = Literal["hour", "today"]
MOST_LISTED = 50
_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class PointOut:
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreNow:
    """A store on the map. orders_open: parcels and orders under way, all stages together."""

    store_id: str
    name: str
    latitude: float
    longitude: float
    time_zone: str
    delivery_radius_metres: int
    delivery_polygon: list[PointOut]
    state: str
    is_open: bool
    opens_at: datetime | None
    busy_minutes: int
    reason: str
    orders_open: int
    by_stage: fulfilment.OrdersByStage
    late: int
    at_risk: int
    couriers_on_duty: int
    couriers_riding: int
    couriers: list[fulfilment.CourierPlace]
    figures: PeriodFigures
    alerts: AlertCounts


@dataclass(frozen=True, slots=True, kw_only=True)
class DoubtfulPromise(fulfilment.AtRiskView):
    """A promise that is doubtful, and where."""

    store_id: str
    store_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BrokenPromise(fulfilment.LateView):
    """A promise whose time has passed, and where."""

    store_id: str
    store_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainNow:
    """`figures` of the last hour or of today so far; `before`: of the same hours the day before. Lists hold the 50 most urgent."""

    at: datetime
    period: str
    figures: PeriodFigures
    before: PeriodFigures
    stores: list[StoreNow]
    at_risk: list[DoubtfulPromise]
    late: list[BrokenPromise]


_shown: Recent[tuple[str, str], ChainNow] = Recent(seconds=3, most=6)
_yesterday: Recent[str, PeriodFigures] = Recent(seconds=60, most=2)


def show_now(period: Period = "hour") -> ChainNow:
    """All stores at once, at most three seconds old. About twenty-five statements a store, all by its own keys."""
    asked = (period, text.language())
    return _shown.get(asked) or _shown.keep(asked, _look(period))


def _look(period: Period) -> ChainNow:
    now = clock.now()
    cards = list(stores.every_store())
    boards = {card.code: fulfilment.board(card.code) for card in cards}
    until = now + timedelta.resolution  # what happens at this very instant has happened
    figures = {card.code: _figures(card, period, until) for card in cards}
    return ChainNow(
        at=now,
        period=period,
        figures=_chain(cards, list(figures.values()), until=until),
        before=_before(cards, period, now),
        stores=[_store(card, boards[card.code], figures[card.code], now) for card in cards],
        at_risk=sorted(
            (
                DoubtfulPromise(**_fields(row), store_id=card.code, store_name=card.names.say())
                for card in cards
                for row in boards[card.code].at_risk
            ),
            key=lambda row: (row.probability, row.due_at),
        )[:MOST_LISTED],
        late=sorted(
            (
                BrokenPromise(**_fields(row), store_id=card.code, store_name=card.names.say())
                for card in cards
                for row in boards[card.code].late
            ),
            key=lambda row: row.due_at,
        )[:MOST_LISTED],
    )


def _figures(card: stores.StoreCard, period: Period, until: datetime) -> PeriodFigures:
    return store_period(store_id=card.code, since=_since(card, period, until), until=until).figures


def _since(card: stores.StoreCard, period: Period, until: datetime) -> datetime:
    if period == "hour":
        return until - _HOUR
    return until.astimezone(card.zone).replace(hour=0, minute=0, second=0, microsecond=0)


def _before(cards: list[stores.StoreCard], period: Period, now: datetime) -> PeriodFigures:
    """The same hours a day earlier: they change little, so they are kept for a minute."""
    kept = _yesterday.get(period)
    if kept is not None:
        return kept
    then = now - _DAY
    return _yesterday.keep(
        period, _chain(cards, [_figures(card, period, then) for card in cards], until=then)
    )


def _chain(cards: list[stores.StoreCard], figures: list[PeriodFigures], *, until: datetime) -> PeriodFigures:
    since = min((each.since for each in figures), default=until)
    clocks = fulfilment.stage_clocks(store_ids=[card.code for card in cards], since=since, until=until)
    return together(figures, since=since, until=until, clocks=clocks)


def _store(
    card: stores.StoreCard, board: fulfilment.Board, figures: PeriodFigures, now: datetime
) -> StoreNow:
    is_open = stores.is_open(card, now)
    stages = board.orders_by_stage
    return StoreNow(
        store_id=card.code,
        name=card.names.say(),
        latitude=card.latitude,
        longitude=card.longitude,
        time_zone=card.time_zone,
        delivery_radius_metres=card.delivery_radius_metres,
        delivery_polygon=[
            PointOut(latitude=latitude, longitude=longitude)
            for latitude, longitude in card.delivery_polygon or ()
        ],
        state=card.state,
        is_open=is_open,
        opens_at=None if is_open else stores.opens_at(card, now),
        busy_minutes=card.busy_minutes,
        reason=card.state_reason,
        orders_open=sum(getattr(stages, name) for name in stages.__dataclass_fields__),
        by_stage=stages,
        late=len(board.late),
        at_risk=len(board.at_risk),
        couriers_on_duty=board.couriers_on_duty,
        couriers_riding=board.couriers_riding,
        couriers=fulfilment.courier_places(store_id=card.code),
        figures=figures,
        alerts=count_alerts(card.code),
    )


def _fields(row: fulfilment.AtRiskView | fulfilment.LateView) -> dict[str, Any]:
    return {name: getattr(row, name) for name in row.__dataclass_fields__}
