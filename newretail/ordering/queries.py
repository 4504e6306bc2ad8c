"""What people may read of orders. Everything is looked up within the caller's own scope."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from newretail.catalog import api as catalog
from newretail.fulfilment import api as fulfilment
from newretail.ordering import balance, errors, refund_window, rules
from newretail.ordering.cuts import CutView, cut_views
from newretail.ordering.models import Exit, Order, OrderLine
from newretail.ordering.refund_window import units_with_shopper
from newretail.payments import api as payments

OPEN = (Order.State.AWAITING_PAYMENT, Order.State.PAID, Order.State.RELEASED)
PICTURES_OF_AN_ORDER = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundBrief:
    """Money on its way back to a tender, or there. state: pending, settled, failed (then the store pays it by hand)."""

    refund_id: UUID
    tender: str
    amount: int
    reason: str
    state: str
    requested_at: datetime
    settled_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderLineView:
    """`parent_line`: the line it belongs to. `refundable`: base units that may be given back now. `listed`: the list price of the line (`amount` for `per` base units); less its `cuts` it is `agreed`. `taken`: what really went into the bag, [{sku_id, name, picture, quantity, returned}], a swapped product included."""

    line: int
    sku_id: str
    name: str
    picture: str
    unit: str
    quantity: int
    way: str
    part: str
    parent_line: int | None
    substitution: str
    swap_cap: int | None
    amount: int
    per: int
    tax_rate_permille: int
    weighed: bool
    age_limit: int | None
    allergens: list[str]
    listed: int
    cuts: list[CutView]
    agreed: int
    settled: int | None
    taken: list[dict[str, Any]]
    refunded: int
    refunded_quantity: int
    refundable: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LegView:
    """One parcel; `part` tells several of one way apart, empty for the only one."""

    way: str
    part: str
    due_at: datetime
    probability: float
    state: str
    packed_at: datetime | None = None
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderBrief:
    """An order as one row of a list."""

    id: UUID
    number: str
    store_id: str
    state: str
    total: int
    settled: int | None
    currency: str
    created_at: datetime
    paid_at: datetime | None
    ended_at: datetime | None
    ways: list[str]
    line_count: int
    pictures: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderView:
    """`goods`: what the lines cost, `cut`: less than their list prices. `pays`: before the work begins, or after; `open`: what is still
    to be paid. `taxes`: what of the goods' price is tax, by rate; refunded goods are left out. `payment_id`: the last attempt to pay;
    `tender`: what it was paid by, empty before. `can`: what the reader may do now."""

    id: UUID
    number: str
    store_id: str
    state: str
    pays: str
    currency: str
    goods: int
    cut: int
    delivery_fee: int
    bag_fee: int
    total: int
    settled: int | None
    open: int
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
    taxes: list[rules.TaxShare]
    payment_id: UUID | None
    tender: str
    refunds: list[RefundBrief]
    can: list[str]
    codes: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class StageView:
    """A clock of an order; `way` is empty for what all of it shares."""

    stage: str
    way: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffStageView:
    """`reason`, `by`: where a manager went another way than the usual one."""

    stage: str
    way: str
    at: datetime
    reason: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExitView:
    """Somebody walked out: `verdict` go, audit, clean or mismatch; `found`: [{sku_id, paid, counted}] that differ."""

    order_id: UUID
    number: str
    verdict: str
    risk: float
    reasons: list[str]
    found: list[dict[str, Any]]
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DayView:
    """How many orders; `taken`: what the paid ones came to so far, minor units."""

    placed: int
    taken: int
    unpaid: int
    at_work: int


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


def any_order(order_id: UUID) -> Order:
    """An order of whatever store, for those who look after all of them; or NotFound."""
    order = Order.objects.filter(id=order_id).first()
    if order is None:
        raise errors.NotFound()
    return order


def order_view(order: Order, *, can: Sequence[str] = (), with_codes: bool = False) -> OrderView:
    """The whole order. `can`: what the reader may do with it now (`may`). `with_codes`: also what opens the door or the pickup shelf,
    for the shopper's eyes alone."""
    lines = list(order.lines.all())
    left = units_with_shopper(order, lines) if refund_window.is_open(order) else {}
    tried = payments.payments(store_id=order.store_id, ref=order.ref)
    shown = {line.sku_id for line in lines} | {take["sku_id"] for line in lines for take in line.taken}
    faces = catalog.faces(sorted(shown))
    return OrderView(
        id=order.id,
        number=order.number,
        store_id=order.store_id,
        state=order.state,
        pays=order.pays,
        currency=order.currency,
        goods=order.goods,
        cut=sum(line.cut for line in lines),
        delivery_fee=order.delivery_fee,
        bag_fee=order.bag_fee,
        total=order.total,
        settled=order.settled,
        open=balance.open_amount(order),
        captured=payments.captured(order.ref).amount,
        refunded=payments.refunded(order.ref).amount,
        created_at=order.created_at,
        pay_by=order.pay_by,
        paid_at=order.paid_at,
        ended_at=order.ended_at,
        end_reason=order.end_reason,
        address=order.address,
        lines=[_line_view(line, faces, left) for line in lines],
        legs=_legs(order),
        taxes=rules.taxes(
            (line.tax_rate_permille, (line.agreed if line.settled is None else line.settled) - line.refunded)
            for line in lines
        ),
        payment_id=tried[0].id if tried else None,
        tender=next((each.tender for each in tried if each.state == "captured"), ""),
        refunds=[
            RefundBrief(
                refund_id=each.refund_id,
                tender=each.tender,
                amount=each.amount,
                reason=each.reason,
                state=each.state,
                requested_at=each.requested_at,
                settled_at=each.settled_at,
            )
            for each in payments.refunds(store_id=order.store_id, ref=order.ref)
        ],
        can=list(can),
        codes=fulfilment.codes(order.ref, store_id=order.store_id) if with_codes else {},
    )


