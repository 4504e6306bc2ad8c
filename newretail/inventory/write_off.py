"""Goods are thrown away."""

from dataclasses import dataclass

from django.db import transaction

from newretail.inventory.cut_holds import make_room
from newretail.inventory.errors import LotTooSmall
from newretail.inventory.events import StockWrittenOff
from newretail.inventory.ledger import StockNow, lock_one, moves_of, post
from newretail.inventory.lots import find_lot
from newretail.inventory.pick import take_sellable
from newretail.inventory.rules import Cut, LotState, Place, Take, WasteCause
from newretail.kernel.events import publish


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
    """Move `quantity` base units of a lot, in whatever state, into waste; without a lot, sellable goods first-expired-first.

    They are gone, so holds that the rest cannot cover are cut (HoldCut).
    Raises NotStocked, LotNotFound, LotTooSmall, OutOfStock.
    """
    assert quantity > 0
    stock = lock_one(store_id=store_id, sku_id=sku_id)
    if lot_code:
        place, takes = take_from_lot(store_id=store_id, sku_id=sku_id, lot_code=lot_code, quantity=quantity)
    else:
        place, takes = (
            Place.STOCK,
            take_sellable(store_id=store_id, line="", sku_id=sku_id, quantity=quantity),
        )
    cut = _cut(store_id=store_id, sku_id=sku_id, stock=stock, place=place, quantity=quantity, cause=cause)
    entries = moves_of(takes, sku_id=sku_id, source=place, target=Place.WASTE)
    post(
        store_id=store_id, entries=entries, cause=cause.value, ref=ref, by=by, released={sku_id: cut.quantity}
    )
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


def take_from_lot(*, store_id: str, sku_id: str, lot_code: str, quantity: int) -> tuple[Place, list[Take]]:
    """Where a lot lies and so much of it. Raises LotNotFound, LotTooSmall."""
    lot = find_lot(store_id=store_id, sku_id=sku_id, lot_code=lot_code)
    if lot.on_hand < quantity:
        raise LotTooSmall(lot=lot.code, left=lot.on_hand, wanted=quantity)
    return LotState(lot.state).place, [Take(lot_id=lot.id, code=lot.code, quantity=quantity)]


def _cut(*, store_id: str, sku_id: str, stock: StockNow, place: Place, quantity: int, cause: str) -> Cut:
    leaving = quantity if place is Place.STOCK else 0
    return make_room(store_id=store_id, sku_id=sku_id, stock=stock, leaving=leaving, cause=cause)
