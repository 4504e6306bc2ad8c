"""A store's day in four numbers."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q, Sum
from django.db.models.functions import Coalesce

from newretail.ordering.models import Order


@dataclass(frozen=True, slots=True, kw_only=True)
class DayView:
    """How many orders; `taken`: what the paid ones came to so far, minor units."""

    placed: int
    taken: int
    unpaid: int
    at_work: int


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
