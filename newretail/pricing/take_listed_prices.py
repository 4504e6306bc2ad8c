"""The prices that stand in product files."""

from collections.abc import Sequence

from django.db import transaction

from newretail.catalog.api import ListedPrice
from newretail.chain.api import chain
from newretail.kernel import clock, events, sql
from newretail.pricing.events import PriceChanged


@transaction.atomic
def take_listed_prices(listed: Sequence[ListedPrice]) -> int:
    """Make them the chain's prices from now on, each in its currency; prices that stand already are not written again.

    Returns how many are new. The currencies have been looked at: `chain_currencies`.
    """
    now, otherwise = clock.now(), chain().currency
    rows = sql.fetch(
        sql.load(__file__, "take_listed.sql"),
        {
            "sku_ids": [each.sku_id for each in listed],
            "amounts": [each.amount for each in listed],
            "pers": [each.per for each in listed],
            "tax_rates": [each.tax_rate_permille for each in listed],
            "currencies": [each.currency or otherwise for each in listed],
            "now": now,
            "reason": "product file",
            "by": "import",
        },
    )
    events.publish(
        *(
            PriceChanged(
                ref=f"price:{row.id}",
                log_id=row.id,
                sku_id=row.sku_id,
                amount=row.amount,
                per=row.per,
                currency=row.currency,
                tax_rate_permille=row.tax_rate_permille,
                starts_at=now.isoformat(),
            )
            for row in rows
        )
    )
    return len(rows)
