"""Which lots there are, and which of them has to go first."""

from datetime import date

from newretail.inventory.errors import BlockedLot, ExpiredLot, LotNotFound, LotTooSmall, WrongLot
from newretail.inventory.models import Lot
from newretail.inventory.rules import LotOnHand, LotState, Take, first_expired_first, is_sellable
from newretail.stores.api import today_at


def sellable_lots(*, store_id: str, sku_id: str) -> list[LotOnHand]:
    """The lots that may be sold today, first-expired-first."""
    today = today_at(store_id)
    rows = Lot.objects.filter(store_id=store_id, sku_id=sku_id, state=LotState.GOOD, on_hand__gt=0)
    found = [
        LotOnHand(id=row.id, code=row.code, expires_on=row.expires_on, on_hand=row.on_hand) for row in rows
    ]
    return first_expired_first([lot for lot in found if is_sellable(lot.expires_on, today=today)])


def find_lot(*, store_id: str, sku_id: str, lot_code: str) -> Lot:
    """The lot of that code. Raises LotNotFound."""
    lot = Lot.objects.filter(store_id=store_id, sku_id=sku_id, code=lot_code).first()
    if lot is None:
        raise LotNotFound(lot=lot_code, sku_id=sku_id)
    return lot


def take_scanned(*, store_id: str, sku_id: str, lot_code: str, quantity: int) -> Take:
    """Take from the lot that was scanned, if it is the one that has to go first.

    Lots that expire on the same day are equals. Raises LotNotFound, ExpiredLot, BlockedLot, WrongLot, LotTooSmall.
    """
    lot = find_lot(store_id=store_id, sku_id=sku_id, lot_code=lot_code)
    if lot.state == LotState.BLOCKED:
        raise BlockedLot(lot=lot.code)
    if lot.state == LotState.EXPIRED or not is_sellable(lot.expires_on, today=today_at(store_id)):
        raise ExpiredLot(lot=lot.code, expires_on=lot.expires_on.isoformat() if lot.expires_on else "")
    first = next(iter(sellable_lots(store_id=store_id, sku_id=sku_id)), None)
    if first is not None and (first.expires_on or date.max) < (lot.expires_on or date.max):
        raise WrongLot(expected=first.code, scanned=lot.code)
    if lot.on_hand < quantity:
        raise LotTooSmall(lot=lot.code, left=lot.on_hand, wanted=quantity)
    return Take(lot_id=lot.id, code=lot.code, quantity=quantity)
