"""One whole order: its lines, parcels, money, and what the reader may do with it."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from newretail.catalog import api as catalog
from newretail.fulfilment import api as fulfilment
from newretail.inventory import api as inventory
from newretail.ordering import balance, refund_window, rules
from newretail.ordering.cuts import CutView, cut_views
from newretail.ordering.may import OrderDeed
from newretail.ordering.models import Order, OrderLine
from newretail.payments import api as payments


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
class LineLot:
    """So many base units of a lot that the shopper has of a line."""

    sku_id: str
    lot: str
    expires_on: date | None
    quantity: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenView:
    """What really went into the bag of a line, a swapped product included; `pieces` of what goes by the piece, which weigh `quantity`."""

    sku_id: str
    name: str
    picture: str
    unit: str
    quantity: int
    pieces: int | None
    returned: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderLineView:
    """`pieces`: of what is ordered by the piece, about `quantity` grams; it is settled by what it weighs. `parent_line`: the line it belongs to. `refundable`: base units that may be given back now, `worth` what all of them bring, minor units. `listed`: the list price of the line (`amount` for `per` base units); less its `cuts` it is `agreed`. `taken`: what really went into the bag. `lots`: for the counter, which lots the shopper has of it, in the order in which they come back where none is named."""

    line: int
    sku_id: str
    name: str
    picture: str
    unit: str
    quantity: int
    pieces: int | None
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
    taken: list[TakenView]
    refunded: int
    refunded_quantity: int
    refundable: int
    worth: int
    lots: list[LineLot]


@dataclass(frozen=True, slots=True, kw_only=True)
class LegView:
    """One parcel; `part` tells several of one way apart, empty for the only one. `due_at`: what is promised, null for what the shopper
    carries out; `was_due_at`: what was promised first, where that has moved."""

    way: str
    part: str
    due_at: datetime | None
    was_due_at: datetime | None
    probability: float
    state: str
    packed_at: datetime | None = None
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderView:
    """`stage`: how far it is in one word, the same wherever it is told. `goods`: what the lines cost, `cut`: less than their list prices. `pays`: before the work begins, or after; `open`: what is still
    to be paid. `holds_until`: paid by then, the legs' times hold; what is paid later may be promised anew. `taxes`: what of the goods' price is tax, by rate; refunded goods are left out. `payment_id`: the last attempt to pay;
    `tender`: what it was paid by, empty before. `can`: what the reader may do now."""

    id: UUID
    number: str
    store_id: str
    state: str
    stage: str
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
    holds_until: datetime | None
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
    can: list[OrderDeed]
    codes: dict[str, str] = field(default_factory=dict)


def order_view(
    order: Order, *, can: Mapping[UUID, list[OrderDeed]], with_codes: bool = False, with_lots: bool = False
) -> OrderView:
    """The whole order. `can`: what the reader may do with it now (`may`). `with_codes`: also what opens the door or the pickup shelf,
    for the shopper's eyes alone; `with_lots`: also which lots they have, for the counter's."""
    lines = list(order.lines.all())
    left = refund_window.units_with_shopper(order, lines) if refund_window.is_open(order) else {}
    tried = payments.payments(store_id=order.store_id, ref=order.ref)
    lots = _lots(order) if with_lots else {}
    shown = {line.sku_id for line in lines} | {take["sku_id"] for line in lines for take in line.taken}
    faces = catalog.faces(sorted(shown))
    return OrderView(
        id=order.id,
        number=order.number,
        store_id=order.store_id,
        state=order.state,
        stage=rules.stage_of(order.state, fulfilment.parcel_states([order.ref])[order.ref]),
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
        holds_until=order.holds_until,
        paid_at=order.paid_at,
        ended_at=order.ended_at,
        end_reason=order.end_reason,
        address=order.address,
        lines=[_line_view(line, faces, left, lots.get(line.line, [])) for line in lines],
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
        can=can[order.id],
        codes=fulfilment.codes(order.ref, store_id=order.store_id) if with_codes else {},
    )


def _line_view(
    line: OrderLine, faces: Mapping[str, catalog.Face], left: Mapping[int, int], lots: list[LineLot]
) -> OrderLineView:
    face = faces[line.sku_id]
    return OrderLineView(
        line=line.line,
        sku_id=line.sku_id,
        name=face.name,
        picture=face.picture,
        unit=face.unit,
        quantity=line.quantity,
        pieces=line.pieces,
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
            TakenView(
                sku_id=take["sku_id"],
                name=taken.name,
                picture=taken.picture,
                unit=taken.unit,
                quantity=take["quantity"],
                pieces=take.get("pieces"),
                returned=take["returned"],
            )
            for take in line.taken
            for taken in [faces[take["sku_id"]]]
        ],
        refunded=line.refunded,
        refunded_quantity=line.refunded_quantity,
        refundable=left.get(line.line, 0),
        worth=refund_window.worth(line, left.get(line.line, 0)),
        lots=lots,
    )


def _lots(order: Order) -> dict[int, list[LineLot]]:
    found: dict[int, list[LineLot]] = defaultdict(list)
    for part in inventory.with_customer(store_id=order.store_id, ref=order.ref):
        lot = LineLot(sku_id=part.sku_id, lot=part.lot, expires_on=part.expires_on, quantity=part.quantity)
        found[int(part.line)].append(lot)
    return found


def _legs(order: Order) -> list[LegView]:
    released = {(leg.way, leg.part): leg for leg in order.legs.all()}
    views = []
    for promised in order.promised_legs:
        leg, told = released.get((promised["way"], promised["part"])), rules.Leg.of(promised)
        views.append(
            LegView(
                way=promised["way"],
                part=promised["part"],
                due_at=told.due_at,
                was_due_at=told.was_due_at,
                probability=promised["probability"],
                state=leg.state if leg else "waiting",
                packed_at=leg.packed_at if leg else None,
                ended_at=leg.ended_at if leg else None,
            )
        )
    return views
