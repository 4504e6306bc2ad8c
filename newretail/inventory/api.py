"""The front door of inventory: what other contexts may call.

Every call joins the caller's transaction, and each holds the stock rows it touches until that ends. A caller that makes
several of these calls in one transaction makes them in ascending order of SKU code.
"""

from newretail.inventory.audit import Difference, audit, ledger_lines
from newretail.inventory.block_lot import block_lot
from newretail.inventory.carried import with_customer
from newretail.inventory.count import CountLine, CountResult, count
from newretail.inventory.expire_holds import expire_holds
from newretail.inventory.expire_lots import expire_lots
from newretail.inventory.figures import Left, Wasted, left_of_all, wasted
from newretail.inventory.hand_over import hand_over
from newretail.inventory.hold_stock import Bound, HoldLine, hold, hold_last
from newretail.inventory.keep_holds import keep_holds
from newretail.inventory.move import move
from newretail.inventory.named_lots import lot_refusals, lots_to_name
from newretail.inventory.pick import pick
from newretail.inventory.print_labels import print_labels
from newretail.inventory.put_back import put_back
from newretail.inventory.queries import (
    HoldView,
    LotView,
    MovementView,
    StockView,
    available,
    has_stock,
    holds_of,
    is_lot_known,
    lot,
    lot_list,
    lot_to_pick,
    lots_for,
    movement_list,
    near_expiry,
    refs_with_lapsing_holds,
    sold_out,
    stock_list,
    stock_of,
)
from newretail.inventory.receive import ReceiptLine, make_ready, receive
from newretail.inventory.release_holds import release_holds
from newretail.inventory.return_to_vendor import return_to_vendor
from newretail.inventory.reverse import reverse
from newretail.inventory.rules import LotState, Place, Take, WasteCause
from newretail.inventory.sell import sell, sell_held
from newretail.inventory.set_floor_guard import set_floor_guard
from newretail.inventory.shares_held import HeldShare, shares_held
from newretail.inventory.shown import LotRow, MovementRow, show_lots, show_movements
from newretail.inventory.take_back import take_back
from newretail.inventory.write_off import may_write_off, write_off

__all__ = [
    "Bound",
    "CountLine",
    "CountResult",
    "Difference",
    "HeldShare",
    "HoldLine",
    "HoldView",
    "Left",
    "LotRow",
    "LotState",
    "LotView",
    "MovementRow",
    "MovementView",
    "Place",
    "ReceiptLine",
    "StockView",
    "Take",
    "WasteCause",
    "Wasted",
    "audit",
    "available",
    "block_lot",
    "count",
    "expire_holds",
    "expire_lots",
    "hand_over",
    "has_stock",
    "hold",
    "hold_last",
    "holds_of",
    "is_lot_known",
    "keep_holds",
    "ledger_lines",
    "left_of_all",
    "lot",
    "lot_list",
    "lot_refusals",
    "lot_to_pick",
    "lots_for",
    "lots_to_name",
    "make_ready",
    "may_write_off",
    "move",
    "movement_list",
    "near_expiry",
    "pick",
    "print_labels",
    "put_back",
    "receive",
    "refs_with_lapsing_holds",
    "release_holds",
    "return_to_vendor",
    "reverse",
    "sell",
    "sell_held",
    "set_floor_guard",
    "shares_held",
    "show_lots",
    "show_movements",
    "sold_out",
    "stock_list",
    "stock_of",
    "take_back",
    "wasted",
    "with_customer",
    "write_off",
]
