"""Which goods may still be given back for money: those that are with the shopper, as long as the store grants it."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import F

from newretail.kernel import clock
from newretail.ordering import errors, rules
from newretail.ordering.models import Order, OrderLeg, OrderLine, SaleTerms
from newretail.stores import api as stores

_USUAL_DAYS: int = SaleTerms._meta.get_field("refund_days").default

DoneLegs = frozenset[tuple[UUID, str, str]]
"""(order id, way, part) of what has come to its shopper."""


def units_with_shopper(order: Order, lines: Iterable[OrderLine]) -> dict[int, int]:
    """Base units by line that were taken, are with the shopper, and have not been refunded."""
    done = done_legs([order])
    return {line.line: refundable(line) if _key(line) in done else 0 for line in lines}


def units_left(orders: Sequence[Order], done: DoneLegs) -> dict[UUID, dict[int, int]]:
    """Base units by line that may be given back for money now, of several orders; nothing where the time for it is over."""
    left: dict[UUID, dict[int, int]] = {order.id: {} for order in orders}
    wanted = [order for order in orders if order.id in {order_id for order_id, _, _ in done}]
    if not wanted:
        return left
    lines = OrderLine.objects.filter(
        order__in=_still_open(wanted), taken_quantity__gt=F("refunded_quantity")
    ).order_by("order_id", "line")
    for line in lines:
        if _key(line) in done:
            left[line.order_id][line.line] = refundable(line)
    return left


def done_legs(orders: Sequence[Order]) -> DoneLegs:
    legs = OrderLeg.objects.filter(order__in=orders, state=OrderLeg.State.DONE)
    return frozenset(legs.order_by().values_list("order_id", "way", "part"))


def refundable(line: OrderLine) -> int:
    """Base units of a line that were taken and have not been refunded."""
    return (line.taken_quantity or 0) - line.refunded_quantity


def worth(line: OrderLine, quantity: int) -> int:
    """The money that giving back `quantity` base units of a line would be now, minor units: a share of what was paid for them."""
    if quantity <= 0:
        return 0
    return rules.refund_share(
        settled=line.settled or 0,
        refunded=line.refunded,
        taken=line.taken_quantity or 0,
        returned_before=line.refunded_quantity,
        returned_now=quantity,
    )


def refunds_until(order: Order) -> datetime | None:
    """The end of the last day, by the store's clock, on which money may be asked back; None while the order has not ended."""
    if order.ended_at is None:
        return None
    days = _refund_days({order.store_id}).get(order.store_id, _USUAL_DAYS)
    return _end_of_window(order, order.ended_at, days)


def is_open(order: Order) -> bool:
    """May money still be asked back for what is with the shopper?"""
    return bool(_still_open([order]))


def refuse_late(order: Order) -> None:
    """Raises RefundTooLate."""
    until = refunds_until(order)
    if until is not None and clock.now() >= until:
        raise errors.RefundTooLate(last_day=f"{until - timedelta(days=1):%Y-%m-%d}")


def _still_open(orders: Sequence[Order]) -> list[Order]:
    """Those for which money may still be asked back."""
    ended = [(order, order.ended_at) for order in orders if order.ended_at is not None]
    days = _refund_days({order.store_id for order, _ in ended}) if ended else {}
    now = clock.now()
    over = {
        order.id
        for order, at in ended
        if _end_of_window(order, at, days.get(order.store_id, _USUAL_DAYS)) <= now
    }
    return [order for order in orders if order.id not in over]


def _refund_days(store_ids: set[str]) -> dict[str, int]:
    """Of the stores that have said so; all others grant the usual days."""
    return dict(SaleTerms.objects.filter(store_id__in=store_ids).values_list("store_id", "refund_days"))


def _end_of_window(order: Order, ended_at: datetime, days: int) -> datetime:
    ended = ended_at.astimezone(stores.store(order.store_id).zone)
    return (ended + timedelta(days=days + 1)).replace(hour=0, minute=0, second=0, microsecond=0)


def _key(line: OrderLine) -> tuple[UUID, str, str]:
    return line.order_id, line.way, line.part
