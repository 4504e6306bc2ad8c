"""HTTP: what the staff of a store do with goods, and what they can look up."""

from typing import Any
from uuid import UUID

from newretail.catalog import api as catalog
from newretail.inventory import queries
from newretail.inventory.block_lot import block_lot
from newretail.inventory.count import CountLine, count
from newretail.inventory.endpoint_schemas import (
    FloorGuardIn,
    GoodsCountIn,
    GoodsCountOut,
    LabelOut,
    MoveIn,
    MovementOut,
    MovementRefOut,
    Number,
    RecalledOut,
    RecallIn,
    ReceiptIn,
    ReceiptOut,
    ReprintIn,
    StockLotOut,
    StockOut,
    VendorReturnIn,
    WriteOffIn,
    WrittenOffOut,
)
from newretail.inventory.errors import (
    AlreadyExpired,
    CannotReverse,
    ExpiryMovedLater,
    LotEnded,
    LotNotFound,
    LotTooSmall,
    NoLotToCount,
    NotStocked,
    OutOfStock,
    PromisedToOthers,
    SkuNotFound,
    TwiceInOneList,
)
from newretail.inventory.move import move
from newretail.inventory.print_labels import print_labels
from newretail.inventory.receive import ReceiptLine, receive
from newretail.inventory.return_to_vendor import return_to_vendor
from newretail.inventory.reverse import reverse
from newretail.inventory.set_floor_guard import set_floor_guard
from newretail.inventory.shown import show_lots, show_movements
from newretail.inventory.shown import show_stock as show_rows
from newretail.inventory.write_off import write_off
from newretail.kernel.errors import NotFound
from newretail.kernel.http import Code, Door, Limit, Request
from newretail.kernel.who import MANAGER, staff
from newretail.stores.api import Role

door = Door(tags=["inventory"])

FLOOR = staff(Role.PICKER, Role.PACKER)
EYES = staff(Role.PICKER, Role.PACKER, Role.CASHIER)


@door.post(
    "/stores/{store_id}/receipts",
    who=FLOOR,
    once=True,
    response={201: ReceiptOut},
    summary="Goods came in",
    errors=[SkuNotFound, TwiceInOneList, AlreadyExpired, ExpiryMovedLater, LotEnded],
)
def receive_goods(request: Request, store_id: str, body: ReceiptIn) -> Any:
    lines = [ReceiptLine(line.sku_id, line.quantity, line.lot or "", line.expires_on) for line in body.lines]
    lots = receive(store_id=store_id, lines=lines, by=str(request.caller.known_id), ref=body.ref or "")
    return 201, {
        "lots": show_lots(store_id, queries.lots(store_id=store_id, lot_ids=[lot.id for lot in lots]))
    }


@door.post(
    "/stores/{store_id}/moves",
    who=FLOOR,
    once=True,
    response={201: MovementRefOut},
    summary="Goods changed their shelf",
    errors=[NotStocked, LotNotFound, LotTooSmall],
)
def move_goods(request: Request, store_id: str, body: MoveIn) -> Any:
    movement = move(
        store_id=store_id,
        sku_id=body.sku_id,
        lot_code=body.lot,
        quantity=body.quantity,
        from_shelf=body.from_shelf,
        to_shelf=body.to_shelf,
        by=str(request.caller.known_id),
    )
    return 201, {"movement": movement}


@door.post(
    "/stores/{store_id}/counts",
    who=FLOOR,
    once=True,
    response={201: list[GoodsCountOut]},
    summary="Goods were counted; the books follow",
    errors=[NotStocked, LotNotFound, NoLotToCount, TwiceInOneList],
)
def count_goods(request: Request, store_id: str, body: GoodsCountIn) -> Any:
    lines = [CountLine(line.sku_id, line.counted, line.lot or "") for line in body.lines]
    results = count(store_id=store_id, lines=lines, by=str(request.caller.known_id))
    counted = sorted({each.sku_id for each in results})
    rows = {row["sku_id"]: row for row in show_rows(store_id, queries.stock(store_id, counted))}
    return 201, [
        {
            "sku_id": each.sku_id,
            "lot": each.lot_code or None,
            "expected": each.expected,
            "counted": each.counted,
            "difference": each.difference,
            "promises_cut": each.cut.promises,
            "stock": rows[each.sku_id],
        }
        for each in results
    ]


@door.post(
    "/stores/{store_id}/write-offs",
    who=FLOOR,
    once=True,
    response={201: WrittenOffOut},
    summary="Goods were thrown away",
    errors=[NotStocked, LotNotFound, LotTooSmall, OutOfStock],
)
def write_off_goods(request: Request, store_id: str, body: WriteOffIn) -> Any:
    gone = write_off(
        store_id=store_id,
        sku_id=body.sku_id,
        quantity=body.quantity,
        cause=body.cause,
        by=str(request.caller.known_id),
        lot_code=body.lot or "",
    )
    taken_from = [take.lot_id for take in gone.takes]
    lots = {lot.id: lot for lot in queries.lots(store_id=store_id, lot_ids=taken_from)}
    return 201, {
        "takes": [
            {
                "lot": take.code,
                "quantity": take.quantity,
                "left": lots[take.lot_id].on_hand,
                "expires_on": lots[take.lot_id].expires_on,
            }
            for take in gone.takes
        ],
        "promises_cut": gone.cut.promises,
    }


