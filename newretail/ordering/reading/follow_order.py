"""Following one's own order while the store works on it. Nothing here names a picker or a courier."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from newretail.catalog import api as catalog
from newretail.fulfilment import api as fulfilment
from newretail.ordering.models import Order
from newretail.photos import api as photos


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodsView:
    """What lies in a bag. `is_swap`: it stands in for the product that was ordered; then `amount` is its price."""

    sku_id: str
    name: str
    quantity: int
    is_swap: bool
    amount: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LineProgressView:
    """state: waiting, asked, swapping, picked, short, cancelled; `carried` where the shopper took it off the shelf.

    Quantities in base units of the product that was ordered.
    """

    line: int
    sku_id: str
    name: str
    way: str
    state: str
    quantity: int
    picked: int
    missing: int
    missing_cause: str
    taken: list[GoodsView]


@dataclass(frozen=True, slots=True, kw_only=True)
class CourierOnWayView:
    """The position is known only while the courier rides; `stops_before`: doors that come first, `metres_to_door` by way of them."""

    state: str
    stops_before: int
    latitude: float | None
    longitude: float | None
    position_at: datetime | None
    metres_to_door: int | None
    expected_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WayProgressView:
    """`bags`: the tags of the bags and how far each is. `late_at` is set once it is known that the promise will not hold.

    `ready_at`: packed, or expected to be. `expected_at`: when it should be at the door or on the shelf as things are now, or when it
    was; null once it will not be. `photo`: of the parcel at the door, if the courier took one.
    """

    way: str
    state: str
    due_at: datetime
    late_at: datetime | None
    ready_at: datetime | None
    expected_at: datetime | None
    shelf: str
    photo: str | None
    bags: dict[str, str]
    courier: CourierOnWayView | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressView:
    state: str
    zones: int
    zones_done: int
    lines: list[LineProgressView]
    ways: list[WayProgressView]


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferView:
    """A product that may replace the missing one: so much of it, for so much money in minor units."""

    sku_id: str
    name: str
    picture: str
    unit: str
    quantity: int
    amount: int
    age_limit: int | None
    allergens: list[str]
    allergens_stated: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionView:
    """Answer until `until`; silence means no."""

    line: int
    sku_id: str
    name: str
    picture: str
    unit: str
    quantity_missing: int
    until: datetime
    offers: list[OfferView]


def progress(order: Order) -> ProgressView:
    """How far the order is, line by line and way by way. Before the store works on it, and for carried lines, only what
    was ordered is known."""
    work = fulfilment.progress(order.ref, store_id=order.store_id)
    return ProgressView(
        state=order.state,
        zones=work.jobs_total if work else 0,
        zones_done=work.jobs_done if work else 0,
        lines=_lines(order, work.lines if work else ()),
        ways=[_way(leg, work.bags) for leg in work.legs] if work else [],
    )


def questions(order: Order) -> list[QuestionView]:
    """What the shopper should answer now."""
    asked = fulfilment.questions(order.ref, store_id=order.store_id)
    shown = {question.sku_id for question in asked} | {
        str(offer["sku_id"]) for question in asked for offer in question.offers
    }
    faces = catalog.faces(sorted(shown))
    return [
        QuestionView(
            line=int(question.line),
            sku_id=question.sku_id,
            name=faces[question.sku_id].name,
            picture=faces[question.sku_id].picture,
            unit=faces[question.sku_id].unit,
            quantity_missing=question.quantity_missing,
            until=question.until,
            offers=[
                _offer(faces[offer["sku_id"]], quantity=offer["quantity"], amount=offer["amount"])
                for offer in question.offers
            ],
        )
        for question in asked
    ]


def _offer(face: catalog.Face, *, quantity: int, amount: int) -> OfferView:
    return OfferView(
        sku_id=face.code,
        name=face.name,
        picture=face.picture,
        unit=face.unit,
        quantity=quantity,
        amount=amount,
        age_limit=face.age_limit,
        allergens=list(face.allergens),
        allergens_stated=face.allergens_stated,
    )


def _lines(order: Order, worked: Iterable[fulfilment.LineView]) -> list[LineProgressView]:
    by_line = {int(line.line): line for line in worked}
    lines = list(order.lines.all())
    shown = {line.sku_id for line in lines} | {
        take.sku_id for line in by_line.values() for take in line.taken
    }
    names = {code: face.name for code, face in catalog.faces(sorted(shown)).items()}
    views = []
    for line in lines:
        work = by_line.get(line.line)
        views.append(
            LineProgressView(
                line=line.line,
                sku_id=line.sku_id,
                name=names[line.sku_id],
                way=line.way,
                state=work.state if work else "waiting" if line.taken_quantity is None else "carried",
                quantity=line.quantity,
                picked=work.picked if work else line.taken_quantity or 0,
                missing=work.missing if work else 0,
                missing_cause=work.missing_cause if work else "",
                taken=_goods(work.taken, names) if work else [],
            )
        )
    return views


def _goods(taken: Iterable[fulfilment.TakenView], names: dict[str, str]) -> list[GoodsView]:
    return [
        GoodsView(
            sku_id=take.sku_id,
            name=names[take.sku_id],
            quantity=take.quantity,
            is_swap=take.swap_of is not None,
            amount=take.amount,
        )
        for take in taken
    ]


def _way(leg: fulfilment.LegView, bags: Iterable[fulfilment.BagView]) -> WayProgressView:
    courier = leg.courier
    return WayProgressView(
        way=leg.way,
        state=leg.state,
        due_at=leg.due_at,
        late_at=leg.late_at,
        ready_at=leg.ready_at,
        expected_at=leg.expected_at,
        shelf=leg.shelf,
        photo=photos.address_of(leg.photo) if leg.photo else None,
        bags={bag.tag: bag.state for bag in bags if bag.way == leg.way},
        courier=None
        if courier is None
        else CourierOnWayView(
            state=courier.state,
            stops_before=courier.stops_before,
            latitude=courier.latitude,
            longitude=courier.longitude,
            position_at=courier.position_at,
            metres_to_door=courier.metres_to_door,
            expected_at=leg.expected_at,
        ),
    )
