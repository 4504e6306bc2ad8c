"""A store's day, hour by hour: what was asked of it, what it kept, where the time went, what sold and what was thrown away."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from newretail.catalog import api as catalog
from newretail.fulfilment import api as fulfilment
from newretail.insight.period_figures import PeriodFigures, StorePeriod, store_period
from newretail.kernel import clock
from newretail.kernel.days import whole_day
from newretail.ordering import api as ordering
from newretail.stores import api as stores

MOST_PRODUCTS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class HourOfDay:
    """`hour` on the store's clock. placed and sales by when it was ordered, due and kept by when it was promised for."""

    hour: int
    placed: int
    sold: int
    sales: int
    due: int
    kept: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DepartmentSold:
    """A category without a parent; `slug` empty: products that are in none."""

    slug: str
    name: str
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductSold:
    sku_id: str
    name: str
    picture: str
    unit: str
    orders: int
    quantity: int
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductWasted:
    sku_id: str
    name: str
    picture: str
    unit: str
    cause: str
    quantity: int
    value: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreDay:
    """`is_over` false: the day so far. Lists of products hold the twenty of most worth."""

    store_id: str
    store_name: str
    date: date
    time_zone: str
    is_over: bool
    figures: PeriodFigures
    hours: list[HourOfDay]
    late_by_cause: list[fulfilment.LateCause]
    sales_by_department: list[DepartmentSold]
    top_products: list[ProductSold]
    wasted: list[ProductWasted]
    cuts: list[ordering.CutGiven]


def store_day(*, store_id: str, day: date | None = None) -> StoreDay:
    """A day of the store's own calendar (default: today). Raises StoreUnknown."""
    card = stores.store(store_id)
    now = clock.now()
    day = day or now.astimezone(card.zone).date()
    first, last = whole_day(day, zone=card.zone)
    until = max(min(last, now + timedelta.resolution), first)
    period = store_period(store_id=store_id, since=first, until=until)
    return StoreDay(
        store_id=store_id,
        store_name=card.names.say(),
        date=day,
        time_zone=card.time_zone,
        is_over=last <= now,
        figures=period.figures,
        hours=_hours(period, card),
        late_by_cause=fulfilment.late_causes(store_id=store_id, since=first, until=until),
        sales_by_department=_departments(period),
        top_products=_top(period),
        wasted=_wasted(period),
        cuts=period.goods.by_cut,
    )


def _hours(period: StorePeriod, card: stores.StoreCard) -> list[HourOfDay]:
    """Every hour from the first to the last in which something was, so that a chart has no holes."""
    orders = {each.hour.astimezone(card.zone).hour: each for each in period.orders}
    promises = {each.hour.astimezone(card.zone).hour: each for each in period.promises}
    busy = sorted({*orders, *promises})
    return [
        HourOfDay(
            hour=hour,
            placed=orders[hour].placed if hour in orders else 0,
            sold=orders[hour].sold if hour in orders else 0,
            sales=orders[hour].amount if hour in orders else 0,
            due=promises[hour].due if hour in promises else 0,
            kept=promises[hour].kept if hour in promises else 0,
        )
        for hour in (range(busy[0], busy[-1] + 1) if busy else ())
    ]


def _departments(period: StorePeriod) -> list[DepartmentSold]:
    known = catalog.categories()
    cards = catalog.sku_cards(each.sku_id for each in period.goods.by_sku)
    amounts: Counter[str] = Counter()
    for each in period.goods.by_sku:
        card = cards.get(each.sku_id)
        amounts[_department(card.category if card else None, known)] += each.amount
    return [
        DepartmentSold(slug=slug, name=known[slug].names.say() if slug in known else "", amount=amount)
        for slug, amount in amounts.most_common()
    ]


def _department(slug: str | None, known: dict[str, catalog.CategoryCard]) -> str:
    """The category above all others; a ring, should anybody have made one, is left where it closes."""
    seen: set[str] = set()
    while slug in known and slug not in seen and (parent := known[slug].parent) is not None:
        seen.add(slug)
        slug = parent
    return slug or ""


def _top(period: StorePeriod) -> list[ProductSold]:
    top = period.goods.by_sku[:MOST_PRODUCTS]
    faces = catalog.faces(each.sku_id for each in top)
    return [
        ProductSold(
            sku_id=each.sku_id,
            name=face.name,
            picture=face.picture,
            unit=face.unit,
            orders=each.orders,
            quantity=each.quantity,
            amount=each.amount,
        )
        for each in top
        if (face := faces.get(each.sku_id))
    ]


def _wasted(period: StorePeriod) -> list[ProductWasted]:
    dearest = period.wasted[:MOST_PRODUCTS]
    faces = catalog.faces(each.sku_id for each in dearest)
    return [
        ProductWasted(
            sku_id=each.sku_id,
            name=face.name,
            picture=face.picture,
            unit=face.unit,
            cause=each.cause,
            quantity=each.quantity,
            value=each.value,
        )
        for each in dearest
        if (face := faces.get(each.sku_id))
    ]