@door.post(
    "/stores/{store_id}/returns",
    who=MANAGER,
    once=True,
    response={201: MovementRefOut},
    summary="Goods go back to the vendor",
    errors=[NotStocked, LotNotFound, LotTooSmall, PromisedToOthers],
)
def return_goods(request: Request, store_id: str, body: VendorReturnIn) -> Any:
    movement = return_to_vendor(
        store_id=store_id,
        sku_id=body.sku_id,
        lot_code=body.lot,
        quantity=body.quantity,
        cause=body.cause,
        by=str(request.caller.known_id),
        ref=body.ref or "",
    )
    return 201, {"movement": movement}


@door.post(
    "/stores/{store_id}/recalls",
    who=MANAGER,
    once=True,
    response={201: RecalledOut},
    summary="Take a lot off sale for good",
    errors=[NotStocked, LotNotFound, LotEnded],
)
def recall_lot(request: Request, store_id: str, body: RecallIn) -> Any:
    blocked = block_lot(
        store_id=store_id,
        sku_id=body.sku_id,
        lot_code=body.lot,
        cause=body.cause,
        by=str(request.caller.known_id),
    )
    return 201, {"blocked": blocked}


@door.post(
    "/stores/{store_id}/movements/{movement_id}/reversal",
    who=MANAGER,
    once=True,
    response={201: MovementRefOut},
    summary="Correct a mistake by the opposite movement",
    errors=[NotFound, CannotReverse, LotTooSmall, PromisedToOthers],
)
def reverse_movement(request: Request, store_id: str, movement_id: Number) -> Any:
    return 201, {
        "movement": reverse(store_id=store_id, movement_id=movement_id, by=str(request.caller.known_id))
    }


@door.put(
    "/stores/{store_id}/stock/{sku_id}/floor-guard",
    who=MANAGER,
    response=StockOut,
    summary="Keep some for shoppers inside the store",
    errors=[SkuNotFound],
)
def guard_floor_stock(request: Request, store_id: str, sku_id: Code, body: FloorGuardIn) -> Any:
    set_floor_guard(store_id=store_id, sku_id=sku_id, quantity=body.quantity, by=str(request.caller.known_id))
    return show_rows(store_id, queries.stock(store_id, [sku_id]))[0]


@door.get("/stores/{store_id}/stock", who=EYES, response=list[StockOut], summary="What the store has")
def list_stock(
    request: Request,
    store_id: str,
    after: Code | None = None,
    limit: Limit = 50,
) -> Any:
    return show_rows(store_id, queries.stock_list(store_id=store_id, after=after or "", limit=limit))


@door.get(
    "/stores/{store_id}/stock/{sku_id}",
    who=EYES,
    response=StockOut,
    summary="One SKU",
    errors=[NotStocked],
)
def show_stock(request: Request, store_id: str, sku_id: Code) -> Any:
    found = queries.stock(store_id, [sku_id])
    if not found:
        raise NotStocked(sku_id=sku_id)
    return show_rows(store_id, found)[0]


@door.get(
    "/stores/{store_id}/lots",
    who=EYES,
    response=list[StockLotOut],
    summary="The lots of a SKU, next to go first",
)
def list_lots(request: Request, store_id: str, sku: Code, empty: bool = False, limit: Limit = 50) -> Any:
    return show_lots(store_id, queries.lot_list(store_id=store_id, sku_id=sku, with_empty=empty, limit=limit))


@door.post(
    "/stores/{store_id}/lots/{lot_id}/labels",
    who=FLOOR,
    once=True,
    response={201: LabelOut},
    summary="Print labels of a lot again; it is logged",
    errors=[NotFound],
)
def print_lot_labels(request: Request, store_id: str, lot_id: UUID, body: ReprintIn) -> Any:
    lot = print_labels(
        store_id=store_id,
        lot_id=lot_id,
        copies=body.copies,
        reason=body.reason,
        by=str(request.caller.known_id),
    )
    card = catalog.sku_cards([lot.sku_id])[lot.sku_id]
    link = (
        catalog.digital_link(gtin=card.gtin, lot=lot.code, expires_on=lot.expires_on) if card.gtin else None
    )
    return 201, {
        "sku_id": lot.sku_id,
        "name": card.names.say(),
        "lot": lot.code,
        "expires_on": lot.expires_on,
        "copies": body.copies,
        "link": link,
    }


@door.get(
    "/stores/{store_id}/movements",
    who=EYES,
    response=list[MovementOut],
    summary="The ledger, newest first",
)
def list_movements(
    request: Request,
    store_id: str,
    sku: Code | None = None,
    ref: Code | None = None,
    before: Number | None = None,
    limit: Limit = 50,
) -> Any:
    rows = queries.movement_list(store_id=store_id, sku_id=sku, ref=ref, before=before, limit=limit)
    return show_movements(rows)
