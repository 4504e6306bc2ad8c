"""Picked goods go back to where they came from: the line was cancelled, or the shopper never came."""

from django.db import transaction

from newretail.inventory.carried import carried_locked
from newretail.inventory.errors import NothingInBag
from newretail.inventory.ledger import Entry, post
from newretail.inventory.rules import Place


@transaction.atomic
def put_back(*, ref: str, store_id: str, line: str, by: str = "", cause: str = "put_back") -> int:
    """Move all that was picked for a line out of its bag; returns how much. Nothing is held for the line afterwards.

    Goods whose lot has expired or been blocked meanwhile go there, not back on sale. Raises NothingInBag.
    """
    in_bag = carried_locked(ref=ref, store_id=store_id, lines=[line], place=Place.BAG)
    if not in_bag:
        raise NothingInBag(line=line)
    entries = [
        Entry(
            sku_id=part.sku_id,
            lot_id=part.lot_id,
            lot=part.lot,
            quantity=part.quantity,
            source=Place.BAG,
            target=part.state.place,
            line=line,
        )
        for part in in_bag
    ]
    post(store_id=store_id, entries=entries, cause=cause, ref=ref, by=by)
    return sum(part.quantity for part in in_bag)
