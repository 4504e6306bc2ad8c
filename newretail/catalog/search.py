"""The text by which a SKU is found, kept beside it and renewed when anything in it changes."""

from collections.abc import Iterable

from newretail.catalog import queries
from newretail.catalog.models import Sku
from newretail.catalog.rules import gtin, wording


def renew_search_text(codes: Iterable[str]) -> None:
    """Make these SKUs found by what they are called now."""
    skus = list(
        Sku.objects.filter(code__in=list(codes))
        .select_related("product")
        .prefetch_related("gtins")
        .order_by("code")
    )
    changed = []
    for sku in skus:
        product = sku.product
        numbers = sorted(gtin.shortest(each.gtin) for each in sku.gtins.all())
        names = (
            *product.names.values(),
            product.brand,
            sku.code,
            *numbers,
            sku.plu or "",
        )
        text = wording.search_text(names)
        if text != sku.search_text:
            sku.search_text = text
            changed.append(sku)
    Sku.objects.bulk_update(changed, ["search_text"], batch_size=500)
    queries.forget(sku.code for sku in skus)
