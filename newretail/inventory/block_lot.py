"""A recall: a lot goes off sale at once, whatever is promised."""

from django.db import transaction

from newretail.inventory.cut_holds import make_room
from newretail.inventory.errors import LotEnded
from newretail.inventory.events import LotBlocked
from newretail.inventory.ledger import lock_one, moves_of, post
from newretail.inventory.lots import find_lot
from newretail.inventory.models import Lot
from newretail.inventory.rules import LotState, Place, Take
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
        whole = [Take(lot_id=lot.id, code=lot.code, quantity=lot.on_hand)]
        cut = make_room(store_id=store_id, sku_id=sku_id, stock=stock, leaving=whole, cause="blocked")
        entries = moves_of(whole, sku_id=sku_id, source=Place.STOCK, target=Place.BLOCKED)
        post(store_id=store_id, entries=entries, cause="blocked", by=by, freed=cut.freed)
    Lot.objects.filter(id=lot.id).update(state=LotState.BLOCKED)
    publish(LotBlocked(store_id=store_id, sku_id=sku_id, lot=lot.code, quantity=lot.on_hand, cause=cause))
    return lot.on_hand
