"""HTTP: what the staff of a store do with goods, and what they can look up."""

from uuid import UUID

from newretail.inventory import queries
from newretail.inventory.block_lot import block_lot
from newretail.inventory.count import CountLine, count
from newretail.inventory.endpoint_schemas import (
    FloorGuardIn,
    GoodsCountIn,
    MoveIn,
    MovementRefOut,
    Number,
    RecalledOut,
    RecallIn,
    ReceiptIn,
    ReceiptOut,
    ReprintIn,
    VendorReturnIn,
    WriteOffIn,
)
from newretail.inventory.errors import (
    AlreadyExpired,
    CannotReverse,
    ExpiryMovedLater,
    LotEnded,
    LotNotFound,
    LotTooSmall,
    MadeLater,
    NoLotToCount,
    NotStocked,
    OutOfStock,
    PromisedToOthers,
    SkuNotFound,
    TwiceInOneList,
    UnfitLotCode,
)
from newretail.inventory.move import move
from newretail.inventory.print_labels import print_labels
from newretail.inventory.receive import ReceiptLine, receive
from newretail.inventory.return_to_vendor import return_to_vendor
from newretail.inventory.reverse import reverse
from newretail.inventory.set_floor_guard import set_floor_guard
from newretail.inventory.shown import (
    CountRow,
    LotLabel,
    LotRow,
    MovementRow,
    StockRow,
    WrittenOffShown,
    show_counts,
    show_label,
    show_loss,
    show_lots,
    show_movements,
)
from newretail.inventory.shown import show_stock as show_rows
from newretail.inventory.who import EYES, FLOOR
from newretail.inventory.write_off import write_off
from newretail.kernel.errors import NotFound
from newretail.kernel.http import Code, Door, Limit, Request
from newretail.kernel.who import MANAGER

door = Door(tags=["inventory"])


@door.post(
    "/stores/{store_id}/receipts",
    who=FLOOR,
    once=True,
    response={201: ReceiptOut},
    summary="Goods came in",
    errors=[
        SkuNotFound,
        UnfitLotCode,
        TwiceInOneList,
        MadeLater,
        AlreadyExpired,
        ExpiryMovedLater,
        LotEnded,
    ],
)
def receive_goods(request: Request, store_id: str, body: ReceiptIn) -> tuple[int, ReceiptOut]:
    lines = [
        ReceiptLine(line.sku_id, line.quantity, line.lot or "", line.expires_on, line.made_on)
        for line in body.lines
    ]
    lots = receive(store_id=store_id, lines=lines, by=request.caller.actor, ref=body.ref or "")
    shown = show_lots(store_id, queries.lots(store_id=store_id, lot_ids=[lot.id for lot in lots]))
    return 201, ReceiptOut(lots=shown)


@door.post(
    "/stores/{store_id}/moves",
    who=FLOOR,
    once=True,
    response={201: MovementRefOut},
    summary="Goods changed their shelf",
    errors=[NotStocked, LotNotFound, LotTooSmall],
)
def move_goods(request: Request, store_id: str, body: MoveIn) -> tuple[int, MovementRefOut]:
    movement = move(
        store_id=store_id,
        sku_id=body.sku_id,
        lot_code=body.lot,
        quantity=body.quantity,
        from_shelf=body.from_shelf,
        to_shelf=body.to_shelf,
        by=request.caller.actor,
    )
    return 201, MovementRefOut(movement=movement)


@door.post(
    "/stores/{store_id}/counts",
    who=FLOOR,
    once=True,
    response={201: list[CountRow]},
    summary="Goods were counted; the books follow",
    errors=[NotStocked, LotNotFound, NoLotToCount, TwiceInOneList],
)
def count_goods(request: Request, store_id: str, body: GoodsCountIn) -> tuple[int, list[CountRow]]:
    lines = [CountLine(line.sku_id, line.counted, line.lot or "") for line in body.lines]
    results = count(store_id=store_id, lines=lines, by=request.caller.actor)
    return 201, show_counts(store_id, results)


@door.post(
    "/stores/{store_id}/write-offs",
    who=FLOOR,
    once=True,
    response={201: WrittenOffShown},
    summary="Goods were thrown away",
    errors=[NotStocked, LotNotFound, LotTooSmall, OutOfStock],
)
def write_off_goods(request: Request, store_id: str, body: WriteOffIn) -> tuple[int, WrittenOffShown]:
    gone = write_off(
        store_id=store_id,
        sku_id=body.sku_id,
        quantity=body.quantity,
        cause=body.cause,
        by=request.caller.actor,
        lot_code=body.lot or "",
    )
    return 201, show_loss(store_id, gone)


