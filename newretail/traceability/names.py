"""What things are called outside: GS1 Digital Links in their canonical form where there is a number, addresses of our own where there is none."""

import re
from urllib.parse import quote

from django.conf import settings

from newretail.catalog import api as catalog
from newretail.stores import api as stores
from newretail.stores.errors import StoreUnknown

GS1 = "https://id.gs1.org"
_PLACE = re.compile(r"https?://[^/?#]+(?:/[^?#]*)?/414/(\d{13})")


def class_name(card: catalog.SkuCard | None, *, sku_id: str, lot: str) -> str:
    """The class of goods: a lot of a GTIN, or where the SKU has no GTIN of its own a lot of our product page."""
    if card is not None and card.gtin:
        return catalog.digital_link(gtin=card.gtin, lot=lot or None, base=GS1)
    page = f"{settings.PUBLIC_URL}/products/{quote(sku_id, safe='')}"
    return f"{page}/lots/{quote(lot, safe='')}" if lot else page


def place_name(store: stores.StoreCard) -> str:
    return f"{GS1}/414/{store.gln}" if store.gln else f"{settings.PUBLIC_URL}/stores/{store.code}"


def store_named(place: str) -> str:
    """The code of the store that a place's name means. Raises StoreUnknown."""
    found = _PLACE.fullmatch(place)
    if found:
        return stores.store_of_gln(found.group(1))
    code = place.removeprefix(f"{settings.PUBLIC_URL}/stores/")
    if code == place or not re.fullmatch(r"[a-z0-9-]{1,32}", code) or not stores.is_known(code):
        raise StoreUnknown()
    return code


def parcel_name(ref: str, *, way: str, part: str) -> str:
    """What of an errand leaves together: the bags that were packed as one."""
    return ":".join([errand_name(ref), way, *([quote(part, safe="")] if part else [])])


def errand_name(ref: str) -> str:
    """For what goods moved: an order, a delivery note."""
    return f"urn:newretail:{quote(ref, safe=':')}"
