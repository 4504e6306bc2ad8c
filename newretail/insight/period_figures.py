"""What a period came to, in a store and in the chain: are the promises kept, what is it costing."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from newretail.chain.api import chain
from newretail.fulfilment import api as fulfilment
from newretail.inventory import api as inventory
from newretail.kernel.money import line_amount
from newretail.ordering import api as ordering
from newretail.payments import api as payments
from newretail.pricing import api as pricing
from newretail.stores import api as stores

KEPT_TARGET = 0.97
"""Of a hundred promises so many must hold; the quotes are made for 96 and a store that runs well does a little better."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """Promises of deliveries and pick-ups that fell due, and those that held. `target`: a share."""

    due: int
    kept: int
    target: float = KEPT_TARGET


@dataclass(frozen=True, slots=True, kw_only=True)
class WasteByCause:
    """`value`: at the price of now, minor units; what has no price here any more counts nothing."""

    cause: str
    products: int
    value: int


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownCost:
    """What is known of a paid order's cost on average, in whole minor units: riding it out, giving money back for it, throwing goods
    away. `whole`: their sum. What a person's hour in the store costs is not known here."""

    whole: int
    ride: int
    refund: int
    waste: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodFigures:
    """Money in minor units of `currency`, that of the store or of the chain; `elsewhere`: of stores with another one. sales: what paid orders came to, fees included; sales_by_way: goods alone.

    waste_share: of sales; online_share: of the goods sold, what was ordered for delivery or pick-up. Both null without sales.
    known_cost: of one paid order; null without one.
    """

    since: datetime
    until: datetime
    currency: str
    placed: int
    sold: int
    sales: int
    kept: Kept
    clocks: list[fulfilment.StageClock]
    refunds: payments.GivenBack
    waste: int
    waste_share: float | None
    waste_by_cause: list[WasteByCause]
    online_share: float | None
    sales_by_way: list[ordering.WaySold]
    courier_pay: fulfilment.CourierPay
    known_cost: KnownCost | None
    elsewhere: list["MoneyElsewhere"]


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyElsewhere:
    """What the stores of another currency came to, in minor units of theirs: no sum ever mixes two."""

    currency: str
    sales: int
    refunds: int
    waste: int
    courier_pay: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WastedProduct:
    sku_id: str
    cause: str
    quantity: int
    value: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StorePeriod:
    """The figures of one store and what they were made of."""

    figures: PeriodFigures
    orders: list[ordering.HourOfOrders]
    promises: list[ordering.HourOfPromises]
    goods: ordering.GoodsSold
    wasted: list[WastedProduct]


def store_period(*, store_id: str, since: datetime, until: datetime) -> StorePeriod:
    """Seven statements, each over the rows of the period; what has not fallen due by `until` is not counted as broken."""
    period: dict[str, Any] = {"store_id": store_id, "since": since, "until": until}
    orders = ordering.orders_by_hour(**period)
    promises = ordering.promises_by_hour(**period)
    goods = ordering.goods_sold(**period)
    wasted = _valued(store_id, inventory.wasted(**period))
    sales = sum(hour.amount for hour in orders)
    waste = sum(each.value for each in wasted)
    sold = sum(hour.sold for hour in orders)
    refunds, courier_pay = payments.given_back(**period), fulfilment.courier_pay(**period)
    figures = PeriodFigures(
        since=since,
        until=until,
        currency=stores.store(store_id).currency,
        placed=sum(hour.placed for hour in orders),
        sold=sold,
        sales=sales,
        kept=Kept(due=sum(hour.due for hour in promises), kept=sum(hour.kept for hour in promises)),
        clocks=fulfilment.stage_clocks(store_ids=[store_id], since=since, until=until),
        refunds=refunds,
        waste=waste,
        waste_share=_share(waste, sales),
        waste_by_cause=_by_cause(wasted),
        online_share=_online(goods.by_way),
        sales_by_way=goods.by_way,
        courier_pay=courier_pay,
        known_cost=known_cost(sold=sold, ride=courier_pay.amount, refund=refunds.from_sales, waste=waste),
        elsewhere=[],
    )
    return StorePeriod(figures=figures, orders=orders, promises=promises, goods=goods, wasted=wasted)


