"""What fulfilment does when something has happened."""

from newretail.fulfilment.events import LegPacked
from newretail.fulfilment.models import Way
from newretail.fulfilment.picking.notice_cuts import notice_cuts
from newretail.fulfilment.riding.dispatch_trips import dispatch_trips
from newretail.inventory.events import HoldCut
from newretail.kernel.events import subscribe


@subscribe(LegPacked, name="fulfilment.send_a_courier")
def send_a_courier(event: LegPacked) -> None:
    """A delivery is packed: do not wait for the next sweep."""
    if event.way == Way.DELIVER and event.bags:
        dispatch_trips(store_id=event.store_id)


@subscribe(HoldCut, name="fulfilment.miss_what_was_cut")
def miss_what_was_cut(event: HoldCut) -> None:
    """Goods under a pick line are gone: the picker need not look for them."""
    notice_cuts(ref=event.ref, store_id=event.store_id, cause=event.cause, lines=[event.line])
