"""The planogram read shelf by shelf: what stands where, along the walk."""

from dataclasses import dataclass

from django.db.models import Sum

from newretail.stores.models import Facing


@dataclass(frozen=True, slots=True, kw_only=True)
class FacedShelf:
    """A shelf with the SKUs that face it, by their codes. `zone` is a zone's code."""

    code: str
    zone: str
    sku_ids: tuple[str, ...]


def planogram(store_id: str, *, zone: str | None = None, shelf: str | None = None) -> list[FacedShelf]:
    """The filled shelves of a store, or of one zone, or one shelf whatever the case of its code, in walking order."""
    facings = Facing.objects.filter(store_id=store_id)
    if zone is not None:
        facings = facings.filter(shelf__zone__code=zone)
    if shelf is not None:
        facings = facings.filter(shelf__code__iexact=shelf)
    rows = facings.order_by(
        "shelf__zone__walk_order", "shelf__walk_order", "shelf__code", "sku_id"
    ).values_list("shelf__zone__code", "shelf__code", "sku_id")
    shelves: dict[tuple[str, str], list[str]] = {}
    for zone_code, code, sku_id in rows:
        shelves.setdefault((zone_code, code), []).append(sku_id)
    return [
        FacedShelf(code=code, zone=zone_code, sku_ids=tuple(sku_ids))
        for (zone_code, code), sku_ids in shelves.items()
    ]


def capacities(store_id: str) -> dict[str, int]:
    """How many base units of each SKU the shelves of a store hold, by SKU code; those with no stated capacity are missing."""
    sums = Facing.objects.filter(store_id=store_id, capacity__gt=0).order_by("sku_id").values("sku_id")
    return {row["sku_id"]: row["held"] for row in sums.annotate(held=Sum("capacity"))}
