"""What a period of a store, or the months of a member, came to. Each figure is one statement over the rows of that period."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Max, Min, Q, Sum
from django.db.models.functions import Coalesce

from newretail.chain.api import chain
from newretail.kernel import sql
from newretail.ordering.models import Order
from newretail.pricing import api as pricing
from newretail.stores import api as stores


@dataclass(frozen=True, slots=True, kw_only=True)
class HourOfOrders:
    """`amount`: what the paid ones came to, minor units; cancelled ones are left out of `sold` and `amount`."""

    hour: datetime
    placed: int
    sold: int
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HourOfPromises:
    hour: datetime
    due: int
    kept: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WaySold:
    """`amount` of goods in minor units, fees left out."""

    way: str
    orders: int
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SkuSold:
    """`quantity` in base units of the SKU that was ordered."""

    sku_id: str
    orders: int
    quantity: int
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CutGiven:
    """`amount` less than the list prices, for this reason; `text` says it in the reader's language."""

    kind: str
    text: str
    orders: int
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodsSold:
    """All with the largest amount first. `by_cut`: what they cost less than their list prices, by reason."""

    by_way: list[WaySold]
    by_sku: list[SkuSold]
    by_cut: list[CutGiven]


@dataclass(frozen=True, slots=True, kw_only=True)
class Favourite:
    sku_id: str
    orders: int
    last_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Habits:
    """`spent`: minor units of `currency`, that of the last order, over all stores that are paid in it. `first_at`, `last_at`: of all orders ever."""

    since: datetime
    orders: int
    spent: int
    currency: str
    first_at: datetime | None
    last_at: datetime | None
    favourites: list[Favourite]


def orders_by_hour(*, store_id: str, since: datetime, until: datetime) -> list[HourOfOrders]:
    """The hours in which something was placed, on the store's clock."""
    rows = sql.fetch(sql.load(__file__, "orders_by_hour.sql"), _period(store_id, since, until))
    return [HourOfOrders(hour=row.hour, placed=row.placed, sold=row.sold, amount=row.amount) for row in rows]


def promises_by_hour(*, store_id: str, since: datetime, until: datetime) -> list[HourOfPromises]:
    """The hours in which a delivery or a pick-up was due, on the store's clock."""
    rows = sql.fetch(sql.load(__file__, "promises_by_hour.sql"), _period(store_id, since, until))
    return [HourOfPromises(hour=row.hour, due=row.due, kept=row.kept) for row in rows]


def goods_sold(*, store_id: str, since: datetime, until: datetime) -> GoodsSold:
    """What the paid orders of the period came to, by way out and by product, and what was cut from it."""
    period = _period(store_id, since, until)
    rows = sql.fetch(sql.load(__file__, "goods_sold.sql"), period)
    cuts = sql.fetch(sql.load(__file__, "cuts_given.sql"), period)
    return GoodsSold(
        by_way=[
            WaySold(way=row.way, orders=row.orders, amount=row.amount) for row in rows if row.sku_id is None
        ],
        by_sku=[
            SkuSold(sku_id=row.sku_id, orders=row.orders, quantity=row.quantity, amount=row.amount)
            for row in rows
            if row.sku_id is not None
        ],
        by_cut=[
            CutGiven(kind=row.kind, text=pricing.why_cheaper(row.kind), orders=row.orders, amount=row.amount)
            for row in cuts
        ],
    )


def habits(*, member_id: UUID, since: datetime, favourites: int = 8) -> Habits:
    """How often and what a member buys. For whoever may know it: that takes the member's consent."""
    bought = Q(paid_at__isnull=False, created_at__gte=since) & ~Q(state=Order.State.CANCELLED)
    orders = Order.objects.filter(member_id=member_id)
    last = orders.order_by("-created_at").values_list("currency", flat=True).first()
    currency = last or chain().currency
    sums = orders.aggregate(
        orders=Count("id", filter=bought),
        spent=Sum(Coalesce("settled", "total"), filter=bought & Q(currency=currency), default=0),
        first_at=Min("created_at"),
        last_at=Max("created_at"),
    )
    rows = sql.fetch(
        sql.load(__file__, "habits.sql"), {"member": member_id, "since": since, "limit": favourites}
    )
    return Habits(
        since=since,
        currency=currency,
        favourites=[Favourite(sku_id=row.sku_id, orders=row.orders, last_at=row.last_at) for row in rows],
        **sums,
    )


def _period(store_id: str, since: datetime, until: datetime) -> dict[str, object]:
    assert since <= until <= since + timedelta(days=2), "a period of a day or so"
    zone = stores.store(store_id).time_zone
    return {"store": store_id, "since": since, "until": until, "zone": zone}
