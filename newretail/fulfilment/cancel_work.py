"""An order is cancelled while the store works on it."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from newretail.fulfilment.events import LegUnpacked, WorkCancelledInStore
from newretail.fulfilment.models import (
    Bag,
    Parcel,
    ParcelPart,
    PartState,
    PickJob,
    PickLine,
    StageName,
    Stop,
    Trip,
    Work,
)
from newretail.fulfilment.models.bags import ENDED, BagState
from newretail.fulfilment.models.couriers import StopState, TripState
from newretail.fulfilment.models.parcels import ParcelState
from newretail.fulfilment.models.parts import PENDING
from newretail.fulfilment.models.picking import LineState
from newretail.fulfilment.models.work import WorkState
from newretail.fulfilment.packing.receive_back import ask_to_put_back
from newretail.fulfilment.plan.reserve_work import free
from newretail.fulfilment.work.errors import TooLateToCancel
from newretail.fulfilment.work.find_work import work_locked
from newretail.fulfilment.work.reach_stage import reach
from newretail.kernel import clock
from newretail.kernel.events import publish

_GONE = (ParcelState.RIDING, ParcelState.DONE, ParcelState.RETURNED)
_HAS_LEFT = Q(state__in=_GONE) & ~Q(handed_to="nobody")


def too_late_to_cancel(refs: Iterable[str]) -> set[str]:
    """Those of `refs` that `cancel_work` refuses: all is done, or a parcel has left."""
    left = Parcel.objects.filter(_HAS_LEFT, work=OuterRef("pk"))
    works = Work.objects.filter(ref__in=refs).exclude(state=WorkState.CANCELLED)
    return set(works.filter(Q(state=WorkState.DONE) | Exists(left)).values_list("ref", flat=True))


@transaction.atomic
def cancel_work(*, ref: str, store_id: str, by: str = "") -> int:
    """Stop all work for `ref`; returns how many lines somebody has to put back. Repeating it changes nothing.

    What was picked stays on the books as "in a bag" until it is put back. Holds of lines that were not picked are the
    caller's. Places in the plan are free again. Raises TooLateToCancel once a parcel has left, WorkNotFound.
    """
    work = work_locked(ref=ref, store_id=store_id)
    if work.state == WorkState.CANCELLED:
        return 0
    parcels = list(Parcel.objects.select_for_update().filter(work=work).order_by("way", "part"))
    if too_late_to_cancel([ref]):
        raise TooLateToCancel(number=work.number)
    now = clock.now()
    for job in PickJob.objects.select_for_update().filter(work=work).order_by("zone_walk_order", "zone"):
        job.cancel(at=now)
        job.save(update_fields=["state", "finished_at"])
    PickLine.objects.filter(store_id=store_id, ref=ref).exclude(
        state__in=[LineState.PICKED, LineState.SHORT]
    ).update(state=LineState.CANCELLED, unresolved=0, ask_until=None)
    for parcel in parcels:
        _cancel_parcel(parcel)
    ParcelPart.objects.filter(parcel__in=parcels, state__in=PENDING).update(state=PartState.DROPPED)
    put_back = ask_to_put_back(PickLine.objects.filter(store_id=store_id, ref=ref))
    _free_empty_bags(store_id, ref)
    _end(work, put_back=put_back, by=by)
    return put_back


def _cancel_parcel(parcel: Parcel) -> None:
    if parcel.state in _GONE:
        return
    parcel.state, parcel.ended_at = ParcelState.CANCELLED, clock.now()
    parcel.save(update_fields=["state", "ended_at"])
    if parcel.packed_at is not None:
        publish(LegUnpacked(store_id=parcel.store_id, ref=parcel.ref, way=parcel.way, part=parcel.part))
    live = (StopState.WAITING, StopState.ARRIVED)
    for stop in Stop.objects.filter(parcel=parcel, state__in=live):
        stop.state, stop.ended_at = StopState.CANCELLED, clock.now()
        stop.save(update_fields=["state", "ended_at"])
        if not Stop.objects.filter(trip=stop.trip_id, state__in=live).exists():
            Trip.objects.filter(id=stop.trip_id).update(state=TripState.CANCELLED, done_at=clock.now())


def _free_empty_bags(store_id: str, ref: str) -> None:
    for bag in Bag.objects.filter(store_id=store_id, ref=ref).exclude(state__in=ENDED):
        if not bag.takes.filter(undone_at__isnull=True).exists():
            bag.state = BagState.EMPTIED
            bag.save(update_fields=["state"])


def _end(work: Work, *, put_back: int, by: str) -> None:
    work.state, work.ended_at = WorkState.CANCELLED, clock.now()
    work.save(update_fields=["state", "ended_at"])
    free(ref=work.ref, store_id=work.store_id)
    reach(ref=work.ref, store_id=work.store_id, stage=StageName.CANCELLED, by=by)
    publish(WorkCancelledInStore(store_id=work.store_id, ref=work.ref, put_back=put_back))
