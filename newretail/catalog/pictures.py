"""Where the picture of a product is."""

import re

from django.templatetags.static import static

from newretail.catalog.queries import SkuCard

PICTURE_HOSTS = ("https://images.openfoodfacts.org", "https://static.openfoodfacts.org")
"""The only places besides our own from which pages show pictures: an import may name either."""
_FROM_OUTSIDE = tuple(f"{host}/" for host in PICTURE_HOSTS)
_OWN = re.compile(r"[a-z0-9-]{1,80}\Z")


def picture_url(card: SkuCard) -> str:
    """An address for an `img`, never empty: products without a picture share a quiet one."""
    if card.picture.startswith(_FROM_OUTSIDE):
        return card.picture
    if _OWN.match(card.picture):
        return static(f"pictures/{card.picture}.webp")
    return static("storefront/no-picture.svg")


def is_photo(card: SkuCard) -> bool:
    """A photograph of the pack fills its frame; our drawn pictures stand in the middle of it."""
    return card.picture.startswith(_FROM_OUTSIDE)
