"""An offer as a card on a page: everything already in words and figures."""

from dataclasses import dataclass
from urllib.parse import quote

from newretail.catalog import api as catalog
from newretail.kernel.quantities import Unit
from newretail.storefront import show
from newretail.storefront.offers import Offer, UnitPrice
from newretail.storefront.words import say

FEW_PIECES = 5
FEW_GRAMS = 2_000
MANY_PIECES = 20
MANY_GRAMS = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Stock:
    """What is left, honestly. tone: leaf, amber or red."""

    words: str
    tone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    href: str
    name: str
    note: str
    picture: str
    is_photo: bool
    price: str
    per: str
    unit_price: str
    stock: Stock | None
    age: str


def card(offer: Offer) -> Card:
    """A product card of a store's page."""
    return Card(
        href=product_href(offer),
        name=offer.card.names.say(),
        note=note(offer),
        picture=catalog.picture_url(offer.card),
        is_photo=catalog.is_photo(offer.card),
        price=price(offer),
        per=per(offer),
        unit_price=unit_price(offer),
        stock=stock(offer),
        age=say("age", n=offer.card.age_limit) if offer.card.age_limit else "",
    )


def product_href(offer: Offer) -> str:
    """The product's own page at this store: the one behind its Digital Link, or by SKU where it has no number."""
    store = f"?store={offer.store_id}" if offer.at_store else ""
    if offer.card.gtin:
        return f"/page/01/{offer.card.gtin}{store}"
    return f"/products/{quote(offer.card.code)}{store}"


def note(offer: Offer) -> str:
    """What is in a pack, or how heavy one usually is."""
    sku = offer.card
    if sku.weighed and sku.typical_grams:
        return say("typically", weight=show.quantity(sku.typical_grams, Unit.GRAM))
    return show.content(sku.content, sku.content_unit) if sku.content else ""


def price(offer: Offer) -> str:
    return show.money(offer.price.amount, offer.price.currency) if offer.price else ""


def per(offer: Offer) -> str:
    """`/ 500 g` for weighed goods; nothing for pieces."""
    if offer.price is None or (offer.card.unit == Unit.EACH and offer.price.per == 1):
        return ""
    return "/ " + show.quantity(offer.price.per, offer.card.unit)


def unit_price(offer: Offer) -> str:
    """`¥24.60 / 100 g`, to compare packs by."""
    unit: UnitPrice | None = offer.unit_price
    if unit is None or offer.price is None:
        return ""
    amount = show.money(unit.amount, offer.price.currency)
    if unit.unit == Unit.EACH:
        return say("each", amount=amount)
    return f"{amount} / {show.quantity(unit.quantity, unit.unit)}"


def stock(offer: Offer) -> Stock | None:
    """None without a store. Exact when there is little, because then it matters."""
    if not offer.at_store:
        return None
    codes = {each.code for each in offer.obstacles}
    if codes & {"not_listed", "retired"}:
        return Stock(words=say("not_here"), tone="red")
    if "snoozed" in codes:
        return Stock(words=say("asleep"), tone="red")
    if offer.left <= 0:
        return Stock(words=say("sold_out"), tone="red")
    few, many = (FEW_PIECES, MANY_PIECES) if offer.card.unit == Unit.EACH else (FEW_GRAMS, MANY_GRAMS)
    left = show.quantity(offer.left, offer.card.unit)
    if offer.left <= few:
        return Stock(words=say("only_left", left=left), tone="amber")
    return Stock(words=say("plenty") if offer.left > many else say("some_left", left=left), tone="leaf")
