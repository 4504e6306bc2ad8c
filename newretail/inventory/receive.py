"""Goods come in through the back door."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db import transaction

from newretail.catalog.api import SkuCard, is_batch, keeps_until, sku_cards
from newretail.inventory import rules
from newretail.inventory.errors import (
    AlreadyExpired,
    ExpiryMovedLater,
    LotEnded,
    MadeLater,
    SkuNotFound,
    TwiceInOneList,
    UnfitLotCode,
)
from newretail.inventory.events import StockReceived
from newretail.inventory.ledger import Entry, lock_stock, open_stock, post
from newretail.inventory.models import Lot
from newretail.inventory.rules import LotState, Place
from newretail.kernel import clock
from newretail.kernel.events import publish
from newretail.stores.api import day_at, today_at

_Lots = Mapping[tuple[str, str], Lot]
"""Lots of a store by SKU and code."""


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """`quantity` base units of a SKU.

    lot_code: the supplier's batch (GS1 AI 10); none gives a house code made of the day and the date of expiry.
    expires_on: the last day of sale; none takes what is known of the lot, else the SKU's shelf life from `made_on` on, and where
    that is not known from today on: a batch of one's own does not make goods keep longer. made_on: the day of production or packing.
    """

    sku_id: str
    quantity: int
    lot_code: str = ""
    expires_on: date | None = None
    made_on: date | None = None


@transaction.atomic
def receive(
    *, store_id: str, lines: Sequence[ReceiptLine], by: str, ref: str = "", cause: str = "receipt"
) -> list[Lot]:
    """Put goods into stock; returns their lots in the order of the lines. `ref` names the delivery note.

    A lot may come in several deliveries; a later one may bring its date forward, never back.
    Raises SkuNotFound, UnfitLotCode, TwiceInOneList, MadeLater, AlreadyExpired, ExpiryMovedLater, LotEnded; then nothing is received.
    """
    assert lines and all(line.quantity > 0 for line in lines)
    sku_ids = {line.sku_id for line in lines}
    cards = sku_cards(sorted(sku_ids))
    _refuse_unknown(lines, cards=cards)
    make_ready(store_id=store_id, sku_ids=sku_ids)
    today = today_at(store_id)
    dated = _dated(lines, cards=cards, known=_known(store_id, lines), today=today)
    lots = _lots_for(store_id=store_id, lines=dated)
    entries = [
        Entry(
            sku_id=lot.sku_id,
            lot_id=lot.id,
            lot=lot.code,
            quantity=line.quantity,
            source=Place.SUPPLIER,
            target=Place.STOCK,
        )
        for lot, line in zip(lots, dated, strict=True)
    ]
    post(store_id=store_id, entries=entries, cause=cause, ref=ref, by=by)
    publish(StockReceived(store_id=store_id, ref=ref, lines=_told(lots, dated)))
    return lots


def make_ready(*, store_id: str, sku_ids: Iterable[str]) -> None:
    """Take the stock rows of SKUs that are about to be received, made where there are none yet. Whoever receives several lists in one
    transaction calls it first with all of their SKUs, so that the locks are taken in order."""
    wanted = set(sku_ids)
    open_stock(store_id=store_id, sku_ids=wanted)
    lock_stock(store_id=store_id, sku_ids=wanted)


def _refuse_unknown(lines: Sequence[ReceiptLine], *, cards: Mapping[str, SkuCard]) -> None:
    for line in lines:
        if line.sku_id not in cards:
            raise SkuNotFound(sku_id=line.sku_id)
        if line.lot_code and not is_batch(line.lot_code):
            raise UnfitLotCode(lot=line.lot_code, sku_id=line.sku_id)


def _dated(
    lines: Sequence[ReceiptLine], *, cards: Mapping[str, SkuCard], known: _Lots, today: date
) -> list[ReceiptLine]:
    dated: dict[tuple[str, str], ReceiptLine] = {}
    for line in lines:
        if line.made_on is not None and line.made_on > today:
            raise MadeLater(made_on=str(line.made_on), sku_id=line.sku_id)
        lot = known.get((line.sku_id, line.lot_code))
        expires_on = _last_day(line, keeps=cards[line.sku_id].shelf_life_days, lot=lot, today=today)
        if not rules.is_sellable(expires_on, today=today):
            raise AlreadyExpired(expires_on=str(expires_on), sku_id=line.sku_id)
        code = line.lot_code or rules.house_lot_code(received_on=today, expires_on=expires_on)
        if (line.sku_id, code) in dated:
            raise TwiceInOneList(what=f"{line.sku_id} {code}")
        dated[line.sku_id, code] = replace(line, lot_code=code, expires_on=expires_on)
    return list(dated.values())


def _last_day(line: ReceiptLine, *, keeps: int | None, lot: Lot | None, today: date) -> date | None:
    """As stated; else as the lot has it; else by the shelf life from the earliest day that is known of the goods."""
    if lot is not None and lot.state != LotState.GOOD:
        raise LotEnded(lot=lot.code, state=lot.state)
    if line.expires_on is not None:
        return line.expires_on
    if line.made_on is not None and keeps is not None:
        return keeps_until(line.made_on, shelf_life_days=keeps)
    if lot is not None and lot.expires_on is not None:
        return lot.expires_on
    came_on = day_at(lot.store_id, lot.received_at) if lot is not None else today
    return keeps_until(came_on, shelf_life_days=keeps)


def _lots_for(*, store_id: str, lines: Sequence[ReceiptLine]) -> list[Lot]:
    """The lots of the lines, made or brought forward. The stock rows are ours, so nobody else makes the same lot."""
    known = _known(store_id, lines)
    lots, fresh = [], []
    for line in lines:
        lot = known.get((line.sku_id, line.lot_code))
        if lot is None:
            lot = Lot(
                store_id=store_id,
                sku_id=line.sku_id,
                code=line.lot_code,
                expires_on=line.expires_on,
                received_at=clock.now(),
            )
            fresh.append(lot)
        else:
            _bring_forward(lot, expires_on=line.expires_on)
        lots.append(lot)
    Lot.objects.bulk_create(fresh, batch_size=500)
    return lots


def _known(store_id: str, lines: Sequence[ReceiptLine]) -> _Lots:
    rows = Lot.objects.filter(
        store_id=store_id,
        sku_id__in=[line.sku_id for line in lines],
        code__in=[line.lot_code for line in lines],
    )
    return {(lot.sku_id, lot.code): lot for lot in rows}


def _bring_forward(lot: Lot, *, expires_on: date | None) -> None:
    if lot.state != LotState.GOOD:
        raise LotEnded(lot=lot.code, state=lot.state)
    if expires_on == lot.expires_on:
        return
    if rules.moves_later(known=lot.expires_on, wanted=expires_on):
        raise ExpiryMovedLater(lot=lot.code, known=str(lot.expires_on), wanted=str(expires_on))
    Lot.objects.filter(id=lot.id).update(expires_on=expires_on)
    lot.expires_on = expires_on


def _told(lots: Sequence[Lot], lines: Sequence[ReceiptLine]) -> list[dict[str, str | int | None]]:
    return [
        {
            "sku_id": lot.sku_id,
            "lot": lot.code,
            "quantity": line.quantity,
            "expires_on": lot.expires_on.isoformat() if lot.expires_on else None,
        }
        for lot, line in zip(lots, lines, strict=True)
    ]
