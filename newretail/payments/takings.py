"""What each cashier took and handed out on a day: cash, slips of the terminal and wallets alike, so that each answers for their own."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, F, QuerySet, Sum

from newretail.kernel import clock
from newretail.kernel.days import whole_day
from newretail.members import api as members
from newretail.payments.models import Payment, Refund
from newretail.payments.tenders.registry import name_of
from newretail.stores import api as stores


@dataclass(frozen=True, slots=True, kw_only=True)
class Takings:
    """One cashier, tender and currency. Minor units. payments, refunds: how many."""

    cashier: str
    cashier_name: str
    tender: str
    tender_name: str
    currency: str
    payments: int
    taken: int
    refunds: int
    handed_out: int


_Key = tuple[str, str, str]
"""Cashier, tender, currency."""
_Row = tuple[_Key, int, int]
"""How many, and how much they come to."""


@dataclass(slots=True)
class _Sum:
    payments: int = 0
    taken: int = 0
    refunds: int = 0
    handed_out: int = 0


def takings(*, store_id: str, day: date | None = None) -> list[Takings]:
    """A day of the store's own calendar, today if none is said, by cashier and tender. Raises StoreUnknown."""
    zone = stores.store(store_id).zone
    first, last = whole_day(day or clock.now().astimezone(zone).date(), zone=zone)
    sums: dict[_Key, _Sum] = defaultdict(_Sum)
    for key, count, amount in _taken(store_id, first, last):
        sums[key].payments, sums[key].taken = count, amount
    for key, count, amount in _handed_out(store_id, first, last):
        sums[key].refunds, sums[key].handed_out = count, amount
    named = members.called_each(by for by, _, _ in sums)
    return [
        Takings(
            cashier=by,
            cashier_name=named[by],
            tender=tender,
            tender_name=name_of(tender),
            currency=currency,
            payments=each.payments,
            taken=each.taken,
            refunds=each.refunds,
            handed_out=each.handed_out,
        )
        for (by, tender, currency), each in sorted(
            sums.items(), key=lambda item: (named[item[0][0]], *item[0])
        )
    ]


def _taken(store_id: str, first: datetime, last: datetime) -> Iterator[_Row]:
    """Of the store's newest payments by an index: what staff take is paid within minutes of being opened."""
    found = Payment.objects.filter(
        store_id=store_id,
        opened_at__gte=first - timedelta(hours=1),
        opened_at__lt=last,
        captured_at__gte=first,
        captured_at__lt=last,
    ).exclude(taken_by="")
    return _by_cashier(found.values("tender", "currency", by=F("taken_by")))


def _handed_out(store_id: str, first: datetime, last: datetime) -> Iterator[_Row]:
    found = Refund.objects.filter(
        store_id=store_id, state=Refund.State.SETTLED, settled_at__gte=first, settled_at__lt=last
    ).exclude(handed_out_by="")
    return _by_cashier(found.values("tender", "currency", by=F("handed_out_by")))


def _by_cashier(found: QuerySet[Any, Any]) -> Iterator[_Row]:
    for row in found.annotate(count=Count("id"), sum=Sum("amount")).order_by():
        yield (row["by"], row["tender"], row["currency"]), row["count"], row["sum"]
