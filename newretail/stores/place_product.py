"""A product gets its places on the shelves of a store, or loses them: what has one is sold there."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count

from newretail.catalog import api as catalog
from newretail.kernel.events import publish
from newretail.stores.errors import ShelfUnknown
from newretail.stores.events import PlanogramChanged
from newretail.stores.lock_store import lock_store
from newretail.stores.models import Facing, Shelf

MOST_AT_ONCE = 1_000
MOST_SOLD = 200_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ShelfPlace:
    """So many pieces of a product face the aisle on this shelf; `capacity` of it stands there when it is full, in its base units, 0 where nobody has said."""

    shelf: str
    facings: int
    capacity: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceOfProduct:
    """A place of one product, with the store and the zone that it is in."""

    store_id: str
    zone: str
    shelf: str
    facings: int
    capacity: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """`placed` now; `left` without a place: more than a thousand, which is as many as are placed at once, or no shelf is there at all."""

    placed: int
    left: int


def places_of(sku_id: str, *, among: Collection[str]) -> list[PlaceOfProduct]:
    """Where a product stands in these stores, in the order of the walk. Where it is missing it is not sold."""
    facings = Facing.objects.filter(sku_id=sku_id, store_id__in=among).select_related("shelf__zone")
    return [
        PlaceOfProduct(
            store_id=each.store_id,
            zone=each.shelf.zone.code,
            shelf=each.shelf.code,
            facings=each.facings,
            capacity=each.capacity,
        )
        for each in facings.order_by(
            "store_id", "shelf__zone__walk_order", "shelf__walk_order", "shelf__code"
        )
    ]


@transaction.atomic
def place_product(
    *, store_id: str, sku_id: str, places: Sequence[ShelfPlace], by: str
) -> list[PlaceOfProduct]:
    """Let these be the product's places in the store; none: it is not sold there any more, what is on hand stays in the books.

    Raises StoreUnknown, UnknownSku, ShelfUnknown.
    """
    lock_store(store_id)
    catalog.sku_card(sku_id)
    codes = [each.shelf for each in places]
    shelves = {each.code: each for each in Shelf.objects.filter(store_id=store_id, code__in=codes)}
    for code in codes:
        if code not in shelves:
            raise ShelfUnknown(shelf=code)
    Facing.objects.filter(store_id=store_id, sku_id=sku_id).exclude(shelf__code__in=codes).delete()
    for each in places:
        Facing.objects.update_or_create(
            store_id=store_id,
            sku_id=sku_id,
            shelf=shelves[each.shelf],
            defaults={"facings": each.facings, "capacity": each.capacity},
        )
    publish(PlanogramChanged(store_id=store_id, sku_ids=[sku_id], by=by))
    return places_of(sku_id, among=[store_id])


@transaction.atomic
def place_the_rest(*, store_id: str, by: str) -> Placed:
    """Give every product that is on sale and has no place here one: where it is as cold as it must be, on the emptiest shelf.

    Where no zone has its temperature it goes into the first one of the walk. Raises StoreUnknown.
    """
    lock_store(store_id)
    standing = set(Facing.objects.filter(store_id=store_id).values_list("sku_id", flat=True))
    sold = (each.code for each in catalog.active_skus(first="", limit=MOST_SOLD))
    rest = [code for code in sold if code not in standing]
    shelves = list(
        Shelf.objects.filter(store_id=store_id)
        .select_related("zone")
        .annotate(products=Count("facings"))
        .order_by("zone__walk_order", "walk_order", "code")
    )
    now = rest[:MOST_AT_ONCE] if shelves else []
    cards = catalog.sku_cards(now)
    filled = {shelf.pk: shelf.products for shelf in shelves}
    facings = []
    for code in now:
        fitting = [each for each in shelves if each.zone.temperature == cards[code].temperature]
        shelf = min(fitting or shelves[:1], key=lambda each: filled[each.pk])
        filled[shelf.pk] += 1
        facings.append(Facing(store_id=store_id, shelf=shelf, sku_id=code))
    Facing.objects.bulk_create(facings, batch_size=500)
    if facings:
        publish(PlanogramChanged(store_id=store_id, sku_ids=now, by=by))
    return Placed(placed=len(facings), left=len(rest) - len(facings))
