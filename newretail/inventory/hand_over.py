"""Goods leave the house in the shopper's or the courier's hands."""

from collections import Counter
from collections.abc import Sequence

from django.db import transaction

from newretail.inventory.carried import carried_locked
from newretail.inventory.ledger import Entry, post
from newretail.inventory.rules import Place


@transaction.atomic
def hand_over(
    *, ref: str, store_id: str, lines: Sequence[str] | None = None, by: str = "", way: str = ""
) -> dict[str, int]:
    """Move what was picked for these lines (None: all) from bag to customer; returns base units by line. `way`: by which they leave.

    Lines with nothing in a bag are left out, so repeating it moves nothing.
    """
    in_bag = carried_locked(ref=ref, store_id=store_id, place=Place.BAG, lines=lines)
    if not in_bag:
        return {}
    entries = [
        Entry(
            sku_id=part.sku_id,
            lot_id=part.lot_id,
            lot=part.lot,
            quantity=part.quantity,
            source=Place.BAG,
            target=Place.CUSTOMER,
            line=part.line,
        )
        for part in in_bag
    ]
    post(store_id=store_id, entries=entries, cause="hand_over", ref=ref, by=by, way=way)
    handed: Counter[str] = Counter()
    for part in in_bag:
        handed[part.line] += part.quantity
    return dict(handed)
