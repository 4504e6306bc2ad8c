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
    "order.placed": frozenset({"number", "total", "currency", "pay_by"}),
    "order.time_moved": frozenset({"number", "way", "part", "was", "due_at", "why"}),
    "order.paid": frozenset({"number", "amount", "currency"}),
    "order.released": frozenset({"number", "ways"}),
    "order.settled": frozenset({"number", "way", "settled", "returned"}),
    "order.done": frozenset({"number", "settled"}),
    "order.expired": frozenset({"number"}),
    "order.cancelled": frozenset({"number", "reason"}),
    "order.refunded": frozenset({"number", "amount", "lines", "reason"}),
    "refund_request.made": frozenset({"number", "request_id"}),
    "refund_request.decided": frozenset({"number", "request_id", "state", "amount", "currency"}),
    "shopper.left": frozenset({"number"}),
    "payment.captured": frozenset({"payment_id", "tender", "amount", "currency", "at"}),
    "payment.failed": frozenset({"payment_id", "tender", "amount", "currency", "cause"}),
    "refund.settled": frozenset({"amount", "currency", "tender", "at"}),
    "refund.failed": frozenset({"amount", "currency", "tender"}),
    "stage.reached": frozenset({"stage", "at", "way", "part"}),
    "work.opened": frozenset({"number", "due_at"}),
    "line.picked": frozenset({"line", "sku_id", "quantity", "swap_of", "amount"}),
    "line.put_back": frozenset({"line", "sku_id", "quantity", "swap_of"}),
    "line.missed": frozenset({"line", "sku_id", "quantity_missing"}),
    "substitution.asked": frozenset({"line", "sku_id", "quantity_missing", "until", "offers"}),
    "substitution.answered": frozenset({"line", "accepted", "in_time"}),
    "leg.packed": frozenset({"way", "part"}),
    "leg.shelved": frozenset({"way", "part"}),
    "leg.handed_over": frozenset({"way", "part", "to"}),
    "leg.delivered": frozenset({"way", "part", "at"}),
    "leg.failed": frozenset({"way", "part", "cause"}),
    "leg.received_back": frozenset({"way", "part", "again"}),
    "leg.ran_late": frozenset({"way", "part", "due_at"}),
    "courier.moved": frozenset({"latitude", "longitude", "at"}),
}
"""No names of staff, no lots and bags, no risk scores; the courier's place, but not which other doors the trip visits."""

COURIER_SEES: Mapping[str, frozenset[str]] = {
    "trip.made": frozenset({"trip_id", "courier_id", "refs"}),
    "stage.reached": frozenset({"stage", "at", "way", "part"}),
    "leg.packed": frozenset({"way", "part", "bags"}),
    "leg.handed_over": frozenset({"way", "part", "to"}),
    "leg.delivered": frozenset({"way", "part", "at"}),
    "leg.failed": frozenset({"way", "part", "cause"}),
    "leg.received_back": frozenset({"way", "part", "again"}),
    "leg.left_behind": frozenset({"way", "part"}),
    "leg.ran_late": frozenset({"way", "part", "due_at"}),
    "work.cancelled": frozenset(),
    "courier.moved": frozenset({"trip_id", "latitude", "longitude", "at"}),
    "order.cancelled": frozenset({"number"}),
}

FLOOR_SUBJECTS = frozenset(
    {
        "stage", "work", "pick_job", "line", "substitution", "bag", "leg", "part", "trip", "courier", "pickup_code", "identity",
        "stock", "lot", "hold", "holds", "floor_guard",
        "store", "plan", "product", "post", "badge", "role",
    }
)  # fmt: skip
"""What the work of a store is about; a subject is what a fact's name begins with."""
FLOOR_SEES: Mapping[str, frozenset[str]] = {
    "order.released": frozenset({"number", "ways"}),
    "order.cancelled": frozenset({"number", "reason"}),
    "order.done": frozenset({"number"}),
}
"""The floor works with goods; what a sale cost is the counter's business."""

COUNTER_SUBJECTS = FLOOR_SUBJECTS | {"order", "refund_request", "shopper", "payment", "refund", "price"}


def seen(*, audience: Audience, name: str, body: Mapping[str, Any]) -> dict[str, Any] | None:
    """The part of a fact's body that this audience sees; None when the fact itself is hidden from it."""
    if audience is Audience.COUNTER:
        return dict(body) if _subject(name) in COUNTER_SUBJECTS else None
    if audience is Audience.FLOOR:
        return dict(body) if _subject(name) in FLOOR_SUBJECTS else _only(FLOOR_SEES, name, body)
    return _only(SHOPPER_SEES if audience is Audience.SHOPPER else COURIER_SEES, name, body)


def _only(allowed: Mapping[str, frozenset[str]], name: str, body: Mapping[str, Any]) -> dict[str, Any] | None:
    fields = allowed.get(name)
    return None if fields is None else {key: value for key, value in body.items() if key in fields}


def _subject(name: str) -> str:
    return name.partition(".")[0]
