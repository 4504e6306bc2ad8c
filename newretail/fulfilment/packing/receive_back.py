"""A parcel that could not be delivered comes back to the store; goods that go back are put back by somebody."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from newretail.fulfilment.events import LegReceivedBack, LegUnpacked
from newretail.fulfilment.models import Bag, Parcel, PickLine, PutBack, StageName
from newretail.fulfilment.models.bags import ENDED, BagState
from newretail.fulfilment.models.parcels import ParcelState
from newretail.fulfilment.packing.check_bags import check_bags, move_bags
from newretail.fulfilment.packing.errors import PutBackNotFound
from newretail.fulfilment.packing.pack_parcel import live_bags
from newretail.fulfilment.work.end_work import end_work
from newretail.fulfilment.work.errors import AlreadyFinished, ParcelNotReady
from newretail.fulfilment.work.find_work import parcel_locked, work_locked
from newretail.fulfilment.work.reach_stage import reach
from newretail.fulfilment.work.time_of_day import time_of_day
from newretail.inventory import api as inventory
from newretail.kernel import clock
from newretail.kernel.events import publish


@transaction.atomic
def receive_back(*, store_id: str, parcel_id: UUID, bags: Sequence[str], again: bool, by: str) -> Parcel:
    """Take a failed parcel back by scanning its bags. again: dispatch it once more; else its goods wait to be put back.

    Raises ParcelNotReady, WrongBag, BagsMissing, ParcelNotFound, WorkCancelled.
    """
    parcel = parcel_locked(store_id=store_id, parcel_id=parcel_id)
    if parcel.state != ParcelState.FAILED:
        raise ParcelNotReady(number=parcel.number, way=parcel.way, state=parcel.state)
    live = live_bags(parcel)
    check_bags(live, bags, number=parcel.number)
    move_bags(live, BagState.PACKED)
    parcel.state = ParcelState.PACKED if again else ParcelState.RETURNED
    parcel.handed_to, parcel.cause = "", "" if again else parcel.cause
    parcel.ended_at = None if again else clock.now()
    parcel.save(update_fields=["state", "handed_to", "cause", "ended_at"])
    if not again:
        ask_to_put_back(parcel.lines.all())
        _take_apart([bag for bag in live if bag.parcel_part.job_id is None])
        end_work(parcel.work)
    reach(
        ref=parcel.ref,
        store_id=store_id,
        stage=StageName.RECEIVED_BACK,
        way=parcel.way,
        part=parcel.part,
        by=by,
    )
    publish(LegReceivedBack(store_id=store_id, ref=parcel.ref, way=parcel.way, part=parcel.part, again=again))
    if not again:
        publish(LegUnpacked(store_id=store_id, ref=parcel.ref, way=parcel.way, part=parcel.part))
    return parcel


def _take_apart(bags: Sequence[Bag]) -> None:
    """Bags that no picker filled hold nothing that goes back to a shelf: whoever made them takes them."""
    move_bags(bags, BagState.EMPTIED, gone_at=clock.now())


def ask_to_put_back(lines: QuerySet[PickLine]) -> int:
    """One task for each line of which something is in a bag; returns how many. Asking again makes no second task."""
    asked = 0
    for line in lines.select_related("job").order_by("job__zone_walk_order", "position", "id"):
        takes = line.takes.filter(undone_at__isnull=True).order_by("id")
        goods = [{"sku_id": take.sku_id, "lot": take.lot, "quantity": take.quantity} for take in takes]
        if not goods:
            continue
        _, is_new = PutBack.objects.get_or_create(
            line=line,
            defaults={
                "store_id": line.store_id,
                "ref": line.ref,
                "number": line.job.number,
                "zone": line.job.zone,
                "shelf": line.shelf,
                "goods": goods,
            },
        )
        asked += is_new
    return asked


@transaction.atomic
def put_back_goods(*, store_id: str, put_back_id: int, fit_for_sale: bool, by: str) -> PutBack:
    """Somebody has brought the goods of one task to their shelf, or thrown away what may not be sold again.

    The last task of an order frees its bags. Raises PutBackNotFound, AlreadyFinished.
    """
    seen = PutBack.objects.filter(store_id=store_id, id=put_back_id).first()
    if seen is None:
        raise PutBackNotFound()
    work_locked(ref=seen.ref, store_id=store_id)
    task = PutBack.objects.select_for_update().select_related("line").get(id=put_back_id)
    if task.done_at is not None:
        raise AlreadyFinished(
            what=task.line.sku_id, number=task.number, at=time_of_day(task.store_id, task.done_at)
        )
    now = clock.now()
    inventory.put_back(ref=task.ref, store_id=store_id, line=task.line.line, by=by, cause="put_back")
    if not fit_for_sale:
        _throw_away(task, by=by)
    task.line.takes.filter(undone_at__isnull=True).update(undone_at=now)
    task.done_at, task.done_by, task.outcome = now, by, "shelf" if fit_for_sale else "waste"
    task.save(update_fields=["done_at", "done_by", "outcome"])
    _free_bags(store_id, task.ref, now)
    return task


def _throw_away(task: PutBack, *, by: str) -> None:
    for goods in sorted(task.goods, key=lambda goods: (goods["sku_id"], goods["lot"])):
        inventory.write_off(
            store_id=task.store_id,
            sku_id=goods["sku_id"],
            quantity=goods["quantity"],
            cause=inventory.WasteCause.RETURNED,
            by=by,
            lot_code=goods["lot"],
            ref=task.ref,
        )


def _free_bags(store_id: str, ref: str, now: datetime) -> None:
    for bag in (
        Bag.objects.filter(store_id=store_id, ref=ref).exclude(state__in=ENDED).select_related("parcel_part")
    ):
        if bag.is_empty:
            bag.state, bag.gone_at = BagState.EMPTIED, now
            bag.save(update_fields=["state", "gone_at"])
