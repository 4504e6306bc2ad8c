"""Whether what was kept for an order is what it came to."""

from collections.abc import Iterable

from newretail.ordering.models import Order
from newretail.payments import api as payments


def books() -> Iterable[str]:
    """Sales that do not add up, in words; none if all is well."""
    for order in Order.objects.filter(settled__isnull=False, state=Order.State.DONE).iterator(chunk_size=500):
        net = payments.captured(order.ref).amount - payments.refunded(order.ref).amount
        if net > (order.settled or 0):
            yield f"{order.number}: kept {net}, settled {order.settled}"


def has_sold() -> bool:
    """Whether anything has ever been sold."""
    return Order.objects.exclude(state__in=(Order.State.AWAITING_PAYMENT, Order.State.CANCELLED)).exists()
