"""Somebody counted what is really there, and the books follow."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from newretail.inventory.cut_holds import make_room
from newretail.inventory.errors import NoLotToCount, NotStocked, TwiceInOneList
from newretail.inventory.events import StockCounted
from newretail.inventory.ledger import StockNow, lock_stock, moves_of, post
from newretail.inventory.lots import find_lot, sellable_lots
from newretail.inventory.models import Lot
from newretail.inventory.rules import Cut, LotState, Place, Take, lose_unpromised_first
from newretail.kernel.events import publish


@dataclass(frozen=True, slots=True)
class CountLine:
    """`counted` base units found, of one lot, or of all sellable lots of the SKU together where no lot is named.

    Goods already in a shopper's bag are not counted.
    """

    sku_id: str
    counted: int
    lot_code: str = ""


@dataclass(frozen=True, slots=True)
class CountResult:
    """`cut`: what the rest no longer covers of the promises."""

    sku_id: str
    lot_code: str
    expected: int
    counted: int
    cut: Cut

    @property
    def difference(self) -> int:
        return self.counted - self.expected


@transaction.atomic
def count(
    *, store_id: str, lines: Sequence[CountLine], by: str, ref: str = "", cause: str = "count"
) -> list[CountResult]:
    """Set the books to what was counted; each difference is a movement from or to the place "count".

    Without a lot, what is missing leaves first-expired-first, goods that were promised by their lot last, and what is too
    many joins the lot that expires first, so that a count never lengthens a life. Holds that the rest cannot cover are cut (HoldCut).
    Raises NotStocked, LotNotFound, NoLotToCount, TwiceInOneList; then nothing is changed.
    """
    assert lines and all(line.counted >= 0 for line in lines)
    _check_once(lines)
    stocks = lock_stock(store_id=store_id, sku_ids=[line.sku_id for line in lines])
    results = []
    for line in sorted(lines, key=lambda line: (line.sku_id, line.lot_code)):
        stock = stocks.get(line.sku_id)
        if stock is None:
            raise NotStocked(sku_id=line.sku_id)
        result, stocks[line.sku_id] = _count(
            store_id=store_id, line=line, stock=stock, ref=ref, by=by, cause=cause
        )
        results.append(result)
    return results


def _check_once(lines: Sequence[CountLine]) -> None:
    whole = {line.sku_id for line in lines if not line.lot_code}
    seen = set()
    for line in lines:
        if (line.sku_id, line.lot_code) in seen or (line.lot_code and line.sku_id in whole):
            raise TwiceInOneList(what=line.sku_id)
        seen.add((line.sku_id, line.lot_code))


def _count(
    *, store_id: str, line: CountLine, stock: StockNow, ref: str, by: str, cause: str
) -> tuple[CountResult, StockNow]:
    if line.lot_code:
        lot = find_lot(store_id=store_id, sku_id=line.sku_id, lot_code=line.lot_code)
        expected, takes = lot.on_hand, _lot_difference(lot, line=line)
        place = LotState(lot.state).place
    else:
        place = Place.STOCK
        expected, takes = _sku_difference(store_id=store_id, line=line)
    missing = line.counted < expected
    leaving = takes if missing and place is Place.STOCK else []
    cut = make_room(store_id=store_id, sku_id=line.sku_id, stock=stock, leaving=leaving, cause=cause)
    source, target = (place, Place.COUNT) if missing else (Place.COUNT, place)
    entries = moves_of(takes, sku_id=line.sku_id, source=source, target=target)
    if entries:
        post(
            store_id=store_id,
            entries=entries,
            cause=cause,
            ref=ref,
            by=by,
            freed=cut.freed,
        )
    publish(
        StockCounted(store_id=store_id, ref=ref, sku_id=line.sku_id, expected=expected, counted=line.counted)
    )
    gained = line.counted - expected if place is Place.STOCK else 0
    now = StockNow(stock.on_hand + gained, stock.held - cut.quantity, stock.floor_guard)
    return CountResult(line.sku_id, line.lot_code, expected, line.counted, cut), now


def _lot_difference(lot: Lot, *, line: CountLine) -> list[Take]:
    difference = abs(line.counted - lot.on_hand)
    return [Take(lot_id=lot.id, code=lot.code, quantity=difference)] if difference else []


def _sku_difference(*, store_id: str, line: CountLine) -> tuple[int, list[Take]]:
    lots = sellable_lots(store_id=store_id, sku_id=line.sku_id)
    expected = sum(lot.on_hand for lot in lots)
    if line.counted == expected:
        return expected, []
    if line.counted < expected:
        return expected, lose_unpromised_first(lots, quantity=expected - line.counted)
    if not lots:
        raise NoLotToCount(sku_id=line.sku_id)
    return expected, [Take(lot_id=lots[0].id, code=lots[0].code, quantity=line.counted - expected)]
