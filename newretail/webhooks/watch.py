"""What whoever watches the house is told of deliveries to receivers."""

from collections.abc import Iterator

from django.db.models import Count, Min
from prometheus_client.core import Metric

from newretail.kernel import clock, metrics
from newretail.webhooks.models import Delivery, Endpoint


@metrics.reading
def deliveries() -> Iterator[Metric]:
    waiting = Delivery.objects.filter(state=Delivery.State.WAITING)
    seen = waiting.aggregate(count=Count("id"), oldest=Min("created_at"))
    oldest = (clock.now() - seen["oldest"]).total_seconds() if seen["oldest"] else 0.0
    failing = waiting.filter(attempts__gt=0).count()
    off = Endpoint.objects.filter(active=False).count()
    for name, about, value in (
        ("webhooks_waiting", "Deliveries that wait to be sent", seen["count"]),
        ("webhooks_wait_seconds", "How long the oldest of them waits, on the store's clock", oldest),
        ("webhooks_failing", "Of them those that were tried in vain", failing),
        ("webhooks_switched_off", "Receivers that are switched off", off),
    ):
        figure = metrics.told(name, about)
        figure.add_metric([], value)
        yield figure
