"""A mistake in the ledger is answered by the opposite movement."""

from django.db import transaction

from newretail.inventory.errors import CannotReverse, LotTooSmall
from newretail.inventory.ledger import Entry, lock_one, post
from newretail.inventory.lots import refuse_promised
from newretail.inventory.models import Lot, Movement
from newretail.inventory.rules import LotState, Place
from newretail.kernel.errors import NotFound

_HOUSE = {Place.STOCK, Place.EXPIRED, Place.BLOCKED}
_BACK_OFFICE = {Place.SUPPLIER, Place.WASTE, Place.COUNT, Place.VENDOR}


@transaction.atomic
def reverse(*, store_id: str, movement_id: int, by: str) -> int:
    """Undo a receipt, count, write-off, return or shelf move by its opposite, once; returns the new movement's number.

    What a shopper has a part in is undone by `put_back` and `take_back`. Goods that return to a lot that has expired or
    been blocked since go to its present place. Raises NotFound, CannotReverse, LotTooSmall, PromisedToOthers.
    """
    found = Movement.objects.filter(store_id=store_id, id=movement_id).first()
    if found is None:
        raise NotFound()
    stock = lock_one(store_id=store_id, sku_id=found.sku_id)
    lot = Lot.objects.get(id=found.lot_id)
    source, target = _opposite(found, now=LotState(lot.state).place)
    if Movement.objects.filter(reversal_of=found).exists():
        raise CannotReverse(movement=movement_id)
    if source in _HOUSE and found.quantity > lot.on_hand:
        raise LotTooSmall(lot=lot.code, left=lot.on_hand, wanted=found.quantity)
    if source is Place.STOCK and target is not Place.STOCK:
        refuse_promised(lot, stock=stock, quantity=found.quantity)
    entry = Entry(
        sku_id=found.sku_id,
        lot_id=lot.id,
        lot=lot.code,
        quantity=found.quantity,
        source=source,
        target=target,
        from_shelf=found.to_shelf,
        to_shelf=found.from_shelf,
        reversal_of=found.id,
    )
    return post(store_id=store_id, entries=[entry], cause="reversal", ref=found.ref, by=by)[0]


def _opposite(movement: Movement, *, now: Place) -> tuple[Place, Place]:
    """From where to where the opposite goes; `now` is where the lot lies at present."""
    source, target = Place(movement.target), Place(movement.source)
    if movement.reversal_of_id is not None:
        raise CannotReverse(movement=movement.id)
    if source in _HOUSE and target in _HOUSE and source is target:
        return now, now
    if source in _HOUSE and target in _BACK_OFFICE:
        return now, target
    if source in _BACK_OFFICE and target in _HOUSE:
        return source, now
    raise CannotReverse(movement=movement.id)
