"""When promised goods are no longer there.

What has happened to goods must go into the books: they expired, broke, or were not there when counted. If that leaves less
than is held, holds give way: unpaid ones before paid ones, the youngest first, each told by HoldCut so that whoever asked
for the goods treats them as missing. What is only wished for (a return to the vendor, a correction) is refused instead.
"""

from collections.abc import Iterable

from newretail.inventory.events import HoldCut
from newretail.inventory.ledger import StockNow
from newretail.inventory.models import Hold
from newretail.inventory.rules import Cut, HeldFor, youngest_give_way
from newretail.kernel.events import publish


def make_room(*, store_id: str, sku_id: str, stock: StockNow, leaving: int, cause: str) -> Cut:
    """Cut as many holds as stand in the way of `leaving` base units going out of the stock.

    Returns what was cut, whose quantity the caller passes to `ledger.post` as released. The caller has the stock row.
    """
    return _cut(
        Hold.objects.select_for_update().filter(store_id=store_id, sku_id=sku_id).order_by("id"),
        excess=stock.held - (stock.on_hand - leaving),
        cause=cause,
    )


def _cut(holds: Iterable[Hold], *, excess: int, cause: str) -> Cut:
    if excess <= 0:
        return Cut()
    by_id = {hold.id: hold for hold in holds}
    order = [HeldFor(hold.id, hold.quantity, is_kept=hold.until is None) for hold in by_id.values()]
    cuts = youngest_give_way(order, excess=excess)
    for hold_id, quantity in cuts:
        hold = by_id[hold_id]
        left = hold.quantity - quantity
        if left:
            Hold.objects.filter(id=hold.id).update(quantity=left)
        else:
            hold.delete()
        publish(
            HoldCut(
                store_id=hold.store_id,
                ref=hold.ref,
                line=hold.line,
                sku_id=hold.sku_id,
                quantity=quantity,
                left=left,
                cause=cause,
            )
        )
    return Cut(quantity=excess, promises=len({by_id[hold_id].ref for hold_id, _ in cuts}))
