"""What a page tells those who do not see it: search engines, and whoever a link is sent to.

One canonical address for each product, OpenGraph (ogp.me) and schema.org's Product with its Offer as JSON-LD. A price is told only
where a store is named, for only there is it one.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import quote, urljoin

import orjson
from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from newretail.catalog import api as catalog
from newretail.chain.api import chain
from newretail.kernel import languages, text
from newretail.kernel.currencies import minor_digits
from newretail.kernel.quantities import Unit
from newretail.storefront import obstacles
from newretail.storefront.link_set import PAGE
from newretail.storefront.offers import Offer
from newretail.storefront.pages import cards
from newretail.stores import api as stores

_UNIT_CODES = {Unit.EACH: "H87", Unit.GRAM: "GRM", Unit.MILLILITRE: "MLT"}
"""UN/CEFACT Recommendation 20, as schema.org wants it."""
_SCHEMA = "https://schema.org"
_NO_MARKUP = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}
LONGEST_DESCRIPTION = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """`kind`: of OpenGraph. `price`: as a decimal, empty where none is told. `data`: the JSON-LD document."""

    canonical: str
    title: str
    description: str
    image: str
    kind: str = "website"
    price: str = ""
    currency: str = ""
    data: dict[str, Any] | None = None

    @property
    def locale(self) -> str:
        """As OpenGraph writes it, `zh_CN`."""
        return languages.KNOWN[text.language()].locale.replace("-", "_")

    @property
    def json_ld(self) -> SafeString:
        """The document inside a script element, which no word in it can end. It is data: a browser never runs it."""
        return mark_safe(orjson.dumps(self.data).decode().translate(_NO_MARKUP))  # noqa: S308


def of_product(offer: Offer, sheet: catalog.ProductSheet) -> Told:
    sku = offer.card
    is_offered = offer.at_store and offer.price is not None and offer.price.per == 1
    address = product_address(gtin=sku.gtin, sku_id=sku.code)
    image = urljoin(settings.PUBLIC_URL, catalog.picture_url(sku))
    description = _described(offer, sheet)
    return Told(
        canonical=address,
        title=sku.names.say(),
        description=description,
        image=image,
        kind="product",
        price=_decimal(offer.price.amount, offer.price.currency) if is_offered and offer.price else "",
        currency=offer.price.currency if is_offered and offer.price else "",
        data={
            "@context": _SCHEMA,
            "@type": "Product",
            "@id": address,
            "url": address,
            "name": sku.names.say(),
            "description": description,
            "image": image,
            "sku": sku.code,
            **_more(sku),
            **({"offers": _offered(offer, address)} if offer.at_store and offer.price else {}),
        },
    )


def of_store(store: stores.StoreCard) -> Told:
    """A store's page, and its shelves': they are told as the store."""
    address = f"{settings.PUBLIC_URL}/stores/{quote(store.code)}"
    return Told(
        canonical=address,
        title=store.names.say(),
        description=store.address or store.names.say(),
        image="",
        data={
            "@context": _SCHEMA,
            "@type": "GroceryStore",
            "@id": address,
            "url": address,
            "name": store.names.say(),
            "address": store.address,
            "geo": {"@type": "GeoCoordinates", "latitude": store.latitude, "longitude": store.longitude},
            **({"globalLocationNumber": store.gln} if store.gln else {}),
        },
    )


def of_chain() -> Told:
    """The first page."""
    card = chain()
    return Told(
        canonical=f"{settings.PUBLIC_URL}/",
        title=card.names.say(),
        description=card.slogans.say() or card.names.say(),
        image="",
    )


def product_address(*, gtin: str | None, sku_id: str) -> str:
    """The one address of a product's page, whatever lot or store it is looked at with."""
    return (
        f"{settings.PUBLIC_URL}/{PAGE}/01/{gtin}"
        if gtin
        else f"{settings.PUBLIC_URL}/products/{quote(sku_id)}"
    )


def _described(offer: Offer, sheet: catalog.ProductSheet) -> str:
    """One sentence that says which pack it is; the product's own words where it has some."""
    parts = [offer.card.names.say(), offer.card.brand, cards.note(offer), sheet.descriptions.say()]
    return " · ".join(part for part in parts if part)[:LONGEST_DESCRIPTION]


def _more(sku: catalog.SkuCard) -> dict[str, Any]:
    """What not every product has."""
    found: dict[str, Any] = {}
    if sku.gtin:
        found |= {"gtin": catalog.shortest(sku.gtin), "gtin14": sku.gtin}
    if sku.brand:
        found["brand"] = {"@type": "Brand", "name": sku.brand}
    if sku.category and (category := catalog.categories().get(sku.category)):
        found["category"] = category.names.say()
    if sku.origin:
        found["countryOfOrigin"] = {"@type": "Country", "name": sku.origin}
    if sku.content:
        unit = _UNIT_CODES[Unit(sku.content_unit)]
        found["size"] = {"@type": "QuantitativeValue", "value": sku.content, "unitCode": unit}
    if sku.age_limit:
        found["audience"] = {"@type": "PeopleAudience", "suggestedMinAge": sku.age_limit}
    return found


def _offered(offer: Offer, address: str) -> dict[str, Any]:
    """The offer of one store. What is sold by weight has a price for so many grams, never one that reads as the piece's."""
    assert offer.price is not None
    amount, currency = _decimal(offer.price.amount, offer.price.currency), offer.price.currency
    specified = {
        "@type": "UnitPriceSpecification",
        "price": amount,
        "priceCurrency": currency,
        "valueAddedTaxIncluded": True,
        "referenceQuantity": {
            "@type": "QuantitativeValue",
            "value": offer.price.per,
            "unitCode": _UNIT_CODES[Unit(offer.card.unit)],
        },
    }
    store = stores.store(offer.store_id)
    return {
        "@type": "Offer",
        "url": f"{address}?store={quote(store.code)}",
        "availability": f"{_SCHEMA}/{_availability(offer)}",
        "itemCondition": f"{_SCHEMA}/NewCondition",
        "seller": {"@type": "GroceryStore", "name": store.names.say()},
        "priceSpecification": specified,
        **({"price": amount, "priceCurrency": currency} if offer.price.per == 1 else {}),
    }


def _availability(offer: Offer) -> str:
    if obstacles.RETIRED in offer.obstacles:
        return "Discontinued"
    if offer.obstacles:
        return "OutOfStock"
    return "InStock" if offer.left_outside else "InStoreOnly"


def _decimal(amount: int, currency: str) -> str:
    return str(Decimal(amount).scaleb(-minor_digits(currency)))