def orders_of(
    *, member_id: UUID, limit: int, state: str | None = None, before: datetime | None = None
) -> list[OrderBrief]:
    """A member's orders, the newest first. `state`: one of the order's states, or `open` for all that have not ended."""
    orders = Order.objects.filter(member_id=member_id)
    if state is not None:
        orders = orders.filter(state__in=OPEN if state == "open" else [state])
    return _newest(orders, limit=limit, before=before)


def orders_at(
    *,
    store_id: str,
    limit: int,
    state: str | None = None,
    number: str | None = None,
    before: datetime | None = None,
) -> list[OrderBrief]:
    """A store's orders, the newest first. `number`: as people say it, in any case; numbers come again after a while."""
    orders = Order.objects.filter(store_id=store_id)
    if number is not None:
        orders = orders.filter(number=number.upper())
    return _newest(orders.filter(state=state) if state is not None else orders, limit=limit, before=before)


def _newest(orders: QuerySet[Order], *, limit: int, before: datetime | None) -> list[OrderBrief]:
    if before is not None:
        orders = orders.filter(created_at__lt=before)
    return briefs(list(orders.order_by("-created_at", "number")[:limit]))


def briefs(orders: Sequence[Order]) -> list[OrderBrief]:
    """These orders as rows of a list, whatever their number with the same two questions to the database."""
    lines: dict[UUID, list[str]] = {order.id: [] for order in orders}
    rows = OrderLine.objects.filter(order__in=lines).order_by("order_id", "line")
    for order_id, sku_id in rows.values_list("order_id", "sku_id"):
        lines[order_id].append(sku_id)
    faces = catalog.faces(sorted({sku_id for each in lines.values() for sku_id in each}))
    return [
        OrderBrief(
            id=order.id,
            number=order.number,
            store_id=order.store_id,
            state=order.state,
            total=order.total,
            settled=order.settled,
            currency=order.currency,
            created_at=order.created_at,
            paid_at=order.paid_at,
            ended_at=order.ended_at,
            ways=ways_of(order),
            line_count=len(lines[order.id]),
            pictures=[
                faces[sku_id].picture
                for sku_id in list(dict.fromkeys(lines[order.id]))[:PICTURES_OF_AN_ORDER]
            ],
        )
        for order in orders
    ]


def ways_of(order: Order) -> list[str]:
    """How the order leaves the store, each way once."""
    return list(dict.fromkeys(leg["way"] for leg in order.promised_legs))