@door.post(
    "/stores/{store_id}/returns",
    who=MANAGER,
    once=True,
    response={201: MovementRefOut},
    summary="Goods go back to the vendor",
    errors=[NotStocked, LotNotFound, LotTooSmall, PromisedToOthers],
)
def return_goods(request: Request, store_id: str, body: VendorReturnIn) -> tuple[int, MovementRefOut]:
    movement = return_to_vendor(
        store_id=store_id,
        sku_id=body.sku_id,
        lot_code=body.lot,
        quantity=body.quantity,
        cause=body.cause,
        by=request.caller.actor,
        ref=body.ref or "",
    )
    return 201, MovementRefOut(movement=movement)


@door.post(
    "/stores/{store_id}/recalls",
    who=MANAGER,
    once=True,
    response={201: RecalledOut},
    summary="Take a lot off sale for good",
    errors=[NotStocked, LotNotFound, LotEnded],
)
def recall_lot(request: Request, store_id: str, body: RecallIn) -> tuple[int, RecalledOut]:
    blocked = block_lot(
        store_id=store_id,
        sku_id=body.sku_id,
        lot_code=body.lot,
        cause=body.cause,
        by=request.caller.actor,
    )
    return 201, RecalledOut(blocked=blocked)


@door.post(
    "/stores/{store_id}/movements/{movement_id}/reversal",
    who=MANAGER,
    once=True,
    response={201: MovementRefOut},
    summary="Correct a mistake by the opposite movement",
    errors=[NotFound, CannotReverse, LotTooSmall, PromisedToOthers],
)
def reverse_movement(request: Request, store_id: str, movement_id: Number) -> tuple[int, MovementRefOut]:
    movement = reverse(store_id=store_id, movement_id=movement_id, by=request.caller.actor)
    return 201, MovementRefOut(movement=movement)


@door.put(
    "/stores/{store_id}/stock/{sku_id}/floor-guard",
    who=MANAGER,
    response=StockRow,
    summary="Keep some for shoppers inside the store",
    errors=[SkuNotFound],
)
def guard_floor_stock(request: Request, store_id: str, sku_id: Code, body: FloorGuardIn) -> StockRow:
    set_floor_guard(store_id=store_id, sku_id=sku_id, quantity=body.quantity, by=request.caller.actor)
    return show_rows(store_id, queries.stock(store_id, [sku_id]))[0]


@door.get("/stores/{store_id}/stock", who=EYES, response=list[StockRow], summary="What the store has")
def list_stock(
    request: Request,
    store_id: str,
    after: Code | None = None,
    limit: Limit = 50,
) -> list[StockRow]:
    return show_rows(store_id, queries.stock_list(store_id=store_id, after=after or "", limit=limit))


@door.get(
    "/stores/{store_id}/stock/{sku_id}",
    who=EYES,
    response=StockRow,
    summary="One SKU",
    errors=[NotStocked],
)
def show_stock(request: Request, store_id: str, sku_id: Code) -> StockRow:
    found = queries.stock(store_id, [sku_id])
    if not found:
        raise NotStocked(sku_id=sku_id)
    return show_rows(store_id, found)[0]


@door.get(
    "/stores/{store_id}/lots",
    who=EYES,
    response=list[LotRow],
    summary="The lots of a SKU, next to go first",
)
def list_lots(
    request: Request, store_id: str, sku: Code, empty: bool = False, limit: Limit = 50
) -> list[LotRow]:
    return show_lots(store_id, queries.lot_list(store_id=store_id, sku_id=sku, with_empty=empty, limit=limit))


@door.post(
    "/stores/{store_id}/lots/{lot_id}/labels",
    who=FLOOR,
    once=True,
    response={201: LotLabel},
    summary="Print labels of a lot again; it is logged",
    errors=[NotFound],
)
def print_lot_labels(request: Request, store_id: str, lot_id: UUID, body: ReprintIn) -> tuple[int, LotLabel]:
    lot = print_labels(
        store_id=store_id,
        lot_id=lot_id,
        copies=body.copies,
        reason=body.reason,
        by=request.caller.actor,
    )
    return 201, show_label(lot, copies=body.copies)


@door.get(
    "/stores/{store_id}/movements",
    who=EYES,
    response=list[MovementRow],
    summary="The ledger, newest first",
)
def list_movements(
    request: Request,
    store_id: str,
    sku: Code | None = None,
    ref: Code | None = None,
    before: Number | None = None,
    limit: Limit = 50,
) -> list[MovementRow]:
    rows = queries.movement_list(store_id=store_id, sku_id=sku, ref=ref, before=before, limit=limit)
    return show_movements(rows)
