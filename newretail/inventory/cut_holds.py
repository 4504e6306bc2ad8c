"""When promised goods are no longer there.

What has happened to goods must go into the books: they expired, broke, or were not there when counted. If that leaves less
than is held, holds give way: unpaid ones before paid ones, the youngest first, each told by HoldCut so that whoever asked
for the goods treats them as missing. What is only wished for (a return to the vendor, a correction) is refused instead.
"""

from collections.abc import Mapping, Sequence

from newretail.inventory.events import HoldCut
from newretail.inventory.ledger import StockNow
from newretail.inventory.models import Hold, Lot
from newretail.inventory.rules import Cut, Freed, HeldFor, Take, holds_to_cut
from newretail.kernel.events import publish


def make_room(*, store_id: str, sku_id: str, stock: StockNow, leaving: Sequence[Take], cause: str) -> Cut:
    """Cut as many holds as stand in the way of these goods going out of the stock: the promises of a lot that its rest cannot
    keep, and then what the rest of all lots cannot.

    Returns what was cut, whose `freed` the caller passes to `ledger.post`. The caller has the stock row.
    """
    if not leaving or not stock.held:
        return Cut()
    gone = {take.lot_id: take.quantity for take in leaving}
    lots = dict(Lot.objects.filter(id__in=gone).values_list("id", "on_hand"))
    held = Hold.objects.select_for_update().filter(store_id=store_id, sku_id=sku_id).order_by("id")
    holds = {hold.id: hold for hold in held}
    cuts = holds_to_cut(
        [
            HeldFor(hold.id, hold.quantity, is_kept=hold.until is None, lot_id=hold.lot_id)
            for hold in holds.values()
        ],
        left=stock.on_hand - sum(gone.values()),
        left_of_lots={lot_id: lots[lot_id] - quantity for lot_id, quantity in gone.items()},
    )
    return _cut(holds, cuts, cause=cause)


def _cut(holds: Mapping[int, Hold], cuts: Mapping[int, int], *, cause: str) -> Cut:
    for hold_id, quantity in cuts.items():
        hold = holds[hold_id]
        left = hold.quantity - quantity
        if left:
            Hold.objects.filter(id=hold_id).update(quantity=left)
        else:
            Hold.objects.filter(id=hold_id).delete()
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
    return Cut(
        promises=len({holds[hold_id].ref for hold_id in cuts}),
        freed=tuple(
            Freed(holds[hold_id].sku_id, holds[hold_id].lot_id, quantity)
            for hold_id, quantity in cuts.items()
        ),
    )
