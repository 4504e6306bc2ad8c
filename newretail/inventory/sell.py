"""Carry-out: the shopper took the goods off the shelf; what was held for the line leaves the stock."""

from collections.abc import Sequence

from django.db import transaction

from newretail.inventory.errors import MoreThanHeld, NotHeld
from newretail.inventory.ledger import lock_one, lock_stock, moves_of, post
from newretail.inventory.lots import take_named
from newretail.inventory.models import Hold
from newretail.inventory.pick import take_sellable, use_hold
from newretail.inventory.rules import Place, Take


@transaction.atomic
def sell(*, ref: str, store_id: str, line: str, quantity: int | None = None, by: str = "") -> list[Take]:
    """Move a held line, or `quantity` base units of it, to the shopper: of the lot it names, else first-expired-first.

    For several lines use `sell_held`, which takes the locks in order. Raises NotHeld, MoreThanHeld, OutOfStock when the
    only lots left are past their last day of sale, ExpiredLot when the one that was named is.
    """
    hold = Hold.objects.filter(store_id=store_id, ref=ref, line=line).first()
    if hold is not None:
        lock_one(store_id=store_id, sku_id=hold.sku_id)
        hold = Hold.objects.select_related("lot").filter(id=hold.id).first()
    if hold is None:
        raise NotHeld(line=line)
    return _sell(hold, quantity=hold.quantity if quantity is None else quantity, by=by)


@transaction.atomic
def sell_held(
    *, ref: str, store_id: str, lines: Sequence[str] | None = None, by: str = "", way: str = ""
) -> dict[str, list[Take]]:
    """Move all that is held for these lines of a ref (None: all) to the shopper; returns what left which lot, by line. `way`: by which
    the goods leave.

    Raises NotHeld when nothing is held, OutOfStock and ExpiredLot as `sell` does.
    """
    holds = Hold.objects.filter(store_id=store_id, ref=ref).order_by("sku_id", "id").select_related("lot")
    if lines is not None:
        holds = holds.filter(line__in=lines)
    lock_stock(store_id=store_id, sku_ids=list(holds.values_list("sku_id", flat=True)))
    sold = {hold.line: _sell(hold, quantity=hold.quantity, by=by, way=way) for hold in list(holds)}
    if not sold:
        raise NotHeld(line=lines[0] if lines else "")
    return sold


def _sell(hold: Hold, *, quantity: int, by: str, way: str = "") -> list[Take]:
    if quantity > hold.quantity:
        raise MoreThanHeld(held=hold.quantity, wanted=quantity, line=hold.line)
    store_id, ref, line, sku_id = hold.store_id, hold.ref, hold.line, hold.sku_id
    if hold.lot:
        takes = [take_named(hold.lot, quantity=quantity, promised=hold.quantity)]
    else:
        takes = take_sellable(store_id=store_id, line=line, sku_id=sku_id, quantity=quantity)
    entries = moves_of(takes, sku_id=sku_id, source=Place.STOCK, target=Place.CUSTOMER, line=line)
    freed = use_hold(hold, quantity=quantity)
    post(store_id=store_id, entries=entries, cause="sale", ref=ref, by=by, way=way, freed=[freed])
    return takes
