"""The shelves of a store with what stands on them, in walking order."""

from collections import defaultdict
from dataclasses import dataclass

from newretail.storefront.browse import assortment
from newretail.storefront.errors import ShelfUnknown
from newretail.storefront.offers import Offer, offers
from newretail.stores import api as stores

MOST_ON_A_SHELF = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class ShelfPlan:
    """A shelf and the SKUs on it, by their codes."""

    store_id: str
    zone: stores.ZoneCard
    code: str
    sku_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShelfView:
    store_id: str
    zone: stores.ZoneCard
    code: str
    offers: list[Offer]


def shelf_plans(store_id: str, *, zone: str | None = None) -> list[ShelfPlan]:
    """The filled shelves of a store, or of one of its zones, along the picker's walk. Raises StoreUnknown."""
    stores.store(store_id)
    zones = {card.code: card for card in stores.zones(store_id)}
    places = stores.places(store_id, assortment(store_id))
    on_shelf: dict[tuple[int, str, str], list[str]] = defaultdict(list)
    for sku_id, place in places.items():
        if zone in (None, place.zone):
            on_shelf[(place.walk_order, place.shelf, place.zone)].append(sku_id)
    return [
        ShelfPlan(store_id=store_id, zone=zones[zone_code], code=code, sku_ids=tuple(sorted(sku_ids)))
        for (_, code, zone_code), sku_ids in sorted(on_shelf.items())
    ]


def look_at_shelf(*, store_id: str, shelf: str) -> ShelfView:
    """What stands on a shelf, with prices and stock. Raises StoreUnknown, ShelfUnknown."""
    for plan in shelf_plans(store_id):
        if plan.code.casefold() == shelf.casefold():
            found = offers(store_id, plan.sku_ids[:MOST_ON_A_SHELF])
            return ShelfView(store_id=store_id, zone=plan.zone, code=plan.code, offers=list(found.values()))
    raise ShelfUnknown(shelf=shelf)
