"""Which goods may still be given back for money: those that are with the shopper, as long as the store grants it."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from newretail.kernel import clock
from newretail.ordering import errors
from newretail.ordering.models import Order, OrderLeg, OrderLine, SaleTerms
from newretail.stores import api as stores


def units_with_shopper(order: Order, lines: Iterable[OrderLine]) -> dict[int, int]:
    """Base units by line that were taken, are with the shopper, and have not been refunded."""
    done = set(order.legs.filter(state=OrderLeg.State.DONE).values_list("way", "part"))
    return {line.line: refundable(line) if (line.way, line.part) in done else 0 for line in lines}


def refundable(line: OrderLine) -> int:
    """Base units of a line that were taken and have not been refunded."""
    return (line.taken_quantity or 0) - line.refunded_quantity


def refunds_until(order: Order) -> datetime | None:
    """The end of the last day, by the store's clock, on which money may be asked back; None while the order has not ended."""
    if order.ended_at is None:
        return None
    days = SaleTerms.objects.filter(store_id=order.store_id).values_list("refund_days", flat=True).first()
    if days is None:
        days = SaleTerms._meta.get_field("refund_days").default
    ended = order.ended_at.astimezone(stores.store(order.store_id).zone)
    return (ended + timedelta(days=days + 1)).replace(hour=0, minute=0, second=0, microsecond=0)


def is_open(order: Order) -> bool:
    """May money still be asked back for what is with the shopper?"""
    until = refunds_until(order)
    return until is None or clock.now() < until


def refuse_late(order: Order) -> None:
    """Raises RefundTooLate."""
    until = refunds_until(order)
    if until is not None and clock.now() >= until:
        raise errors.RefundTooLate(last_day=f"{until - timedelta(days=1):%Y-%m-%d}")
