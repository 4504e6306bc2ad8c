"""The first page of the back office: how the day goes in every store, and what waits for somebody."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.html import format_html
from django.utils.http import urlencode

from newretail.fulfilment import api as fulfilment
from newretail.insight.words import FIRST_PAGE as WORDS
from newretail.insight.words import STATES
from newretail.inventory import api as inventory
from newretail.kernel import clock
from newretail.kernel.models import Retry
from newretail.kernel.money import spell
from newretail.ordering import api as ordering
from newretail.payments import api as payments
from newretail.stores import api as stores

EXPIRES_WITHIN_DAYS = 1
MOST_LATE = 20
TAKES_ORDERS = ("open", "busy")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Today:
    """A store's day so far, by its own calendar."""

    store: stores.StoreCard
    orders: ordering.DayView
    work: fulfilment.Board
    sold_out: int
    expiring: int
    expired: int
    failed_refunds: int


def first_page(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """What unfold's index is given. A person who may not see orders sees the links only."""
    may_see = request.user.has_perm("ordering.view_order")
    days = [_today(store) for store in stores.every_store()] if may_see else []
    context["title"] = _say("title")
    context["first_page"] = {
        "title": _say("title"),
        "figures": _figures(days) if days else [],
        "alerts_title": _say("alerts"),
        "alerts": _table(("what", "how_many"), _alerts(days)),
        "stores_title": _say("stores"),
        "stores": _table(
            (
                "store",
                "state",
                "orders",
                "taken",
                "unpaid",
                "at_work",
                "late",
                "couriers",
                "sold_out",
                "expiring",
            ),
            [_row(day) for day in days],
        ),
        "late_title": _say("late_now"),
        "late": _table(("store", "order", "way", "state", "due", "minutes_late", "why"), _late(days)),
        "links": _links(request),
    }
    return context


def _today(store: stores.StoreCard) -> _Today:
    now = clock.now()
    midnight = now.astimezone(store.zone).replace(hour=0, minute=0, second=0, microsecond=0)
    lots = inventory.near_expiry(store_id=store.code, days=EXPIRES_WITHIN_DAYS)
    return _Today(
        store=store,
        orders=ordering.day(store_id=store.code, since=midnight),
        work=fulfilment.board(store.code),
        sold_out=inventory.sold_out(store_id=store.code),
        expiring=sum(lot.state == "good" for lot in lots),
        expired=sum(lot.state == "expired" for lot in lots),
        failed_refunds=len(payments.refunds(store_id=store.code, state="failed")),
    )


def _figures(days: list[_Today]) -> list[dict[str, Any]]:
    orders = _page("ordering_order")
    taken: Counter[str] = Counter()
    for day in days:
        taken[day.store.currency] += day.orders.taken
    return [
        {"title": _say("orders_today"), "value": sum(day.orders.placed for day in days), "page": orders},
        {
            "title": _say("taken_today"),
            "value": " · ".join(spell(amount, currency) for currency, amount in sorted(taken.items())),
            "page": _page("payments_payment"),
        },
        {
            "title": _say("unpaid"),
            "value": sum(day.orders.unpaid for day in days),
            "page": _page("ordering_order", state__exact="awaiting_payment"),
        },
        {
            "title": _say("late"),
            "value": sum(len(day.work.late) for day in days),
            "page": _page("fulfilment_parcel"),
        },
    ]


def _row(day: _Today) -> list[Any]:
    code = day.store.code
    return [
        format_html(
            '<a href="{}">{}</a>',
            reverse("admin:stores_store_change", args=[code]),
            day.store.names.say(_spoken()),
        ),
        f"{'●' if day.store.state in TAKES_ORDERS else '○'} {STATES[day.store.state].say(_spoken())}",
        _link(day.orders.placed, _page("ordering_order", store__code__exact=code)),
        spell(day.orders.taken, day.store.currency),
        day.orders.unpaid,
        day.orders.at_work,
        len(day.work.late),
        f"{day.work.couriers_riding} / {day.work.couriers_on_duty}",
        _link(day.sold_out, _page("inventory_stock", store__code__exact=code)),
        _link(day.expiring, _page("inventory_lot", store__code__exact=code, state__exact="good")),
    ]


def _alerts(days: list[_Today]) -> list[list[Any]]:
    """What somebody has to do; nothing when all is well."""
    stuck = Retry.objects.filter(given_up_at__isnull=False).count()
    failed, expired = sum(day.failed_refunds for day in days), sum(day.expired for day in days)
    put_backs, missing = sum(day.work.put_backs for day in days), sum(len(day.work.missing) for day in days)
    found = [
        ("stuck", stuck, ""),
        ("failed_refunds", failed, _page("payments_refund", state__exact="failed")),
        ("expired", expired, _page("inventory_lot", state__exact="expired")),
        ("put_backs", put_backs, _page("fulfilment_putback")),
        ("missing", missing, _page("fulfilment_pickline", state__exact="short")),
    ]
    return [[_say(name), _link(count, page) if page else count] for name, count, page in found if count]


def _late(days: list[_Today]) -> list[list[Any]]:
    late = sorted(
        ((day.store, each) for day in days for each in day.work.late), key=lambda pair: pair[1].due_at
    )
    return [
        [
            store.names.say(_spoken()),
            _link(each.number, _page("ordering_order", q=each.number)),
            each.way.replace("_", " "),
            each.state,
            _clock(each.due_at, store),
            each.minutes_late,
            each.cause.replace("_", " "),
        ]
        for store, each in late[:MOST_LATE]
    ]


def _clock(at: datetime, store: stores.StoreCard) -> str:
    return f"{at.astimezone(store.zone):%H:%M}"


def _links(request: HttpRequest) -> list[dict[str, str]]:
    wanted = (
        ("prices", "pricing_pricelog", "add", "pricing.add_pricelog"),
        ("products", "catalog_product", "changelist", "catalog.view_product"),
        ("stock", "inventory_stock", "changelist", "inventory.view_stock"),
        ("planogram", "stores_facing", "changelist", "stores.view_facing"),
        ("staff", "stores_staffrole", "changelist", "stores.view_staffrole"),
        ("payments", "payments_payment", "changelist", "payments.view_payment"),
    )
    return [
        {"title": _say(name), "page": reverse(f"admin:{desk}_{view}")}
        for name, desk, view, right in wanted
        if request.user.has_perm(right)
    ]


def _table(heads: tuple[str, ...], rows: list[list[Any]]) -> dict[str, Any]:
    """For unfold's table component; empty when there are no rows."""
    return {"headers": [_say(head) for head in heads], "rows": rows} if rows else {}


def _page(desk: str, **query: str) -> str:
    return reverse(f"admin:{desk}_changelist") + (f"?{urlencode(query)}" if query else "")


def _link(shown: object, page: str) -> str:
    return format_html('<a href="{}">{}</a>', page, shown)


def _spoken() -> str:
    return translation.get_language() or "en"


def _say(name: str) -> str:
    return WORDS[name].say(_spoken())
