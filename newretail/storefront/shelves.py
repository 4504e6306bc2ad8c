"""A shelf of a store with what stands on it."""

from dataclasses import dataclass

from newretail.storefront.offers import Offer, offers
from newretail.stores import api as stores
from newretail.stores.errors import ShelfUnknown

MOST_ON_A_SHELF = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class ShelfView:
    store_id: str
    zone: stores.ZoneCard
    code: str
    offers: list[Offer]


def look_at_shelf(*, store_id: str, shelf: str) -> ShelfView:
    """What stands on a shelf, with prices and stock. Raises StoreUnknown, ShelfUnknown."""
    stores.store(store_id)
    faced = next(iter(stores.planogram(store_id, shelf=shelf)), None)
    if faced is None:
        raise ShelfUnknown(shelf=shelf)
    zone = next(card for card in stores.zones(store_id) if card.code == faced.zone)
    found = offers(store_id, faced.sku_ids[:MOST_ON_A_SHELF])
    return ShelfView(store_id=store_id, zone=zone, code=faced.code, offers=list(found.values()))
