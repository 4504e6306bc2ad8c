"""Goods of an open line have left the stock: they expired, were thrown away, recalled, or not there when counted."""

from collections.abc import Sequence

from django.db import transaction

from newretail.fulfilment.models import MissingCause, PickJob, PickLine
from newretail.fulfilment.models.picking import JobState
from newretail.fulfilment.picking.miss_line import note_missing
from newretail.inventory import api as inventory

_CAUSES = {
    "expired": MissingCause.EXPIRED,
    "damaged": MissingCause.DAMAGED,
    "spoiled": MissingCause.DAMAGED,
    "blocked": MissingCause.RECALLED,
    "recalled": MissingCause.RECALLED,
    "count": MissingCause.NOT_ON_SHELF,
    "stolen": MissingCause.NOT_ON_SHELF,
}
"""What inventory calls a cause, and what a picker would have reported."""
_OPEN = (JobState.WAITING, JobState.OPEN, JobState.STARTED)


@transaction.atomic
def notice_cuts(*, ref: str, store_id: str, cause: str = "", lines: Sequence[str] | None = None) -> int:
    """Take what is held no more as missing on the open lines of `ref` (None: all of them); returns how many fell short.

    Compares what a line still needs with what is held for it now, so hearing of the same cut twice changes nothing.
    The shopper's choice is applied as if the picker had reported it.
    """
    jobs = PickJob.objects.select_for_update().filter(ref=ref, store_id=store_id, state__in=_OPEN)
    job_ids = [job.id for job in jobs.order_by("zone_walk_order", "zone")]
    open_lines = PickLine.objects.select_for_update().filter(job__in=job_ids)
    if lines is not None:
        open_lines = open_lines.filter(line__in=lines)
    held = {hold.line: hold.quantity for hold in inventory.holds_of(store_id=store_id, ref=ref)}
    short = 0
    for line in open_lines.order_by("sku_id", "id"):
        # Pieces that were heavier than usual have used up what is held of the others: that is no cut.
        missing = min(line.left, line.quantity - line.missing - line.picked) - held.get(line.line, 0)
        if missing > 0:
            note_missing(line, quantity=missing, cause=_CAUSES.get(cause, MissingCause.OTHER))
            short += 1
    return short
