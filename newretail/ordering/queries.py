"""What people may read of carts and orders. Everything is looked up within the caller's own scope."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from newretail.catalog import api as catalog
from newretail.fulfilment import api as fulfilment
from newretail.inventory import api as inventory
from newretail.kernel import clock
from newretail.kernel.money import line_amount
from newretail.kernel.text import Text
from newretail.ordering import errors, rules
from newretail.ordering.models import Cart, Exit, Order, OrderLine
from newretail.payments import api as payments
from newretail.pricing import api as pricing


@dataclass(frozen=True, slots=True, kw_only=True)
class CartLineView:
    line: UUID
    sku_id: str
    name: str
    picture: str
    unit: str
    quantity: int
    way: str
    substitution: str
    swap_cap: int | None
    lot_code: str
    amount: int | None
    per: int | None
    line_amount: int | None
    left: int
    age_limit: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CartView:
    id: UUID
    store_id: str
    state: str
    revision: int
    lines: list[CartLineView]
    goods: int
    currency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderLineView:
    line: int
    sku_id: str
    name: str
    picture: str
    unit: str
    quantity: int
    way: str
    substitution: str
    swap_cap: int | None
    amount: int
    per: int
    tax_rate_permille: int
    agreed: int
    settled: int | None
    taken: list[dict[str, Any]]
    refunded: int
    refunded_quantity: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LegView:
    way: str
    due_at: datetime
    probability: float
    state: str
    packed_at: datetime | None = None
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderView:
    id: UUID
    number: str
    store_id: str
    state: str
    currency: str
    goods: int
    delivery_fee: int
    bag_fee: int
    total: int
    settled: int | None
    captured: int
    refunded: int
    created_at: datetime
    pay_by: datetime
    paid_at: datetime | None
    ended_at: datetime | None
    end_reason: str
    address: dict[str, Any] | None
    lines: list[OrderLineView]
    legs: list[LegView]
    codes: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class DayView:
    """How many orders; `taken`: what the paid ones came to so far, minor units."""

    placed: int
    taken: int
    unpaid: int
    at_work: int


def cart_view(*, cart_id: UUID, member_id: UUID) -> CartView:
    """The member's cart with prices and what is left. Raises NotFound for anybody else's."""
    cart = Cart.objects.filter(id=cart_id, member_id=member_id).first()
    if cart is None:
        raise errors.NotFound()
    lines = list(cart.lines.all())
    sku_ids = sorted({line.sku_id for line in lines})
    cards = catalog.sku_cards(sku_ids)
    prices = pricing.prices(store_id=cart.store_id, sku_ids=sku_ids, at=clock.now()) if lines else {}
    left = {
        outside: inventory.available(cart.store_id, sku_ids, outside=outside) if lines else {}
        for outside in (True, False)
    }
    views = [
        CartLineView(
            line=line.line,
            sku_id=line.sku_id,
            name=cards[line.sku_id].names.say(),
            picture=catalog.picture_url(cards[line.sku_id]),
            unit=cards[line.sku_id].unit,
            quantity=line.quantity,
            way=line.way,
            substitution=line.substitution,
            swap_cap=line.swap_cap,
            lot_code=line.lot_code,
            amount=price.amount if price else None,
            per=price.per if price else None,
            line_amount=line_amount(amount=price.amount, per=price.per, quantity=line.quantity)
            if price
            else None,
            left=left[line.way in rules.FROM_OUTSIDE].get(line.sku_id, 0),
            age_limit=cards[line.sku_id].age_limit,
        )
        for line in lines
        for price in [prices.get(line.sku_id)]
    ]
    return CartView(
        id=cart.id,
        store_id=cart.store_id,
        state=cart.state,
        revision=cart.revision,
        lines=views,
        goods=sum(view.line_amount or 0 for view in views),
        currency=next((price.currency for price in prices.values()), "CNY"),
    )


def own_order(*, order_id: UUID, member_id: UUID) -> Order:
    """The member's own order, or NotFound."""
    order = Order.objects.filter(id=order_id, member_id=member_id).first()
    if order is None:
        raise errors.NotFound()
    return order


def store_order(*, order_id: UUID, store_id: str) -> Order:
    """An order of this store, or NotFound."""
    order = Order.objects.filter(id=order_id, store_id=store_id).first()
    if order is None:
        raise errors.NotFound()
    return order


