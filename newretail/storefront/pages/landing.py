"""The first page: the chain, its stores, and the ways in."""

import os
from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from newretail.catalog import api as catalog
from newretail.storefront import browse
from newretail.storefront.pages import store_state, told
from newretail.storefront.pages.frame import link, show
from newretail.storefront.pages.page import page
from newretail.storefront.words import say
from newretail.stores import api as stores

SHOWN_STORES = 24
LONGEST_SEARCH = 80
_SHOWCASE = 6


@require_safe
@page
def landing(request: HttpRequest) -> HttpResponse:
    words = request.GET.get("q", "")[:LONGEST_SEARCH].replace("\0", "")
    page = stores.find_stores(words=words, after=_after(request), limit=SHOWN_STORES)
    listed = stores.how_many_listed([card.code for card in page.stores])
    signs = [(card, store_state.sign(card)) for card in page.stores]
    context = {
        "told": told.of_chain(),
        "searched": words,
        "is_search": bool(words) or page.next_after is not None or "after" in request.GET,
        "more": link(request, after=page.next_after) if page.next_after else "",
        "stores": [
            {
                "href": f"/stores/{card.code}",
                "name": card.names.say(),
                "sign": sign,
                "hours": store_state.hours(card),
                "address": card.address,
                "products": listed[card.code],
                "ways": [way for way in card.ways if way in stores.STAFF_PICKED],
            }
            for card, sign in signs
        ],
        "is_any_open": any(sign.is_open for _, sign in signs),
        "pulse": _pulse([sign for _, sign in signs], of=stores.how_many_stores()),
        "pictures": _showcase(page.stores[0].code) if page.stores else [],
        "wallet_url": os.environ.get("NEWRETAIL_WALLET_URL", ""),
    }
    return show(request, "landing.html", context)


def _pulse(signs: Sequence[store_state.Sign], *, of: int) -> str:
    """How many stores are open, where all of them are on the page; else how many there are; nothing before the first."""
    if not of:
        return ""
    if len(signs) == of:
        return say("stores_open", open=sum(sign.is_open for sign in signs), all=of)
    return say("stores_all", n=of)


def _after(request: HttpRequest) -> str:
    """The store after which to read on; an address that somebody bent begins again."""
    after = request.GET.get("after", "")
    return after if after and stores.is_known(after) else ""


def _showcase(store_id: str) -> list[str]:
    """A picture of each department of the store, the first ones."""
    codes = [department.picks[0] for department in browse.departments(store_id) if department.picks]
    urls = (catalog.picture_url(card) for card in catalog.sku_cards(codes).values() if card.picture)
    return list(dict.fromkeys(urls))[:_SHOWCASE]
