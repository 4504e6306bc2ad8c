"""A parcel has arrived when everything it waits for is there."""

from newretail.fulfilment.events import LegDelivered, LegHandedOver, LegPacked
from newretail.fulfilment.models import Bag, Parcel, StageName, Way, Work
from newretail.fulfilment.models.bags import ENDED, BagState
from newretail.fulfilment.models.parcels import ParcelState
from newretail.fulfilment.models.picking import JobState
from newretail.fulfilment.work.end_work import end_work
from newretail.fulfilment.work.reach_stage import reach
from newretail.kernel import clock
from newretail.kernel.events import publish


def check_conveyor(work: Work, *, by: str = "") -> None:
    """The conveyor's clock stops when picking is over and no bag is with a picker any more."""
    if _is_being_picked(work) or Bag.objects.filter(ref=work.ref, state=BagState.FILLING).exists():
        return
    if Bag.objects.filter(ref=work.ref, on_conveyor_at__isnull=False).exists():
        reach(ref=work.ref, store_id=work.store_id, stage=StageName.ON_CONVEYOR, by=by)


def check_arrival(work: Work, *, by: str = "") -> None:
    """Each parcel of which every zone is picked and every bag is at packing has arrived. The work is locked."""
    now = clock.now()
    for parcel in (
        Parcel.objects.select_for_update().filter(work=work, state=ParcelState.WAITING).order_by("way")
    ):
        if _is_being_picked(work, way=parcel.way):
            continue
        bags = list(Bag.objects.filter(parcel=parcel).exclude(state__in=ENDED))
        _drop_empty(bags)
        states = {bag.state for bag in bags if bag.state != BagState.EMPTIED}
        if not states:
            _end_empty(parcel)
        elif states == {BagState.ARRIVED}:
            parcel.state, parcel.arrived_at = ParcelState.ARRIVED, now
            parcel.save(update_fields=["state", "arrived_at"])
            reach(
                ref=work.ref, store_id=work.store_id, stage=StageName.ARRIVED, way=parcel.way, by=by, at=now
            )
    end_work(work)


def _is_being_picked(work: Work, *, way: str | None = None) -> bool:
    jobs = work.jobs.exclude(state__in=[JobState.DONE, JobState.CANCELLED])
    return jobs.filter(lines__way=way).exists() if way else jobs.exists()


def _drop_empty(bags: list[Bag]) -> None:
    """A bag that a picker opened and put nothing into is free again."""
    for bag in bags:
        if bag.state == BagState.FILLING and not bag.takes.filter(undone_at__isnull=True).exists():
            bag.state = BagState.EMPTIED
            bag.save(update_fields=["state"])


def _end_empty(parcel: Parcel) -> None:
    """Everything of this way was missing: it ends at once, so that nobody waits for a parcel that never comes."""
    now = clock.now()
    parcel.state, parcel.handed_to = ParcelState.DONE, "nobody"
    parcel.arrived_at = parcel.packed_at = parcel.handed_over_at = parcel.ended_at = now
    parcel.save()
    publish(LegPacked(store_id=parcel.store_id, ref=parcel.ref, way=parcel.way, lines=[], bags=[]))
    publish(LegHandedOver(store_id=parcel.store_id, ref=parcel.ref, way=parcel.way, to="nobody"))
    if parcel.way == Way.DELIVER:
        publish(
            LegDelivered(
                store_id=parcel.store_id,
                ref=parcel.ref,
                way=parcel.way,
                proof="nothing_to_deliver",
                at=now.isoformat(),
            )
        )
