"""A recall: a lot goes off sale at once, whatever is promised."""

from django.db import transaction

from newretail.inventory.cut_holds import make_room
from newretail.inventory.errors import LotEnded
from newretail.inventory.events import LotBlocked
from newretail.inventory.ledger import Entry, lock_one, post
from newretail.inventory.lots import find_lot
from newretail.inventory.models import Lot
from newretail.inventory.rules import LotState, Place
from newretail.kernel.events import publish


@transaction.atomic
def block_lot(*, store_id: str, sku_id: str, lot_code: str, cause: str, by: str) -> int:
    """Take a good lot off sale for good; returns how much of it was in stock. It can be written off or returned.

    Holds that the rest cannot cover are cut (HoldCut). Raises NotStocked, LotNotFound, LotEnded when it is off sale already.
    """
    stock = lock_one(store_id=store_id, sku_id=sku_id)
    lot = find_lot(store_id=store_id, sku_id=sku_id, lot_code=lot_code)
    if lot.state != LotState.GOOD:
        raise LotEnded(lot=lot.code, state=lot.state)
    if lot.on_hand:
        cut = make_room(store_id=store_id, sku_id=sku_id, stock=stock, leaving=lot.on_hand, cause="blocked")
        entry = Entry(
            sku_id=sku_id, lot_id=lot.id, quantity=lot.on_hand, source=Place.STOCK, target=Place.BLOCKED
        )
        post(store_id=store_id, entries=[entry], cause="blocked", by=by, released={sku_id: cut.quantity})
    Lot.objects.filter(id=lot.id).update(state=LotState.BLOCKED)
    publish(LotBlocked(store_id=store_id, sku_id=sku_id, lot=lot.code, quantity=lot.on_hand, cause=cause))
    return lot.on_hand
