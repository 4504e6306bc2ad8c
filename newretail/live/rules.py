"""Who sees what of a fact. Nothing is shown that is not named here: a new kind of fact is silent until somebody decides."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any


class Audience(StrEnum):
    """SHOPPER: whoever bought. COURIER: whoever rides. FLOOR: pickers, packers, devices. COUNTER: cashiers, managers."""

    SHOPPER = "shopper"
    COURIER = "courier"
    FLOOR = "floor"
    COUNTER = "counter"


SHOPPER_SEES: Mapping[str, frozenset[str]] = {
    "ordering.OrderPlaced": frozenset({"number", "total", "currency", "pay_by"}),
    "ordering.OrderPaid": frozenset({"number", "amount", "currency"}),
    "ordering.OrderReleased": frozenset({"number", "ways"}),
    "ordering.OrderSettled": frozenset({"number", "way", "settled", "returned"}),
    "ordering.OrderDone": frozenset({"number", "settled"}),
    "ordering.OrderExpired": frozenset({"number"}),
    "ordering.OrderCancelled": frozenset({"number", "reason"}),
    "ordering.OrderRefunded": frozenset({"number", "amount", "lines", "reason"}),
    "ordering.RefundRequested": frozenset({"number", "request_id"}),
    "ordering.RefundRequestDecided": frozenset({"number", "request_id", "state", "amount", "currency"}),
    "ordering.ShopperLeft": frozenset({"number"}),
    "payments.PaymentCaptured": frozenset({"payment_id", "tender", "amount", "currency", "at"}),
    "payments.PaymentFailed": frozenset({"payment_id", "tender", "amount", "currency", "cause"}),
    "payments.RefundSettled": frozenset({"amount", "currency", "tender", "at"}),
    "payments.RefundFailed": frozenset({"amount", "currency", "tender"}),
    "fulfilment.StageReached": frozenset({"stage", "at", "way", "part"}),
    "fulfilment.WorkOpened": frozenset({"number", "due_at"}),
    "fulfilment.LinePicked": frozenset({"line", "sku_id", "quantity", "swap_of", "amount"}),
    "fulfilment.LinePutBack": frozenset({"line", "sku_id", "quantity", "swap_of"}),
    "fulfilment.LineMissing": frozenset({"line", "sku_id", "quantity_missing"}),
    "fulfilment.SubstitutionAsked": frozenset({"line", "sku_id", "quantity_missing", "until", "offers"}),
    "fulfilment.SubstitutionAnswered": frozenset({"line", "accepted", "in_time"}),
    "fulfilment.LegPacked": frozenset({"way", "part"}),
    "fulfilment.LegShelved": frozenset({"way", "part"}),
    "fulfilment.LegHandedOver": frozenset({"way", "part", "to"}),
    "fulfilment.LegDelivered": frozenset({"way", "part", "at"}),
    "fulfilment.LegFailed": frozenset({"way", "part", "cause"}),
    "fulfilment.LegReceivedBack": frozenset({"way", "part", "again"}),
    "fulfilment.LegLate": frozenset({"way", "part", "due_at"}),
    "fulfilment.CourierMoved": frozenset({"latitude", "longitude", "at"}),
}
"""No names of staff, no lots and bags, no risk scores; the courier's place, but not which other doors the trip visits."""

COURIER_SEES: Mapping[str, frozenset[str]] = {
    "fulfilment.TripMade": frozenset({"trip_id", "courier_id", "refs"}),
    "fulfilment.StageReached": frozenset({"stage", "at", "way", "part"}),
    "fulfilment.LegPacked": frozenset({"way", "part", "bags"}),
    "fulfilment.LegHandedOver": frozenset({"way", "part", "to"}),
    "fulfilment.LegDelivered": frozenset({"way", "part", "at"}),
    "fulfilment.LegFailed": frozenset({"way", "part", "cause"}),
    "fulfilment.LegReceivedBack": frozenset({"way", "part", "again"}),
    "fulfilment.LegLeftBehind": frozenset({"way", "part"}),
    "fulfilment.LegLate": frozenset({"way", "part", "due_at"}),
    "fulfilment.WorkCancelledInStore": frozenset(),
    "fulfilment.CourierMoved": frozenset({"trip_id", "latitude", "longitude", "at"}),
    "ordering.OrderCancelled": frozenset({"number"}),
}

FLOOR_ROOMS = frozenset({"fulfilment", "inventory", "stores"})
FLOOR_SEES: Mapping[str, frozenset[str]] = {
    "ordering.OrderReleased": frozenset({"number", "ways"}),
    "ordering.OrderCancelled": frozenset({"number", "reason"}),
    "ordering.OrderDone": frozenset({"number"}),
}
"""The floor works with goods; what a sale cost is the counter's business."""

COUNTER_ROOMS = FLOOR_ROOMS | {"ordering", "payments", "pricing"}


def seen(*, audience: Audience, name: str, body: Mapping[str, Any]) -> dict[str, Any] | None:
    """The part of a fact's body that this audience sees; None when the fact itself is hidden from it."""
    if audience is Audience.COUNTER:
        return dict(body) if _room(name) in COUNTER_ROOMS else None
    if audience is Audience.FLOOR:
        return dict(body) if _room(name) in FLOOR_ROOMS else _only(FLOOR_SEES, name, body)
    return _only(SHOPPER_SEES if audience is Audience.SHOPPER else COURIER_SEES, name, body)


def _only(allowed: Mapping[str, frozenset[str]], name: str, body: Mapping[str, Any]) -> dict[str, Any] | None:
    fields = allowed.get(name)
    return None if fields is None else {key: value for key, value in body.items() if key in fields}


def _room(name: str) -> str:
    return name.partition(".")[0]
