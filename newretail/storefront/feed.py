"""What a store offers, in the fields by which search engines and marketplaces take products (Google Merchant Center: products, local inventory).

Source of the fields: https://support.google.com/merchants/answer/7052112 (products) and 14819809 (local inventory).
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import islice
from urllib.parse import urlencode, urljoin
from xml.sax.saxutils import escape

from django.conf import settings

from newretail.catalog import api as catalog
from newretail.chain.api import chain
from newretail.kernel.currencies import minor_digits
from newretail.kernel.quantities import Unit
from newretail.kernel.text import language
from newretail.storefront.browse import assortment
from newretail.storefront.offers import Offer, offers
from newretail.stores import api as stores

BATCH = 200
USUAL_GRAMS = 500
"""What is weighed and has no typical piece is told by the pound."""
_UNITS = {"gram": "g", "millilitre": "ml", "each": "ct"}
Item = dict[str, str]


def product_items(store_id: str, *, after: str = "", most: int | None = None) -> Iterator[Item]:
    """A store's products by code, from the one after `after` on, in the reader's language; holds one batch in memory. Raises StoreUnknown."""
    stores.store(store_id)
    return (_product(each) for each in _offered(store_id, after=after, most=most))


def inventory_items(store_id: str, *, after: str = "", most: int | None = None) -> Iterator[Item]:
    """What is left of them in the store, and for how much. Raises StoreUnknown."""
    stores.store(store_id)
    return (_stock(each) for each in _offered(store_id, after=after, most=most))


def rss(items: Iterable[Item], *, store_id: str) -> Iterator[str]:
    """RSS 2.0 with Google's namespace."""
    card = stores.store(store_id)
    head = f"<title>{_xml(card.names.say())}</title><link>{_xml(_address(f'/stores/{store_id}'))}</link>"
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" xmlns:g="http://base.google.com/ns/1.0"><channel>'
    yield f"{head}<description>{_xml(chain().names.say())}</description>\n"
    for item in items:
        fields = "".join(f"<g:{name}>{_xml(value)}</g:{name}>" for name, value in item.items() if value)
        yield f"<item>{fields}</item>\n"
    yield "</channel></rss>\n"


def tsv(items: Iterable[Item]) -> Iterator[str]:
    """Columns with tabs between them; the first line names them."""
    for place, item in enumerate(items):
        if not place:
            yield "\t".join(item) + "\n"
        yield "\t".join(" ".join(value.split()) for value in item.values()) + "\n"


def _offered(store_id: str, *, after: str, most: int | None) -> Iterator[Offer]:
    """Only what has a price and a place here: nothing else can be bought."""
    codes = islice((code for code in sorted(assortment(store_id)) if code > after), most)
    while batch := list(islice(codes, BATCH)):
        for each in offers(store_id, batch).values():
            if each.card.active and each.price is not None and each.place is not None:
                yield each


def _product(offer: Offer) -> Item:
    card, quantity = offer.card, _sold_by(offer)
    name, kind = card.names.say(), _kind(card.category)
    gtin = catalog.shortest(card.gtin) if card.gtin else ""
    measure, base = _measures(offer, quantity)
    return {
        "id": card.code,
        "title": name,
        "description": ", ".join(filter(None, (name, card.brand, measure, kind))),
        "link": _address(f"/products/{card.code}", store=offer.store_id, lang=language()),
        "image_link": urljoin(settings.PUBLIC_URL + "/", catalog.picture_url(card)),
        "availability": "in_stock" if not offer.obstacles else "out_of_stock",
        "price": _price(offer, quantity),
        "brand": card.brand,
        "gtin": gtin,
        "identifier_exists": "yes" if gtin else "no",
        "condition": "new",
        "product_type": kind,
        "unit_pricing_measure": measure,
        "unit_pricing_base_measure": base,
    }


def _stock(offer: Offer) -> Item:
    return {
        "store_code": offer.store_id,
        "id": offer.card.code,
        "quantity": str(max(offer.left, 0) // _sold_by(offer)),
        "price": _price(offer, _sold_by(offer)),
        "availability": "in_stock" if not offer.obstacles else "out_of_stock",
    }


def _sold_by(offer: Offer) -> int:
    """Base units of one thing that people buy: a piece, or so many grams of what is weighed."""
    return 1 if offer.card.unit == Unit.EACH else offer.card.typical_grams or USUAL_GRAMS


def _price(offer: Offer, quantity: int) -> str:
    amount = offer.amount_for(quantity)
    assert offer.price is not None and amount is not None
    digits = minor_digits(offer.price.currency)
    return f"{Decimal(amount).scaleb(-digits):.{digits}f} {offer.price.currency}"


def _measures(offer: Offer, quantity: int) -> tuple[str, str]:
    """How much is in it, and the measure by which packs are compared."""
    card = offer.card
    amount, unit = (
        (quantity, str(card.unit)) if card.unit != Unit.EACH else (card.content or 0, str(card.content_unit))
    )
    if not amount or unit not in _UNITS:
        return "", ""
    return f"{amount} {_UNITS[unit]}", f"{1 if unit == 'each' else 100} {_UNITS[unit]}"


def _kind(slug: str | None) -> str:
    known = catalog.categories()
    line: list[str] = []
    while slug in known and len(line) < 8:
        line.append(known[slug].names.say())
        slug = known[slug].parent
    return " > ".join(reversed(line))


def _address(path: str, **query: str) -> str:
    return f"{settings.PUBLIC_URL}{path}" + (f"?{urlencode(query)}" if query else "")


def _xml(text: str) -> str:
    return escape("".join(mark if mark.isprintable() else " " for mark in text))