def own_payment(*, payment_id: UUID, member_id: UUID) -> payments.PaymentView:
    """A payment of one of the member's own orders, or NotFound."""
    found = payments.find_payment(payment_id=payment_id)
    order_id = rules.order_id(found.ref) if found else None
    if found is None or order_id is None:
        raise errors.NotFound()
    own_order(order_id=order_id, member_id=member_id)
    return found


def timeline(order: Order) -> list[StageView]:
    """Every clock of the order, oldest first."""
    own = [("placed", order.created_at), ("paid", order.paid_at), (order.state, order.ended_at)]
    stages = [StageView(stage=stage, way="", at=at) for stage, at in own if at is not None]
    stages += [
        StageView(stage=stage.stage, way=stage.way, at=stage.at)
        for stage in fulfilment.timeline(order.ref, store_id=order.store_id)
    ]
    return sorted(stages, key=lambda stage: stage.at)


def staff_timeline(order: Order) -> list[StaffStageView]:
    """The clocks, and where a manager went another way, with the reason and their name."""
    clocks = [
        StaffStageView(stage=each.stage, way=each.way, at=each.at, reason="", by="")
        for each in timeline(order)
    ]
    clocks += [
        StaffStageView(stage=each.kind, way=each.way, at=each.at, reason=each.reason, by=each.by)
        for each in fulfilment.overrides(order.ref, store_id=order.store_id)
    ]
    return sorted(clocks, key=lambda clock: clock.at)


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


def exits_at(*, store_id: str, limit: int) -> list[ExitView]:
    """The last departures of a store, the newest first."""
    left = Exit.objects.filter(store_id=store_id).select_related("order").order_by("-at")[:limit]
    return [exit_view(each) for each in left]


def exit_view(left: Exit) -> ExitView:
    return ExitView(
        order_id=left.order_id,
        number=left.order.number,
        verdict=left.verdict,
        risk=round(left.risk, 3),
        reasons=left.reasons,
        found=left.found,
        at=left.at,
    )


def books() -> Iterable[str]:
    """Sales that do not add up, in words; none if all is well."""
    for order in Order.objects.filter(settled__isnull=False, state=Order.State.DONE).iterator(chunk_size=500):
        net = payments.captured(order.ref).amount - payments.refunded(order.ref).amount
        if net > (order.settled or 0):
            yield f"{order.number}: kept {net}, settled {order.settled}"


def _line_view(line: OrderLine, faces: Mapping[str, catalog.Face], left: Mapping[int, int]) -> OrderLineView:
    face = faces[line.sku_id]
    return OrderLineView(
        line=line.line,
        sku_id=line.sku_id,
        name=face.name,
        picture=face.picture,
        unit=face.unit,
        quantity=line.quantity,
        way=line.way,
        part=line.part,
        parent_line=line.parent_line,
        substitution=line.substitution,
        swap_cap=line.swap_cap,
        amount=line.amount,
        per=line.per,
        tax_rate_permille=line.tax_rate_permille,
        weighed=face.weighed,
        age_limit=face.age_limit,
        allergens=list(face.allergens),
        listed=line.listed,
        cuts=cut_views(line.cuts),
        agreed=line.agreed,
        settled=line.settled,
        taken=[
            take | {"name": taken.name, "picture": taken.picture}
            for take in line.taken
            for taken in [faces[take["sku_id"]]]
        ],
        refunded=line.refunded,
        refunded_quantity=line.refunded_quantity,
        refundable=left.get(line.line, 0),
    )


def _legs(order: Order) -> list[LegView]:
    released = {(leg.way, leg.part): leg for leg in order.legs.all()}
    views = []
    for promised in order.promised_legs:
        leg = released.get((promised["way"], promised["part"]))
        views.append(
            LegView(
                way=promised["way"],
                part=promised["part"],
                due_at=datetime.fromisoformat(promised["due_at"]),
                probability=promised["probability"],
                state=leg.state if leg else "waiting",
                packed_at=leg.packed_at if leg else None,
                ended_at=leg.ended_at if leg else None,
            )
        )
    return views
