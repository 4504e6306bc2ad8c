"""The picker took something by mistake: it goes back to its shelf and is held for the line again."""

from uuid import UUID

from django.db import transaction

from newretail.fulfilment.events import LinePutBack
from newretail.fulfilment.models import PickLine, Take
from newretail.fulfilment.models.bags import BagState
from newretail.fulfilment.models.picking import LineState
from newretail.fulfilment.picking.errors import BagHasLeft, NothingToUndo
from newretail.fulfilment.work.find_work import line_of, started_job_locked
from newretail.inventory import api as inventory
from newretail.kernel import actor, clock
from newretail.kernel.events import publish


@transaction.atomic
def undo_pick(*, store_id: str, job_id: UUID, picker_id: UUID, line: str | None = None) -> PickLine:
    """Put back all that was picked for `line` (None: for the line that was picked last). Returns the line as it is now.

    What was missing stays missing; a substitute that goes back may be picked anew. Raises NothingToUndo;
    BagHasLeft when the goods are in a bag that the picker has no more; AlreadyFinished after the end of the job.
    """
    job = started_job_locked(store_id=store_id, job_id=job_id, picker_id=picker_id)
    takes = Take.objects.filter(line__job=job, undone_at__isnull=True)
    if line is not None:
        takes = takes.filter(line__line=line)
    last = takes.select_related("line").order_by("-id").first()
    if last is None:
        raise NothingToUndo()
    found = line_of(job, last.line.line)
    live = list(Take.objects.filter(line=found, undone_at__isnull=True).select_related("bag").order_by("id"))
    if gone := [take.bag for take in live if take.bag and take.bag.state != BagState.FILLING]:
        raise BagHasLeft(tag=gone[0].tag)
    _put_back(found, live, by=actor.of_member(picker_id))
    _return_line(found)
    return found


def _put_back(line: PickLine, takes: list[Take], *, by: str) -> None:
    rest = line.left
    ordered = min(line.picked, line.quantity - line.missing)
    inventory.release_holds(ref=line.ref, store_id=line.store_id, lines=[line.line])
    inventory.put_back(ref=line.ref, store_id=line.store_id, line=line.line, by=by, cause="undo")
    if ordered + rest > 0:
        hold = inventory.HoldLine(
            line=line.line, sku_id=line.sku_id, quantity=ordered + rest, lot_code=line.lot_code
        )
        inventory.hold(ref=line.ref, store_id=line.store_id, lines=[hold], until=None)
    now = clock.now()
    for take in takes:
        publish(
            LinePutBack(
                store_id=line.store_id,
                ref=line.ref,
                line=line.line,
                sku_id=take.sku_id,
                lot=take.lot,
                quantity=take.quantity,
                swap_of=take.swap_of or None,
            )
        )
    Take.objects.filter(id__in=[take.id for take in takes]).update(undone_at=now)


def _return_line(line: PickLine) -> None:
    if line.substitute_quantity:
        line.unresolved, line.substitute_quantity = line.missing, 0
        line.state = LineState.SWAPPING
    line.picked = line.pieces_picked = 0
    line.settle()
    line.save()
