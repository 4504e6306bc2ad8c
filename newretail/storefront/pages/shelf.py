"""The page behind a shelf's code: what stands on it."""

from django.http import HttpRequest, HttpResponse

from newretail.storefront.pages import store_state, told
from newretail.storefront.pages.cards import card
from newretail.storefront.pages.frame import remember_store, show
from newretail.storefront.shelves import ShelfView
from newretail.storefront.words import say
from newretail.stores import api as stores


def shelf_page(request: HttpRequest, shelf: ShelfView) -> HttpResponse:
    store = stores.store(shelf.store_id)
    context = {
        "told": told.of_store(store),
        "store": {"code": store.code, "name": store.names.say()},
        "sign": store_state.sign(store),
        "title": say("shelf", shelf=shelf.code),
        "zone": shelf.zone.names.say(),
        "cards": [card(offer) for offer in shelf.offers],
    }
    response = show(request, "shelf.html", context)
    remember_store(response, shelf.store_id)
    return response