def together(
    periods: Sequence[PeriodFigures], *, since: datetime, until: datetime, clocks: list[fulfilment.StageClock]
) -> PeriodFigures:
    """The chain's figures, all nought before it has a store. Sums add up; percentiles do not, so `clocks` are those of all parcels
    together.

    Orders, promises and trips of all stores are counted; money is that of the stores in the chain's currency, and of the others
    beside it, currency by currency: nothing is converted.
    """
    currency = chain().currency
    paid = [each for each in periods if each.currency == currency]
    sales, waste = sum(each.sales for each in paid), sum(each.waste for each in paid)
    by_way = _ways_together(paid)
    return PeriodFigures(
        since=since,
        until=until,
        currency=currency,
        placed=sum(each.placed for each in periods),
        sold=sum(each.sold for each in periods),
        sales=sales,
        kept=Kept(due=sum(each.kept.due for each in periods), kept=sum(each.kept.kept for each in periods)),
        clocks=clocks,
        refunds=payments.GivenBack(
            refunds=sum(each.refunds.refunds for each in periods),
            from_prepayment=sum(each.refunds.from_prepayment for each in paid),
            from_sales=sum(each.refunds.from_sales for each in paid),
        ),
        waste=waste,
        waste_share=_share(waste, sales),
        waste_by_cause=_causes_together(paid),
        online_share=_online(by_way),
        sales_by_way=by_way,
        courier_pay=fulfilment.CourierPay(
            trips=sum(each.courier_pay.trips for each in periods),
            delivered=sum(each.courier_pay.delivered for each in periods),
            amount=sum(each.courier_pay.amount for each in paid),
        ),
        known_cost=known_cost(
            sold=sum(each.sold for each in paid),
            ride=sum(each.courier_pay.amount for each in paid),
            refund=sum(each.refunds.from_sales for each in paid),
            waste=waste,
        ),
        elsewhere=_elsewhere(periods, but=currency),
    )


def known_cost(*, sold: int, ride: int, refund: int, waste: int) -> KnownCost | None:
    """Sums of a period (minor units of one currency) over its `sold` orders, each rounded half up; None without an order."""
    if not sold:
        return None
    each_ride, each_refund, each_waste = (
        line_amount(amount=amount, per=sold, quantity=1) for amount in (ride, refund, waste)
    )
    return KnownCost(
        whole=each_ride + each_refund + each_waste, ride=each_ride, refund=each_refund, waste=each_waste
    )


def _elsewhere(periods: Sequence[PeriodFigures], *, but: str) -> list[MoneyElsewhere]:
    return [
        MoneyElsewhere(
            currency=currency,
            sales=sum(each.sales for each in theirs),
            refunds=sum(each.refunds.from_prepayment + each.refunds.from_sales for each in theirs),
            waste=sum(each.waste for each in theirs),
            courier_pay=sum(each.courier_pay.amount for each in theirs),
        )
        for currency in sorted({each.currency for each in periods} - {but})
        for theirs in [[each for each in periods if each.currency == currency]]
    ]


def _valued(store_id: str, wasted: Sequence[inventory.Wasted]) -> list[WastedProduct]:
    """The dearest first."""
    prices = pricing.prices(store_id=store_id, sku_ids=sorted({each.sku_id for each in wasted}))
    valued = [
        WastedProduct(
            sku_id=each.sku_id,
            cause=each.cause,
            quantity=each.quantity,
            value=line_amount(amount=price.amount, per=price.per, quantity=each.quantity) if price else 0,
        )
        for each in wasted
        for price in [prices.get(each.sku_id)]
    ]
    return sorted(valued, key=lambda each: (-each.value, each.sku_id))


def _by_cause(wasted: Sequence[WastedProduct]) -> list[WasteByCause]:
    values: Counter[str] = Counter()
    for each in wasted:
        values[each.cause] += each.value
    return [
        WasteByCause(
            cause=cause, products=len({each.sku_id for each in wasted if each.cause == cause}), value=value
        )
        for cause, value in values.most_common()
    ]


def _causes_together(periods: Sequence[PeriodFigures]) -> list[WasteByCause]:
    values: Counter[str] = Counter()
    products: Counter[str] = Counter()
    for each in (cause for period in periods for cause in period.waste_by_cause):
        values[each.cause] += each.value
        products[each.cause] += each.products
    return [
        WasteByCause(cause=cause, products=products[cause], value=value)
        for cause, value in values.most_common()
    ]


def _ways_together(periods: Sequence[PeriodFigures]) -> list[ordering.WaySold]:
    ways = [way for period in periods for way in period.sales_by_way]
    merged = [
        ordering.WaySold(
            way=name,
            orders=sum(way.orders for way in ways if way.way == name),
            amount=sum(way.amount for way in ways if way.way == name),
        )
        for name in {way.way for way in ways}
    ]
    return sorted(merged, key=lambda way: (-way.amount, way.way))


def _online(ways: Sequence[ordering.WaySold]) -> float | None:
    return _share(
        sum(way.amount for way in ways if way.way in stores.FROM_OUTSIDE), sum(way.amount for way in ways)
    )


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole > 0 else None
