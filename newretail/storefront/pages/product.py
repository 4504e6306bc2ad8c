"""The page behind a scanned code: what it is, what it costs here, how fresh this very piece is, how it can leave the store."""

from datetime import date
from typing import Any
from urllib.parse import quote, urlencode

from django.http import HttpRequest, HttpResponse

from newretail.catalog import api as catalog
from newretail.chain.api import chain
from newretail.kernel import languages
from newretail.kernel.quantities import Unit
from newretail.pricing import api as pricing
from newretail.storefront import obstacles, places_of_origin, show
from newretail.storefront.offers import CHAIN, Offer
from newretail.storefront.pages import cards, store_state, told
from newretail.storefront.pages.frame import link, remember_store
from newretail.storefront.pages.frame import show as render
from newretail.storefront.scan import Found, LotFacts, today_at
from newretail.storefront.ways_out import WayOut, ways_out
from newretail.storefront.words import say
from newretail.stores import api as stores

LONG_LIFE_DAYS = 90
SOON_DAYS = 1
MOST_OTHER_STORES = 24
ICONS = {"carry_out": "bag", "deliver": "scooter", "pick_up": "locker", "eat_in": "plate"}


def product_page(request: HttpRequest, found: Found) -> HttpResponse:
    """Render what a code is. 200 also for a lot that cannot be sold: the page says so."""
    assert found.offer is not None
    offer, sku = found.offer, found.offer.card
    sheet = catalog.product_sheet(sku.code)
    store = stores.store(offer.store_id) if offer.at_store else None
    context = {
        "told": told.of_product(offer, sheet),
        "name": sku.names.say(),
        "other_names": other_names(sku),
        "picture": catalog.picture_url(sku),
        "is_photo": catalog.is_photo(sku),
        "subtitle": subtitle(sku),
        "note": cards.note(offer),
        "price": {
            "label": say("price") if offer.at_store else say("chain_price"),
            "amount": cards.price(offer),
            "was": show.money(offer.was.amount, offer.was.currency) if offer.was else "",
            "why": pricing.why_cheaper("lot"),
            "per": cards.per(offer),
            "unit": cards.unit_price(offer),
        },
        "piece": piece(found),
        "lost": [each.text.say() for each in found.scanned.cautions],
        "stock": cards.stock(offer),
        "floor_only": offer.at_store and offer.left > 0 and offer.left_outside == 0,
        "warnings": warnings(found),
        "fresh": freshness(found, today=today_at(offer.store_id)),
        "lot": found.lot,
        "allergens": [catalog.ALLERGEN_WORDS[each].say() for each in sku.allergens],
        "allergens_guessed": not sku.allergens_stated and sku.source != "chain",
        "age": say("age", n=sku.age_limit) if sku.age_limit else "",
        "temperature": {"slug": sku.temperature, "name": catalog.TEMPERATURE_WORDS[sku.temperature].say()},
        "facts": facts(found),
        "description": sheet.descriptions.say(),
        "ingredients": sheet.ingredients,
        "from_open_food_facts": sku.source == "open_food_facts",
        "store": store and {"code": store.code, "name": store.names.say(), "sign": store_state.sign(store)},
        "ways": [way(store, each) for each in ways_out(store)] if store and not found.obstacles else [],
        "shop_href": shop_href(found) if store and not found.obstacles else "",
        "pick_store": store_links(request, sku_id=sku.code, but=offer.store_id),
    }
    response = render(request, "product.html", context)
    if request.GET.get("store"):
        remember_store(response, offer.store_id)
    return response


def other_names(sku: catalog.SkuCard) -> list[dict[str, str]]:
    """The name in other languages, for whoever has to ask somebody."""
    shown = sku.names.say()
    return [
        {"lang": languages.KNOWN[code].tag, "name": name}
        for code, name in sku.names.items()
        if name != shown and code in languages.KNOWN
    ]


def subtitle(sku: catalog.SkuCard) -> str:
    parts = [places_of_origin.country(sku.origin) if sku.origin else "", sku.brand]
    return " · ".join(part for part in parts if part)


def piece(found: Found) -> dict[str, str] | None:
    """The very piece in the hand, when its code carries a weight, a price, or several pieces."""
    offer = found.offer
    assert offer is not None
    currency = offer.price.currency if offer.price else _currency(offer)
    if found.grams is not None:
        return {
            "label": say("your_piece"),
            "weight": show.quantity(found.grams, Unit.GRAM),
            "amount": show.money(found.amount, currency) if found.amount is not None else "",
        }
    if found.amount is not None:
        return {"label": say("printed_price"), "weight": "", "amount": show.money(found.amount, currency)}
    count = found.scanned.quantity or 1
    if offer.card.unit == Unit.EACH and count > 1 and (amount := offer.amount_for(count)) is not None:
        return {
            "label": say("content"),
            "weight": "× " + show.quantity(count, Unit.EACH),
            "amount": show.money(amount, currency),
        }
    return None


