"""Goods change their shelf inside the store."""

from django.db import transaction

from newretail.inventory.errors import LotTooSmall
from newretail.inventory.ledger import Entry, lock_one, post
from newretail.inventory.lots import find_lot
from newretail.inventory.rules import LotState


@transaction.atomic
def move(
    *,
    store_id: str,
    sku_id: str,
    lot_code: str,
    quantity: int,
    from_shelf: str,
    to_shelf: str,
    by: str,
    ref: str = "",
) -> int:
    """Write down that `quantity` base units of a lot went from one shelf to another; returns the movement's number.

    What the store has does not change, whatever state the lot is in. Raises NotStocked, LotNotFound, LotTooSmall.
    """
    assert quantity > 0 and from_shelf != to_shelf
    lock_one(store_id=store_id, sku_id=sku_id)
    lot = find_lot(store_id=store_id, sku_id=sku_id, lot_code=lot_code)
    if lot.on_hand < quantity:
        raise LotTooSmall(lot=lot.code, left=lot.on_hand, wanted=quantity)
    place = LotState(lot.state).place
    entry = Entry(
        sku_id=sku_id,
        lot_id=lot.id,
        lot=lot.code,
        quantity=quantity,
        source=place,
        target=place,
        from_shelf=from_shelf,
        to_shelf=to_shelf,
    )
    return post(store_id=store_id, entries=[entry], cause="move", ref=ref, by=by)[0]
