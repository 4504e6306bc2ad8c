"""A picker takes goods off the shelf and into a bag."""

from django.db import transaction

from newretail.catalog.api import sku_cards
from newretail.inventory.errors import MoreThanHeld, NotHeld, PromisedLot, WrongSku
from newretail.inventory.hold_stock import out_of_stock
from newretail.inventory.ledger import StockNow, lock_one, moves_of, post
from newretail.inventory.lots import sellable_lots, take_named, take_scanned
from newretail.inventory.models import Hold
from newretail.inventory.rules import Freed, Place, Take, take_first_expired


@transaction.atomic
def pick(
    *,
    ref: str,
    store_id: str,
    line: str,
    sku_id: str,
    lot_code: str | None,
    quantity: int,
    by: str,
    swap_of: str | None = None,
) -> list[Take]:
    """Move `quantity` base units from stock into the bag of a line, and use up as much of the line's hold.

    lot_code: the lot that was scanned. Where the hold names a lot it must be that one, and None takes from it; else it must be
    the one that expires first, and None takes first-expired-first over several.
    swap_of: the SKU that this one stands in for; a swap needs no hold, takes only free stock above the floor guard, and
    leaves the line's own hold to be released by whoever decided on the swap. A weighed SKU may weigh more than was held,
    if the difference is free above the floor guard; what it weighs less stays held until released.
    Raises NotHeld, WrongSku, MoreThanHeld, OutOfStock, PromisedLot, and the refusals of `take_scanned`. Returns what left
    which lot.
    """
    assert quantity > 0
    stock = lock_one(store_id=store_id, sku_id=sku_id)
    hold = None if swap_of else _hold_of(ref=ref, store_id=store_id, line=line, sku_id=sku_id)
    held = hold.quantity if hold else 0
    extra = max(0, quantity - held)
    if hold and extra and not sku_cards([sku_id])[sku_id].weighed:
        raise MoreThanHeld(held=held, wanted=quantity, line=line)
    if extra:
        _check_free(stock, line=line, sku_id=sku_id, extra=extra)
    if hold and hold.lot:
        takes = [_take_promised(hold, lot_code=lot_code, quantity=quantity)]
    elif lot_code is not None:
        takes = [take_scanned(store_id=store_id, sku_id=sku_id, lot_code=lot_code, quantity=quantity)]
    else:
        takes = take_sellable(store_id=store_id, line=line, sku_id=sku_id, quantity=quantity)
    entries = moves_of(takes, sku_id=sku_id, source=Place.STOCK, target=Place.BAG, line=line)
    post(
        store_id=store_id,
        entries=entries,
        cause="swap" if swap_of else "pick",
        ref=ref,
        by=by,
        freed=[use_hold(hold, quantity=quantity)] if hold else [],
    )
    return takes


def _hold_of(*, ref: str, store_id: str, line: str, sku_id: str) -> Hold:
    hold = Hold.objects.select_related("lot").filter(store_id=store_id, ref=ref, line=line).first()
    if hold is None:
        raise NotHeld(line=line)
    if hold.sku_id != sku_id:
        raise WrongSku(expected=hold.sku_id, scanned=sku_id)
    return hold


def _check_free(stock: StockNow, *, line: str, sku_id: str, extra: int) -> None:
    left = max(0, stock.free - stock.floor_guard)
    if extra > left:
        raise out_of_stock([{"line": line, "sku_id": sku_id, "wanted": extra, "left": left}])


def _take_promised(hold: Hold, *, lot_code: str | None, quantity: int) -> Take:
    assert hold.lot is not None
    if lot_code is not None and lot_code != hold.lot.code:
        raise PromisedLot(expected=hold.lot.code, scanned=lot_code, line=hold.line)
    return take_named(hold.lot, quantity=quantity, promised=hold.quantity)


def take_sellable(*, store_id: str, line: str, sku_id: str, quantity: int) -> list[Take]:
    """First-expired-first over the lots that may be sold today, less what was promised of them by name.

    Raises OutOfStock when they do not make up `quantity`.
    """
    takes = take_first_expired(sellable_lots(store_id=store_id, sku_id=sku_id), quantity=quantity)
    left = sum(take.quantity for take in takes)
    if left < quantity:
        raise out_of_stock([{"line": line, "sku_id": sku_id, "wanted": quantity, "left": left}])
    return takes


def use_hold(hold: Hold, *, quantity: int) -> Freed:
    """Use up a hold by `quantity` at most; a hold that is used up is gone. Returns how much of it was used, for the ledger."""
    used = min(hold.quantity, quantity)
    freed = Freed(hold.sku_id, hold.lot_id, used)
    if used == hold.quantity:
        hold.delete()
    else:
        Hold.objects.filter(id=hold.id).update(quantity=hold.quantity - used)
    return freed
