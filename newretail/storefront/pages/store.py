"""A store's page: how it is doing, what it carries, and a search."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from newretail.kernel import clock, paging
from newretail.storefront import show as figures
from newretail.storefront.browse import browse, departments
from newretail.storefront.offers import offers
from newretail.storefront.pages import store_state, told
from newretail.storefront.pages.cards import card
from newretail.storefront.pages.frame import link, remember_store, show
from newretail.storefront.pages.page import page
from newretail.storefront.ways_out import WayOut, ways_out
from newretail.storefront.words import say
from newretail.stores import api as stores

CARDS = 24
LONGEST_SEARCH = 100
MOST_DEPARTMENTS = 20
RING = 163.36
"""The length of the ring of radius 26 that shows minutes of an hour."""


@require_safe
@page
def store_page(request: HttpRequest, store_id: str) -> HttpResponse:
    store = stores.store(store_id)
    words = request.GET.get("q", "")[:LONGEST_SEARCH].replace("\x00", "").strip()
    category = request.GET.get("category", "")[:64] or None
    cursor = request.GET.get("from", "")[: paging.LONGEST]
    is_first = not (words or category or cursor)
    found = (
        None
        if is_first
        else browse(store_id=store_id, words=words, category=category, limit=CARDS, cursor=cursor)
    )
    ways = ways_out(store) if is_first else []
    context = {
        "told": told.of_store(store),
        "store": {"code": store.code, "name": store.names.say(), "address": store.address},
        "sign": store_state.sign(store),
        "hours": store_state.hours(store),
        "promise": next((promise(store, way) for way in ways if way.way == "deliver" and way.ready_at), None),
        "query": words,
        "corrected": found.corrected if found else None,
        "category": category,
        "chips": chips(request, store_id, category),
        "departments": first_page(store_id) if is_first else [],
        "cards": [card(offer) for offer in found.offers] if found else [],
        "more": link(request, **{"from": found.cursor}) if found and found.cursor else "",
    }
    response = show(request, "store.html", context)
    remember_store(response, store_id)
    return response


def first_page(store_id: str) -> list[dict[str, object]]:
    """A few products of every department, all looked up together."""
    shown = departments(store_id)[:MOST_DEPARTMENTS]
    found = offers(store_id, [code for department in shown for code in department.picks])
    return [
        {
            "name": department.names.say(),
            "href": f"/stores/{store_id}?category={department.slug}",
            "cards": [card(found[code]) for code in department.picks if code in found],
        }
        for department in shown
    ]


def chips(request: HttpRequest, store_id: str, category: str | None) -> list[dict[str, object]]:
    """The departments; in one of them, the chips of a search are left behind."""
    everything = {"name": say("all"), "href": f"/stores/{store_id}", "is_current": category is None}
    return [
        everything,
        *(
            {
                "name": each.names.say(),
                "href": f"/stores/{store_id}?category={each.slug}",
                "is_current": category is not None and category.split("/")[0] == each.slug,
            }
            for each in departments(store_id)
        ),
    ]


def promise(store: stores.StoreCard, way: WayOut) -> dict[str, object]:
    """The delivery promise as the ring shows it: minutes from now, the time, how surely."""
    assert way.ready_at is not None and way.probability is not None
    now = clock.now()
    minutes = max(1, round((way.ready_at - now).total_seconds() / 60))
    return {
        "minutes": minutes,
        "time": figures.clock_time(way.ready_at, zone=store.zone, today=now.astimezone(store.zone).date()),
        "surely": say("surely", n=int(way.probability * 100)),
        "filled": round(RING * min(1.0, minutes / 60), 1),
        "ring": RING,
        "tone": "leaf" if way.probability >= 0.9 else "amber",
    }
