"""Which stores carry a product."""

from collections.abc import Collection

from newretail.stores.models import Facing


def who_carries(sku_id: str, *, among: Collection[str]) -> set[str]:
    """Those of these stores on whose floor the SKU has a place."""
    rows = Facing.objects.filter(sku_id=sku_id, store_id__in=among)
    return set(rows.values_list("store_id", flat=True))
