"""The money came later than the time that was told could wait: the plan is asked anew, and what has moved is said."""

from datetime import datetime, timedelta
from typing import Any

from newretail.fulfilment import api as fulfilment
from newretail.fulfilment.errors import Full
from newretail.kernel.events import publish
from newretail.ordering import rules
from newretail.ordering.events import OrderTimeMoved
from newretail.ordering.models import Order, OrderLine
from newretail.ordering.pay_order import NEWS_TAKES
from newretail.stores.api import STAFF_PICKED, Way

ORDERED_LATER = "ordered_later"
PAID_LATER = "paid_later"


def move_times(order: Order, lines: list[OrderLine]) -> None:
    """Give a paid order, before its work opens, the place in the plan and the times that can still be kept.

    Paid while its times hold they stand, whatever the plan says now. Its place in the plan moves as soon as the one that the
    promise booked may be over: it is given back and another is booked in the same breath, so that it is booked once. A time only moves
    later, and only where the work that begins now would miss it; a plan that is full moves it by as much as the money was late.
    """
    if order.paid_at is None or order.holds_until is None:
        return
    paid_at = order.paid_at - NEWS_TAKES
    promise = order.promise
    planned_until = promise.holds_until if promise is not None else order.holds_until
    staffed = [line for line in lines if line.way in STAFF_PICKED]
    if not staffed or paid_at <= planned_until:
        return
    told = [rules.Leg.of(leg) for leg in order.promised_legs]
    quotes = _planned_anew(order, told, line_count=len(staffed))
    if paid_at <= order.holds_until:
        return
    late_by = order.paid_at - order.holds_until
    legs = [_kept_or_moved(leg, quotes, late_by=late_by) for leg in told]
    order.promised_legs = [leg.document() for leg in legs]
    order.save(update_fields=["promised_legs"])
    for leg, before in zip(legs, told, strict=True):
        if leg.due_at != before.due_at:
            publish(
                moved(
                    leg,
                    why=PAID_LATER,
                    store_id=order.store_id,
                    ref=order.ref,
                    number=order.number,
                    was=before.due_at,
                )
            )


def moved(
    leg: rules.Leg, *, why: str, store_id: str, ref: str, number: str, was: datetime | None = None
) -> OrderTimeMoved:
    """The fact that a parcel is promised for another time. `was`: what was promised before; none: what was told first."""
    before = was or leg.was_due_at
    assert before is not None and leg.due_at is not None
    return OrderTimeMoved(
        store_id=store_id,
        ref=ref,
        number=number,
        way=leg.way,
        part=leg.part,
        was=before.isoformat(),
        due_at=leg.due_at.isoformat(),
        why=why,
    )


def _planned_anew(
    order: Order, legs: list[rules.Leg], *, line_count: int
) -> dict[str, fulfilment.LegQuote] | None:
    """What the plan says now, by way, with another place in it for what a promise had booked one; None where it is full, and the old
    place stays."""
    ways = list(dict.fromkeys(leg.way for leg in legs if leg.way in STAFF_PICKED))
    metres = max((leg.metres for leg in legs if leg.way == Way.DELIVER), default=0)
    work: dict[str, Any] = {
        "store_id": order.store_id,
        "line_count": line_count,
        "ways": ways,
        "metres": metres,
    }
    try:
        if order.promise is not None:
            quotes = fulfilment.move_place(ref=order.promise.ref, **work)
        else:
            quotes = fulfilment.quote_work(**work)
    except Full:
        return None
    return {quote.way: quote for quote in quotes}


def _kept_or_moved(
    leg: rules.Leg, quotes: dict[str, fulfilment.LegQuote] | None, *, late_by: timedelta
) -> rules.Leg:
    if leg.due_at is None or leg.way not in STAFF_PICKED:
        return leg
    if quotes is None:
        return leg.later_by(late_by)
    now = quotes[leg.way]
    if now.due_at <= leg.due_at:
        return leg
    return leg.due_by(ready_at=now.ready_at, due_at=now.due_at, probability=now.probability)
