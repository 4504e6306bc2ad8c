"""The read side of inventory."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import F

from newretail.inventory.lots import lot_on_hand
from newretail.inventory.models import Hold, Lot, Movement, Stock
from newretail.inventory.rules import LotState, first_expired_first, is_sellable
from newretail.kernel import sql
from newretail.stores.api import store_pages, today_at

_AVAILABLE = sql.load(__file__, "available.sql")


@dataclass(frozen=True, slots=True)
class StockView:
    """Base units of a SKU: on hand and sellable, held for somebody, kept for the floor; what each kind of shopper can buy."""

    sku_id: str
    on_hand: int
    held: int
    floor_guard: int
    available_inside: int
    available_outside: int


@dataclass(frozen=True, slots=True)
class LotView:
    """Base units. `held`: of `on_hand`, promised of this very lot."""

    id: UUID
    store_id: str
    sku_id: str
    code: str
    expires_on: date | None
    on_hand: int
    held: int
    state: str
    received_at: datetime
    is_sellable: bool


@dataclass(frozen=True, slots=True)
class HoldView:
    """`lot`: the code of the lot that was promised, "" for any."""

    line: str
    sku_id: str
    quantity: int
    until: datetime | None
    lot: str


@dataclass(frozen=True, slots=True)
class MovementView:
    id: int
    at: datetime
    sku_id: str
    lot: str
    quantity: int
    source: str
    target: str
    from_shelf: str
    to_shelf: str
    cause: str
    ref: str
    line: str
    by: str
    reversal_of: int | None


def available(store_id: str, sku_ids: Iterable[str], outside: bool) -> dict[str, int]:
    """How many base units of each SKU can be bought now; `outside` leaves the floor guard alone. Never below 0."""
    wanted = list(sku_ids)
    found = {
        row.sku_id: row.available
        for row in sql.fetch(_AVAILABLE, {"store": store_id, "skus": wanted, "outside": outside})
    }
    return {sku_id: found.get(sku_id, 0) for sku_id in wanted}


def lots_for(store_id: str, sku_ids: Iterable[str]) -> dict[str, list[LotView]]:
    """The lots of each SKU that may be sold today, first-expired-first. Which of them to pick: `lot_to_pick`."""
    today = today_at(store_id)
    by_sku: dict[str, list[Lot]] = defaultdict(list)
    for lot in Lot.objects.filter(
        store_id=store_id, sku_id__in=list(sku_ids), state=LotState.GOOD, on_hand__gt=0
    ):
        if is_sellable(lot.expires_on, today=today):
            by_sku[lot.sku_id].append(lot)
    return {
        sku_id: [_lot_view(lot, today=today) for lot in _in_order(lots)] for sku_id, lots in by_sku.items()
    }


def lot_to_pick(lots: Sequence[LotView], *, named: str = "") -> LotView | None:
    """The one that was promised; where none was named, the first of `lots_for` that others were not promised whole."""
    return next((lot for lot in lots if (lot.code == named if named else lot.on_hand > lot.held)), None)


def holds_of(*, store_id: str, ref: str) -> list[HoldView]:
    """What is held for a ref, by line."""
    rows = Hold.objects.filter(store_id=store_id, ref=ref).select_related("lot").order_by("line")
    return [
        HoldView(row.line, row.sku_id, row.quantity, row.until, row.lot.code if row.lot else "")
        for row in rows
    ]


def refs_with_lapsing_holds(*, store_id: str) -> int:
    """For how many refs goods are held that go back by themselves unless somebody keeps them."""
    return Hold.objects.filter(store_id=store_id, until__isnull=False).values("ref").distinct().count()


def stock_list(*, store_id: str, after: str = "", limit: int = 50) -> list[StockView]:
    """A page of a store's stock by SKU code."""
    rows = Stock.objects.filter(store_id=store_id, sku_id__gt=after).order_by("sku_id")[:limit]
    return [_stock_view(row) for row in rows]


def sold_out(*, store_id: str) -> int:
    """How many SKUs that the store has stocked have nothing left that is not promised."""
    return Stock.objects.filter(store_id=store_id, on_hand__lte=F("held")).count()


def stock_of(*, store_id: str, sku_id: str) -> StockView | None:
    """The figures of one SKU in a store; None where it was never stocked."""
    row = Stock.objects.filter(store_id=store_id, sku_id=sku_id).first()
    return _stock_view(row) if row else None