def order_view(order: Order, *, with_codes: bool = False) -> OrderView:
    """The whole order. `with_codes`: also what opens the door or the pickup shelf, for the shopper's eyes alone."""
    lines = list(order.lines.all())
    cards = catalog.sku_cards([line.sku_id for line in lines])
    return OrderView(
        id=order.id,
        number=order.number,
        store_id=order.store_id,
        state=order.state,
        currency=order.currency,
        goods=order.goods,
        delivery_fee=order.delivery_fee,
        bag_fee=order.bag_fee,
        total=order.total,
        settled=order.settled,
        captured=payments.captured(order.ref).amount,
        refunded=payments.refunded(order.ref).amount,
        created_at=order.created_at,
        pay_by=order.pay_by,
        paid_at=order.paid_at,
        ended_at=order.ended_at,
        end_reason=order.end_reason,
        address=order.address,
        lines=[_line_view(line, cards[line.sku_id].names, cards[line.sku_id]) for line in lines],
        legs=_legs(order),
        codes=fulfilment.codes(order.ref) if with_codes else {},
    )


def orders_of(*, member_id: UUID, limit: int, before: datetime | None = None) -> list[Order]:
    """A member's orders, the newest first."""
    return _newest(Order.objects.filter(member_id=member_id), limit=limit, before=before)


def orders_at(
    *, store_id: str, limit: int, state: str | None = None, before: datetime | None = None
) -> list[Order]:
    """A store's orders, the newest first."""
    orders = Order.objects.filter(store_id=store_id)
    return _newest(orders.filter(state=state) if state is not None else orders, limit=limit, before=before)


def _newest(orders: QuerySet[Order], *, limit: int, before: datetime | None) -> list[Order]:
    if before is not None:
        orders = orders.filter(created_at__lt=before)
    return list(orders.order_by("-created_at", "number")[:limit])


def timeline(order: Order) -> list[dict[str, Any]]:
    """Every clock of the order, oldest first: {stage, way, at}."""
    own = [("placed", order.created_at), ("paid", order.paid_at), (order.state, order.ended_at)]
    stages = [{"stage": stage, "way": "", "at": at} for stage, at in own if at is not None]
    stages += [
        {"stage": stage.stage, "way": stage.way, "at": stage.at} for stage in fulfilment.timeline(order.ref)
    ]
    return sorted(stages, key=lambda stage: stage["at"])


def day(*, store_id: str, since: datetime) -> DayView:
    """A store's orders placed since then; what is unpaid or at work now counts whenever it was placed."""
    orders = Order.objects.filter(store_id=store_id)
    placed = orders.filter(created_at__gte=since).aggregate(
        placed=Count("id"),
        taken=Sum(Coalesce("settled", "total"), filter=Q(paid_at__isnull=False), default=0),
    )
    return DayView(
        placed=placed["placed"],
        taken=placed["taken"],
        unpaid=orders.filter(state=Order.State.AWAITING_PAYMENT).count(),
        at_work=orders.filter(
            state__in=[Order.State.PAID, Order.State.RELEASED], created_at__gte=since - timedelta(days=1)
        ).count(),
    )


def exits_at(*, store_id: str, limit: int) -> list[Exit]:
    """The last departures of a store, the newest first."""
    return list(Exit.objects.filter(store_id=store_id).select_related("order").order_by("-at")[:limit])


def books() -> Iterable[str]:
    """Sales that do not add up, in words; none if all is well."""
    for order in Order.objects.filter(settled__isnull=False, state=Order.State.DONE).iterator(chunk_size=500):
        net = payments.captured(order.ref).amount - payments.refunded(order.ref).amount
        if net > (order.settled or 0):
            yield f"{order.number}: kept {net}, settled {order.settled}"


def _line_view(line: OrderLine, names: Text, card: catalog.SkuCard) -> OrderLineView:
    return OrderLineView(
        line=line.line,
        sku_id=line.sku_id,
        name=names.say(),
        picture=catalog.picture_url(card),
        unit=card.unit,
        quantity=line.quantity,
        way=line.way,
        substitution=line.substitution,
        swap_cap=line.swap_cap,
        amount=line.amount,
        per=line.per,
        tax_rate_permille=line.tax_rate_permille,
        agreed=line.agreed,
        settled=line.settled,
        taken=line.taken,
        refunded=line.refunded,
        refunded_quantity=line.refunded_quantity,
    )


def _legs(order: Order) -> list[LegView]:
    released = {leg.way: leg for leg in order.ways.all()}
    views = []
    for promised in order.legs:
        leg = released.get(promised["way"])
        views.append(
            LegView(
                way=promised["way"],
                due_at=datetime.fromisoformat(promised["due_at"]),
                probability=promised["probability"],
                state=leg.state if leg else "waiting",
                packed_at=leg.packed_at if leg else None,
                ended_at=leg.ended_at if leg else None,
            )
        )
    return views
