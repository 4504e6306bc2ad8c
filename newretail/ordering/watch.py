"""What whoever watches the house is told of promises that were given."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Count, F, Q
from prometheus_client.core import Metric

from newretail.kernel import clock, metrics
from newretail.ordering.models import OrderLeg

PERIOD = timedelta(hours=1)
DAY = timedelta(days=1)
KEPT = Q(way="pick_up", packed_at__lte=F("due_at")) | (
    ~Q(way="pick_up") & Q(state="done", ended_at__lte=F("due_at"))
)
"""As head office counts it: a pick-up is kept by being packed in time, what is still under way after its time is not."""


@metrics.reading
def promises() -> Iterator[Metric]:
    """Nobody is promised more than a day ahead, so the orders of two days are looked at."""
    now = clock.now()
    legs = OrderLeg.objects.filter(
        order__created_at__gte=now - PERIOD - DAY,
        due_at__gte=now - PERIOD,
        due_at__lt=now,
        way__in=["deliver", "pick_up"],
    ).exclude(state="cancelled")
    seen = legs.aggregate(due=Count("id"), kept=Count("id", filter=KEPT))
    for name, about in (
        ("due", "Promises that fell due in the last hour of the store's clock"),
        ("kept", "Of them those that were kept"),
    ):
        figure = metrics.told(f"promises_{name}_last_hour", about)
        figure.add_metric([], seen[name])
        yield figure
