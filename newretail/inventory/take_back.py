"""The shopper brings goods back, or the courier does."""

from django.db import transaction

from newretail.inventory.carried import Carried, carried
from newretail.inventory.errors import MoreThanHandedOver
from newretail.inventory.ledger import Entry, lock_one, post
from newretail.inventory.rules import Place, Take


@transaction.atomic
def take_back(
    *,
    ref: str,
    store_id: str,
    line: str,
    sku_id: str,
    quantity: int,
    restock: bool,
    cause: str,
    by: str,
    lot: str = "",
) -> list[Take]:
    """Move `quantity` base units of a line from the shopper into stock (`restock`) or into waste.

    They return to the lots they came from, so an expired or blocked lot does not come back on sale: to `lot` where it is named,
    else the first to expire comes first. Raises MoreThanHandedOver when the shopper has less of this line, or of this lot of it.
    """
    assert quantity > 0
    lock_one(store_id=store_id, sku_id=sku_id)
    with_customer = [
        part
        for part in carried(store_id=store_id, ref=ref, place=Place.CUSTOMER, lines=[line])
        if part.sku_id == sku_id and lot in ("", part.lot)
    ]
    left = sum(part.quantity for part in with_customer)
    if quantity > left:
        raise MoreThanHandedOver(left=left, wanted=quantity, line=line)
    takes = _from_lots(with_customer, quantity=quantity)
    state_of = {part.lot_id: part.state for part in with_customer}
    entries = [
        Entry(
            sku_id=sku_id,
            lot_id=take.lot_id,
            lot=take.code,
            quantity=take.quantity,
            source=Place.CUSTOMER,
            target=state_of[take.lot_id].place if restock else Place.WASTE,
            line=line,
        )
        for take in takes
    ]
    post(store_id=store_id, entries=entries, cause=cause[:24], ref=ref, by=by)
    return takes


def _from_lots(parts: list[Carried], *, quantity: int) -> list[Take]:
    takes = []
    for part in parts:
        some = min(part.quantity, quantity)
        if some:
            takes.append(Take(lot_id=part.lot_id, code=part.lot, quantity=some))
            quantity -= some
    return takes
