"""Which lots there are, which of them has to go first, and whether one that was named can be had."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from newretail.inventory.errors import (
    BlockedLot,
    ExpiredLot,
    LotNotFound,
    LotTooSmall,
    PromisedToOthers,
    WrongLot,
)
from newretail.inventory.ledger import StockNow
from newretail.inventory.models import Lot
from newretail.inventory.rules import LotOnHand, LotState, Take, first_expired_first, is_sellable
from newretail.kernel.errors import Refusal
from newretail.stores.api import today_at


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedLot:
    """A lot that somebody named. `state`: None where the store has no such lot; `free`: not promised to others by its name."""

    sku_id: str
    code: str
    state: str | None
    expires_on: date | None
    free: int


def sellable_lots(*, store_id: str, sku_id: str) -> list[LotOnHand]:
    """The lots that may be sold today, first-expired-first."""
    today = today_at(store_id)
    rows = Lot.objects.filter(store_id=store_id, sku_id=sku_id, state=LotState.GOOD, on_hand__gt=0)
    found = [lot_on_hand(row) for row in rows]
    return first_expired_first([lot for lot in found if is_sellable(lot.expires_on, today=today)])


def lot_on_hand(row: Lot) -> LotOnHand:
    return LotOnHand(id=row.id, code=row.code, expires_on=row.expires_on, on_hand=row.on_hand, held=row.held)


def find_lot(*, store_id: str, sku_id: str, lot_code: str) -> Lot:
    """The lot of that code. Raises LotNotFound."""
    lot = Lot.objects.filter(store_id=store_id, sku_id=sku_id, code=lot_code).first()
    if lot is None:
        raise LotNotFound(lot=lot_code, sku_id=sku_id)
    return lot


def lot_refusal(lot: NamedLot, *, wanted: int, today: date, **details: Any) -> Refusal | None:
    """Why `wanted` base units of a lot cannot be had, None if they can: LotNotFound, BlockedLot, ExpiredLot, LotTooSmall."""
    details = {"lot": lot.code, "sku_id": lot.sku_id} | details
    if lot.state is None:
        return LotNotFound(**details)
    if lot.state == LotState.BLOCKED:
        return BlockedLot(**details)
    if lot.state == LotState.EXPIRED or not is_sellable(lot.expires_on, today=today):
        return ExpiredLot(expires_on=lot.expires_on.isoformat() if lot.expires_on else "", **details)
    if lot.free < wanted:
        return LotTooSmall(left=max(0, lot.free), wanted=wanted, **details)
    return None


def take_named(lot: Lot, *, quantity: int, promised: int = 0) -> Take:
    """Take from this very lot, of which `promised` are held for whoever takes.

    Raises BlockedLot, ExpiredLot, LotTooSmall; never because another lot expires earlier: it is in the shopper's hand, or
    it was promised.
    """
    _refuse(lot, quantity=quantity, promised=promised)
    return Take(lot_id=lot.id, code=lot.code, quantity=quantity)


def take_scanned(*, store_id: str, sku_id: str, lot_code: str, quantity: int) -> Take:
    """Take from the lot that somebody scanned who could have taken another, if it is the one that has to go first.

    Lots that expire on the same day are equals; a lot that is promised whole by its name is passed over.
    Raises LotNotFound, ExpiredLot, BlockedLot, WrongLot, LotTooSmall.
    """
    lot = find_lot(store_id=store_id, sku_id=sku_id, lot_code=lot_code)
    _refuse(lot, quantity=0)
    lots = sellable_lots(store_id=store_id, sku_id=sku_id)
    first = next((each for each in lots if each.free > 0), None)
    if first is not None and (first.expires_on or date.max) < (lot.expires_on or date.max):
        raise WrongLot(expected=first.code, scanned=lot.code)
    return take_named(lot, quantity=quantity)


def take_from_lot(*, store_id: str, sku_id: str, lot_code: str, quantity: int) -> tuple[Lot, list[Take]]:
    """A lot in whatever state and so much of what lies in it, promised or not. Raises LotNotFound, LotTooSmall."""
    lot = find_lot(store_id=store_id, sku_id=sku_id, lot_code=lot_code)
    if lot.on_hand < quantity:
        raise LotTooSmall(lot=lot.code, left=lot.on_hand, wanted=quantity)
    return lot, [Take(lot_id=lot.id, code=lot.code, quantity=quantity)]


def refuse_promised(lot: Lot, *, stock: StockNow, quantity: int) -> None:
    """Raises PromisedToOthers where `quantity` of a good lot can leave the stock only by breaking a promise."""
    free = min(stock.free, lot.on_hand - lot.held)
    if lot.state == LotState.GOOD and quantity > free:
        raise PromisedToOthers(free=free, wanted=quantity)


def _refuse(lot: Lot, *, quantity: int, promised: int = 0) -> None:
    named = NamedLot(
        sku_id=lot.sku_id,
        code=lot.code,
        state=lot.state,
        expires_on=lot.expires_on,
        free=lot.on_hand - lot.held + promised,
    )
    refusal = lot_refusal(named, wanted=quantity, today=today_at(lot.store_id))
    if refusal is not None:
        raise refusal
