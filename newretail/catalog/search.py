"""The text and the kinds by which a SKU is found, kept beside it and renewed when anything in it changes."""

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
        text = wording.search_text(
            [*product.names.values(), product.brand, sku.code, *numbers, sku.plu or ""]
        )
        kinds = wording.kinds(product.names.values())
        if (text, kinds) != (sku.search_text, sku.kinds):
            sku.search_text, sku.kinds = text, kinds
            changed.append(sku)
    Sku.objects.bulk_update(changed, ["search_text", "kinds"], batch_size=500)
    queries.forget(sku.code for sku in skus)
