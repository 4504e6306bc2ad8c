"""A zone of a store with its shelves, made, changed and taken away."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count, Max, QuerySet

from newretail.kernel.events import publish
from newretail.kernel.text import ByLanguage
from newretail.stores.errors import ShelfInUse, ShelfOfAnotherZone, ZoneInUse, ZoneUnknown
from newretail.stores.events import FloorChanged
from newretail.stores.lock_store import lock_store
from newretail.stores.models import ConveyorEntry, Facing, Shelf, Zone


@dataclass(frozen=True, slots=True, kw_only=True)
class ShelfLine:
    """`products`: how many have a place on it."""

    code: str
    products: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ZoneSheet:
    """A zone as it is edited; its shelves in the order in which they are walked past."""

    code: str
    names: ByLanguage
    temperature: str
    walk_order: int
    shelves: list[ShelfLine]


def zone_sheets(store_id: str, *, code: str | None = None) -> list[ZoneSheet]:
    """The zones of a store in walking order, or only this one."""
    zones = Zone.objects.filter(store_id=store_id).order_by("walk_order", "code")
    if code is not None:
        zones = zones.filter(code=code)
    shelves: dict[int, list[ShelfLine]] = {}
    counted = Shelf.objects.filter(store_id=store_id).annotate(products=Count("facings"))
    for shelf in counted.order_by("walk_order", "code"):
        shelves.setdefault(shelf.zone_id, []).append(ShelfLine(code=shelf.code, products=shelf.products))
    return [
        ZoneSheet(
            code=zone.code,
            names=zone.names,
            temperature=zone.temperature,
            walk_order=zone.walk_order,
            shelves=shelves.get(zone.pk, []),
        )
        for zone in zones
    ]


@transaction.atomic
def save_zone(
    *, store_id: str, code: str, names: ByLanguage, temperature: str, shelves: Sequence[str], by: str
) -> bool:
    """Make this a zone of the store, or make the zone so; returns whether it is new.

    shelves: all that it has, in the order in which they are walked past. New ones come to the end of the walk; those that are
    not named any more are taken away. Raises StoreUnknown, ShelfOfAnotherZone, ShelfInUse for one that still holds goods or stands on
    the plan.
    """
    lock_store(store_id)
    last = Zone.objects.filter(store_id=store_id).aggregate(last=Max("walk_order"))["last"]
    zone, is_new = Zone.objects.update_or_create(
        store_id=store_id,
        code=code,
        defaults={"names": names, "temperature": temperature},
        create_defaults={"names": names, "temperature": temperature, "walk_order": (last or 0) + 1},
    )
    _drop(Shelf.objects.filter(zone=zone).exclude(code__in=shelves))
    _walk(zone, shelves)
    publish(FloorChanged(store_id=store_id, zone=code, by=by))
    return is_new


@transaction.atomic
def remove_zone(*, store_id: str, code: str, by: str) -> None:
    """Raises StoreUnknown, ZoneUnknown, ShelfInUse, ZoneInUse for one that a conveyor entry serves."""
    lock_store(store_id)
    zone = Zone.objects.filter(store_id=store_id, code=code).first()
    if zone is None:
        raise ZoneUnknown(zone=code)
    if ConveyorEntry.objects.filter(zone=zone).exists():
        raise ZoneInUse(zone=code)
    _drop(Shelf.objects.filter(zone=zone))
    zone.delete()
    publish(FloorChanged(store_id=store_id, zone=code, by=by))


def _drop(shelves: QuerySet[Shelf]) -> None:
    used = (
        Facing.objects.filter(shelf__in=shelves)
        .order_by("shelf__code")
        .values_list("shelf__code", flat=True)
        .first()
    )
    drawn = shelves.filter(fixture__isnull=False).order_by("code").values_list("code", flat=True).first()
    if in_use := used or drawn:
        raise ShelfInUse(shelf=in_use)
    shelves.delete()


def _walk(zone: Zone, codes: Sequence[str]) -> None:
    """The shelves of a zone in this order: they share out the places that they have in the walk of the store."""
    known = {shelf.code: shelf for shelf in Shelf.objects.filter(store_id=zone.store_id)}
    for code in codes:
        if code in known and known[code].zone_id != zone.pk:
            raise ShelfOfAnotherZone(shelf=code)
    last = max((shelf.walk_order for shelf in known.values()), default=0)
    kept = sorted(known[code].walk_order for code in codes if code in known)
    places = [*kept, *range(last + 1, last + 1 + len(codes) - len(kept))]
    place_of = dict(zip(codes, places, strict=True))
    Shelf.objects.bulk_create(
        [
            Shelf(store_id=zone.store_id, zone=zone, code=code, walk_order=place)
            for code, place in place_of.items()
            if code not in known
        ]
    )
    moved = [known[code] for code in codes if code in known]
    for shelf in moved:
        shelf.walk_order = place_of[shelf.code]
    Shelf.objects.bulk_update(moved, ["walk_order"], batch_size=500)
