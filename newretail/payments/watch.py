"""What whoever watches the house is told of money that is on its way."""

from collections.abc import Iterator

from django.db.models import Count
from prometheus_client.core import Metric

from newretail.kernel import metrics
from newretail.payments.models import Payment, Refund
from newretail.payments.tenders.registry import TENDERS


@metrics.reading
def payments_open() -> Iterator[Metric]:
    figure = metrics.told("payments_open", "Payments that wait for their payer or the tender", ["tender"])
    rows = Payment.objects.filter(state__in=Payment.OPEN).values("tender").annotate(count=Count("id"))
    yield _by_tender(figure, {row["tender"]: row["count"] for row in rows})


@metrics.reading
def refunds_waiting() -> Iterator[Metric]:
    figure = metrics.told("refunds_waiting", "Refunds that have not been given back yet", ["tender"])
    rows = Refund.objects.filter(state=Refund.State.PENDING).values("tender").annotate(count=Count("id"))
    yield _by_tender(figure, {row["tender"]: row["count"] for row in rows})


def _by_tender(figure: metrics.Figure, found: dict[str, int]) -> Metric:
    """Every tender of the house is told, also one of which nothing waits."""
    for tender in sorted({*(each.code for each in TENDERS), *found}):
        figure.add_metric([tender], found.get(tender, 0))
    return figure
