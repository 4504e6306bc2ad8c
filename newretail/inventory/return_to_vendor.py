"""Goods go back to whoever sold them to us."""

from django.db import transaction

from newretail.inventory.events import StockReturned
from newretail.inventory.ledger import lock_one, moves_of, post
from newretail.inventory.lots import refuse_promised, take_from_lot
from newretail.inventory.rules import LotState, Place
from newretail.kernel.events import publish


@transaction.atomic
def return_to_vendor(
    *, store_id: str, sku_id: str, lot_code: str, quantity: int, cause: str, by: str, ref: str = ""
) -> int:
    """Send `quantity` base units of a lot, in whatever state, back to the vendor; returns the movement's number.

    A return can wait, so it never takes goods that are promised.
    Raises NotStocked, LotNotFound, LotTooSmall, PromisedToOthers.
    """
    assert quantity > 0
    stock = lock_one(store_id=store_id, sku_id=sku_id)
    lot, takes = take_from_lot(store_id=store_id, sku_id=sku_id, lot_code=lot_code, quantity=quantity)
    place = LotState(lot.state).place
    refuse_promised(lot, stock=stock, quantity=quantity)
    entries = moves_of(takes, sku_id=sku_id, source=place, target=Place.VENDOR)
    [movement] = post(store_id=store_id, entries=entries, cause=cause[:24], ref=ref, by=by)
    publish(
        StockReturned(
            store_id=store_id, ref=ref, sku_id=sku_id, lot=lot_code, quantity=quantity, cause=cause[:24]
        )
    )
    return movement
