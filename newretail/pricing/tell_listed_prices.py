"""The chain's prices as a product file states them."""

from collections.abc import Sequence

from newretail.catalog.api import ListedPrice
from newretail.chain.api import chain
from newretail.kernel import clock, sql
from newretail.pricing.currency import chain_currencies

_TELL = sql.load(__file__, "tell_listed.sql")


def tell_listed_prices(sku_ids: Sequence[str]) -> list[ListedPrice]:
    """Of each SKU the price that stands for the whole chain, in its own currency where there is one; what ends by itself is not told,
    because a file that is read again later would make it last."""
    values = {
        "sku_ids": list(sku_ids),
        "currencies": sorted(chain_currencies()),
        "first": chain().currency,
        "now": clock.now(),
    }
    return [
        ListedPrice(
            sku_id=row.sku_id,
            amount=row.amount,
            per=row.per,
            currency=row.currency,
            tax_rate_permille=row.tax_rate_permille,
        )
        for row in sql.fetch(_TELL, values)
    ]
