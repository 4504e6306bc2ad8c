"""The first page: the chain, its stores, and the ways in."""

import os

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from newretail.catalog import api as catalog
from newretail.storefront import browse
from newretail.storefront.pages import store_state
from newretail.storefront.pages.frame import show
from newretail.storefront.pages.page import page
from newretail.stores import api as stores

SHOWN_STORES = 60
_SHOWCASE = 6


@require_safe
@page
def landing(request: HttpRequest) -> HttpResponse:
    cards = stores.stores()
    signs = [(card, store_state.sign(card)) for card in cards[:SHOWN_STORES]]
    context = {
        "stores": [
            {
                "href": f"/stores/{card.code}",
                "name": card.names.say(),
                "sign": sign,
                "hours": store_state.hours(card),
                "address": card.address,
                "products": len(browse.assortment(card.code)),
                "ways": [way for way in card.ways if way in stores.STAFF_PICKED],
            }
            for card, sign in signs
        ],
        "open_count": sum(sign.is_open for _, sign in signs),
        "store_count": len(cards),
        "pictures": _showcase(cards[0].code) if cards else [],
        "wallet_url": os.environ.get("NEWRETAIL_WALLET_URL", ""),
    }
    return show(request, "landing.html", context)


def _showcase(store_id: str) -> list[str]:
    """A picture of each department of the store, the first ones."""
    codes = [department.picks[0] for department in browse.departments(store_id) if department.picks]
    urls = (catalog.picture_url(card) for card in catalog.sku_cards(codes).values() if card.picture)
    return list(dict.fromkeys(urls))[:_SHOWCASE]