def warnings(found: Found) -> list[dict[str, str]]:
    """What stands in the way, the worst first. Being sold out is said at the stock already."""
    lot_faults = {obstacles.EXPIRED_LOT.code, obstacles.BLOCKED_LOT.code}
    return [
        {
            "title": say("cannot_be_sold") if each.code in lot_faults else say("not_for_sale_now"),
            "text": each.text.say(),
            "tone": "red" if each.code in lot_faults else "amber",
        }
        for each in found.obstacles
    ]


def freshness(found: Found, *, today: date) -> dict[str, str] | None:
    """The last day of the lot in the hand, or of the next one on the shelf. Red when over, amber when it is near."""
    lot = found.lot
    if lot is None or lot.last_day is None:
        return None
    label = say("lot") + f" {lot.code}" if lot.is_scanned and lot.code else say("freshness")
    return {
        "words": _last_day(lot, today),
        "tone": _tone(lot),
        "label": label if lot.is_scanned else say("on_shelf_now"),
    }


def facts(found: Found) -> list[dict[str, str]]:
    """The quiet table at the end: a word and its value, what is not known left out."""
    offer = found.offer
    assert offer is not None
    sku, lot = offer.card, found.lot
    rows = [
        ("place", _place(offer), ""),
        ("content", show.content(sku.content, sku.content_unit) if sku.content else "", ""),
        ("storage", catalog.TEMPERATURE_WORDS[sku.temperature].say(), ""),
        ("freshness", _keeps(sku.shelf_life_days), ""),
        ("lot", lot.code if lot and lot.is_scanned else "", ""),
        ("origin", places_of_origin.country(sku.origin) if sku.origin else "", ""),
        ("brand", sku.brand, ""),
        ("code", catalog.shortest(sku.gtin) if sku.gtin else sku.code, "figures"),
    ]
    return [{"word": say(key), "value": value, "kind": kind} for key, value, kind in rows if value]


def way(store: stores.StoreCard, each: WayOut) -> dict[str, str]:
    """One way out with its time by the store's clock."""
    if each.ready_at is not None:
        today = stores.today_at(store)
        when = say("by", time=show.clock_time(each.ready_at, zone=store.zone, today=today))
    else:
        when = say("at_table") if each.way == "eat_in" else say("now")
    return {"name": say(each.way), "when": when, "icon": ICONS[each.way]}


def shop_href(found: Found) -> str:
    """Where this very piece can be bought: the shop's page of it, with what its code said."""
    offer, lot = found.offer, found.lot
    assert offer is not None
    said = {
        "store": offer.store_id,
        "lot": lot.code if lot and lot.is_scanned else "",
        "expires": lot.last_day.isoformat() if lot and lot.is_scanned and lot.last_day else "",
        "grams": found.grams or "",
    }
    return (
        f"/shop/p/{quote(offer.card.code)}?{urlencode({key: value for key, value in said.items() if value})}"
    )


def store_links(request: HttpRequest, *, sku_id: str, but: str) -> list[dict[str, Any]]:
    """Other stores that carry it, those nearest to the one left out first, each a link to this very page there."""
    here = stores.store(but) if but != CHAIN else None
    near = (here.latitude, here.longitude) if here else None
    found = stores.find_stores(near=near, limit=MOST_OTHER_STORES + 1).stores
    carrying = stores.who_carries(sku_id, among=[card.code for card in found])
    return [
        {"name": card.names.say(), "href": link(request, store=card.code), "sign": store_state.sign(card)}
        for card in found
        if card.code != but and card.code in carrying
    ][:MOST_OTHER_STORES]


def _last_day(lot: LotFacts, today: date) -> str:
    assert lot.last_day is not None
    day = show.day(lot.last_day, today=today)
    if lot.is_expired:
        return say("expired_on", day=day)
    return say("eat_today") if lot.days_left == 0 else say("eat_by", day=day)


def _tone(lot: LotFacts) -> str:
    if lot.is_expired:
        return "red"
    return "amber" if lot.days_left is not None and lot.days_left <= SOON_DAYS else "leaf"


def _keeps(days: int | None) -> str:
    if days is None:
        return ""
    if days > LONG_LIFE_DAYS:
        return say("keeps_long")
    return say("keeps_one") if days == 1 else say("keeps", n=days)


def _place(offer: Offer) -> str:
    if offer.place is None:
        return ""
    zone = next(
        (zone.names.say() for zone in stores.zones(offer.store_id) if zone.code == offer.place.zone), ""
    )
    shelf = say("shelf", shelf=offer.place.shelf)
    return f"{zone} · {shelf}" if zone else shelf


def _currency(offer: Offer) -> str:
    return stores.store(offer.store_id).currency if offer.at_store else chain().currency
