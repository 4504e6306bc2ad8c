"""What whoever watches the house is told of money that is on its way."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.db.models import Count, Q, Sum
from prometheus_client.core import Metric

from newretail.chain.api import default_currency
from newretail.kernel import clock, metrics
from newretail.payments.models import DrawerSession, Payment, Refund
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


A_DAY = timedelta(days=1)
_OVER, _MISSING = Q(difference__gt=0), Q(difference__lt=0)


@metrics.reading
def drawers_open() -> Iterator[Metric]:
    """Cash at the counters now."""
    is_open = metrics.told("cash_drawers_open", "Cash drawers that are open", ["currency"])
    cash = metrics.told("cash_in_drawers", "What must lie in them, in minor units", ["currency"])
    rows = DrawerSession.objects.filter(state=DrawerSession.State.OPEN)
    found: dict[str, Any] = {
        row["currency"]: row
        for row in rows.values("currency").annotate(count=Count("id"), sum=Sum("expected")).order_by()
    }
    for currency in sorted({default_currency(), *found}):
        row = found.get(currency, {})
        is_open.add_metric([currency], row.get("count", 0))
        cash.add_metric([currency], row.get("sum", 0))
    yield from (is_open, cash)


@metrics.reading
def drawers_counted() -> Iterator[Metric]:
    """How the counts of the last 24 hours came out: what is over in one drawer makes up for nothing that is missing in another."""
    counted = metrics.told("cash_drawers_counted_last_day", "Cash drawers counted and closed", ["currency"])
    cash = metrics.told("cash_counted_last_day", "What was counted in them, in minor units", ["currency"])
    off = metrics.told(
        "cash_difference_last_day",
        "What was over or missing in them, each drawer by itself, in minor units",
        ["currency", "which"],
    )
    rows = DrawerSession.objects.filter(
        state=DrawerSession.State.CLOSED, closed_at__gt=clock.now() - A_DAY
    ).values("currency")
    found: dict[str, Any] = {
        row["currency"]: row
        for row in rows.annotate(
            count=Count("id"),
            sum=Sum("counted"),
            over=Sum("difference", filter=_OVER),
            missing=Sum("difference", filter=_MISSING),
        ).order_by()
    }
    for currency in sorted({default_currency(), *found}):
        row = found.get(currency, {})
        counted.add_metric([currency], row.get("count", 0))
        cash.add_metric([currency], row.get("sum", 0))
        off.add_metric([currency, "over"], row.get("over") or 0)
        off.add_metric([currency, "missing"], -(row.get("missing") or 0))
    yield from (counted, cash, off)


def _by_tender(figure: metrics.Figure, found: dict[str, int]) -> Metric:
    """Every tender of the house is told, also one of which nothing waits."""
    for tender in sorted({*(each.code for each in TENDERS), *found}):
        figure.add_metric([tender], found.get(tender, 0))
    return figure