def stock(store_id: str, sku_ids: Iterable[str]) -> list[StockView]:
    """The figures of these SKUs in a store, by SKU code; one that was never stocked is missing."""
    rows = Stock.objects.filter(store_id=store_id, sku_id__in=list(sku_ids)).order_by("sku_id")
    return [_stock_view(row) for row in rows]


def lot_list(*, store_id: str, sku_id: str, with_empty: bool = False, limit: int = 200) -> list[LotView]:
    """The lots of a SKU in a store, earliest expiry first, in every state; empty ones only on request."""
    rows = Lot.objects.filter(store_id=store_id, sku_id=sku_id)
    if not with_empty:
        rows = rows.filter(on_hand__gt=0)
    today = today_at(store_id)
    return [
        _lot_view(row, today=today)
        for row in rows.order_by(F("expires_on").asc(nulls_last=True), "code")[:limit]
    ]


def lot(*, store_id: str, lot_id: UUID) -> LotView | None:
    """One lot of a store."""
    row = Lot.objects.filter(store_id=store_id, id=lot_id).first()
    return _lot_view(row, today=today_at(store_id)) if row else None


def lots(*, store_id: str, lot_ids: Sequence[UUID]) -> list[LotView]:
    """These lots of a store, in the order asked for."""
    found = {row.id: row for row in Lot.objects.filter(store_id=store_id, id__in=lot_ids)}
    today = today_at(store_id)
    return [_lot_view(found[lot_id], today=today) for lot_id in lot_ids if lot_id in found]


def is_lot_known(*, sku_id: str, code: str) -> bool:
    """Has any store goods of this lot, or has it had some? One look for each page of stores, as every index of lots begins with the store."""
    lots = Lot.objects.filter(sku_id=sku_id, code=code)
    return any(lots.filter(store_id__in=[card.code for card in page]).exists() for page in store_pages())


def near_expiry(*, store_id: str, days: int, limit: int = 200) -> list[LotView]:
    """Goods in the house whose last day of sale is at most `days` days away, overdue and expired ones first."""
    today = today_at(store_id)
    rows = (
        Lot.objects.filter(store_id=store_id, on_hand__gt=0, expires_on__lte=today + timedelta(days=days))
        .exclude(state=LotState.BLOCKED)
        .order_by("expires_on", "sku_id", "code")[:limit]
    )
    return [_lot_view(row, today=today) for row in rows]


def movement_list(
    *,
    store_id: str,
    sku_id: str | None = None,
    ref: str | None = None,
    before: int | None = None,
    limit: int = 50,
) -> list[MovementView]:
    """A page of the ledger, newest first; `before` is the number of the last movement already seen."""
    rows = Movement.objects.filter(store_id=store_id).select_related("lot").order_by("-id")
    if sku_id is not None:
        rows = rows.filter(sku_id=sku_id)
    if ref is not None:
        rows = rows.filter(ref=ref).exclude(ref="")
    if before is not None:
        rows = rows.filter(id__lt=before)
    return [_movement_view(row) for row in rows[:limit]]


def _in_order(lots: list[Lot]) -> list[Lot]:
    by_id = {lot.id: lot for lot in lots}
    order = first_expired_first([lot_on_hand(lot) for lot in lots])
    return [by_id[each.id] for each in order]


def _stock_view(row: Stock) -> StockView:
    free = row.on_hand - row.held
    return StockView(row.sku_id, row.on_hand, row.held, row.floor_guard, free, max(0, free - row.floor_guard))


def _lot_view(row: Lot, *, today: date) -> LotView:
    sellable = row.state == LotState.GOOD and is_sellable(row.expires_on, today=today)
    return LotView(
        row.id,
        row.store_id,
        row.sku_id,
        row.code,
        row.expires_on,
        row.on_hand,
        row.held,
        row.state,
        row.received_at,
        sellable,
    )


def _movement_view(row: Movement) -> MovementView:
    return MovementView(
        id=row.id,
        at=row.at,
        sku_id=row.sku_id,
        lot=row.lot.code,
        quantity=row.quantity,
        source=row.source,
        target=row.target,
        from_shelf=row.from_shelf,
        to_shelf=row.to_shelf,
        cause=row.cause,
        ref=row.ref,
        line=row.line,
        by=row.by,
        reversal_of=row.reversal_of_id,
    )


def has_stock() -> bool:
    """Whether goods have ever come in anywhere."""
    return Movement.objects.exists()
