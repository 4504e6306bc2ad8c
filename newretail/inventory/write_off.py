"""Goods are thrown away."""

from dataclasses import dataclass

from django.db import transaction

from newretail.inventory.cut_holds import make_room
from newretail.inventory.events import StockWrittenOff
from newretail.inventory.hold_stock import out_of_stock
from newretail.inventory.ledger import lock_one, moves_of, post
from newretail.inventory.lots import sellable_lots, take_from_lot
from newretail.inventory.queries import LotView
from newretail.inventory.rules import Cut, LotState, Place, Take, WasteCause, lose_unpromised_first
from newretail.inventory.who import FLOOR
from newretail.kernel.events import publish
from newretail.kernel.who import Caller


def may_write_off(lot: LotView, caller: Caller) -> bool:
    """Whether this caller may throw what is left of a lot away; its state does not matter."""
    return lot.on_hand > 0 and FLOOR.allows(caller, lot.store_id)


@dataclass(frozen=True, slots=True)
class WrittenOff:
    """What left which lot, and what the rest no longer covers of the promises."""

    takes: list[Take]
    cut: Cut


@transaction.atomic
def write_off(
    *,
    store_id: str,
    sku_id: str,
    quantity: int,
    cause: WasteCause,
    by: str,
    lot_code: str = "",
    ref: str = "",
) -> WrittenOff:
    """Move `quantity` base units of a lot, in whatever state, into waste; without a lot, sellable goods first-expired-first,
    those that were promised by their lot last.

    They are gone, so holds that the rest cannot cover are cut (HoldCut).
    Raises NotStocked, LotNotFound, LotTooSmall, OutOfStock.
    """
    assert quantity > 0
    stock = lock_one(store_id=store_id, sku_id=sku_id)
    if lot_code:
        lot, takes = take_from_lot(store_id=store_id, sku_id=sku_id, lot_code=lot_code, quantity=quantity)
        place = LotState(lot.state).place
    else:
        place, takes = Place.STOCK, _lose(store_id=store_id, sku_id=sku_id, quantity=quantity)
    leaving = takes if place is Place.STOCK else []
    cut = make_room(store_id=store_id, sku_id=sku_id, stock=stock, leaving=leaving, cause=cause)
    entries = moves_of(takes, sku_id=sku_id, source=place, target=Place.WASTE)
    post(store_id=store_id, entries=entries, cause=cause.value, ref=ref, by=by, freed=cut.freed)
    for take in takes:
        publish(
            StockWrittenOff(
                store_id=store_id,
                ref=ref,
                sku_id=sku_id,
                lot=take.code,
                quantity=take.quantity,
                cause=cause.value,
            )
        )
    return WrittenOff(takes, cut)


def _lose(*, store_id: str, sku_id: str, quantity: int) -> list[Take]:
    lots = sellable_lots(store_id=store_id, sku_id=sku_id)
    left = sum(lot.on_hand for lot in lots)
    if left < quantity:
        raise out_of_stock([{"line": "", "sku_id": sku_id, "wanted": quantity, "left": left}])
    return lose_unpromised_first(lots, quantity=quantity)
