"""Bags move by scans of their tags: opened by a picker, onto the conveyor, arrived at packing."""

from uuid import UUID

from django.db import IntegrityError, transaction

from newretail.fulfilment.errors import BagNeeded, BagNotReady, LineNotFound, PlaceNotFound, TagInUse
from newretail.fulfilment.events import BagMoved, LegDelivered, LegHandedOver, LegPacked
from newretail.fulfilment.find_work import bag_in_use, live_work_locked, started_job_locked
from newretail.fulfilment.models import Bag, Parcel, PickJob, PickLine, StageName, Take, Way, Work
from newretail.fulfilment.models.bags import ENDED, BagState
from newretail.fulfilment.models.parcels import ParcelState
from newretail.fulfilment.models.picking import JobState
from newretail.fulfilment.models.work import WorkState
from newretail.fulfilment.reach_stage import reach
from newretail.kernel import clock
from newretail.kernel.events import publish
from newretail.stores import api as stores


@transaction.atomic
def open_bag(*, store_id: str, job_id: UUID, picker_id: UUID, tag: str, way: str | None = None) -> Bag:
    """Give a bag to a job. What is picked for `way` goes into its newest bag; goods picked before the first go into this.

    way: may be left out when all lines of the job leave by the same. Scanning a tag again that this job already fills
    changes nothing. Raises TagInUse with the order that has it, LineNotFound when no line leaves by `way`.
    """
    job = started_job_locked(store_id=store_id, job_id=job_id, picker_id=picker_id)
    ways = set(PickLine.objects.filter(job=job).values_list("way", flat=True))
    way = way or (ways.pop() if len(ways) == 1 else None)
    if way is None or not PickLine.objects.filter(job=job, way=way).exists():
        raise LineNotFound(way=way)
    bag = _open(job, way, tag)
    unbagged = Take.objects.filter(line__job=job, line__way=way, bag__isnull=True, undone_at__isnull=True)
    unbagged.update(bag=bag)
    return bag


def _open(job: PickJob, way: str, tag: str) -> Bag:
    known = Bag.objects.filter(store_id=job.store_id, tag=tag).exclude(state__in=ENDED).first()
    if known and known.job_id == job.id and known.way == way and known.state == BagState.FILLING:
        return known
    if known:
        raise TagInUse(tag=tag, number=known.number)
    parcel = Parcel.objects.get(ref=job.ref, way=way)
    try:
        with transaction.atomic():
            return Bag.objects.create(
                store_id=job.store_id,
                tag=tag,
                ref=job.ref,
                number=job.number,
                way=way,
                job=job,
                parcel=parcel,
            )
    except IntegrityError as error:
        raise TagInUse(tag=tag, number="?") from error


@transaction.atomic
def onto_conveyor(*, store_id: str, tag: str, entry: str | None, by: str) -> Bag:
    """Hang a bag onto the conveyor at `entry` (None: where it does not matter). Doing it again changes nothing.

    Raises BagNotFound, BagNeeded for an empty bag, BagNotReady, PlaceNotFound, WorkCancelled.
    """
    if entry is not None and entry not in stores.conveyor_entries(store_id):
        raise PlaceNotFound(what="conveyor entry", name=entry)
    bag, work = _locked(store_id, tag)
    if bag.state == BagState.ON_CONVEYOR:
        return bag
    if bag.state != BagState.FILLING:
        raise BagNotReady(tag=tag, state=bag.state)
    if not bag.takes.filter(undone_at__isnull=True).exists():
        raise BagNeeded(tag=tag)
    _move(bag, BagState.ON_CONVEYOR, entry=entry or "", on_conveyor_at=clock.now())
    check_conveyor(work, by=by)
    return bag


@transaction.atomic
def arrive_at_packing(*, store_id: str, tag: str, station: str | None, by: str) -> Bag:
    """A bag comes off the conveyor, or is carried, to a packing station. Doing it again changes nothing.

    Raises BagNotFound, BagNotReady, PlaceNotFound, and WorkCancelled: then put the bag aside for its put-back.
    """
    if station is not None and station not in stores.packing_stations(store_id):
        raise PlaceNotFound(what="packing station", name=station)
    bag, work = _locked(store_id, tag)
    if bag.state == BagState.ARRIVED:
        return bag
    if bag.state not in (BagState.FILLING, BagState.ON_CONVEYOR):
        raise BagNotReady(tag=tag, state=bag.state)
    if not bag.takes.filter(undone_at__isnull=True).exists():
        raise BagNeeded(tag=tag)
    _move(bag, BagState.ARRIVED, station=station or "", arrived_at=clock.now())
    check_conveyor(work, by=by)
    check_arrival(work, by=by)
    return bag


def _locked(store_id: str, tag: str) -> tuple[Bag, Work]:
    seen = bag_in_use(store_id=store_id, tag=tag)
    work = live_work_locked(ref=seen.ref, store_id=store_id)
    return Bag.objects.select_for_update().get(id=seen.id), work


def _move(bag: Bag, state: BagState, **changes: object) -> None:
    bag.state = state
    for name, value in changes.items():
        setattr(bag, name, value)
    bag.save(update_fields=["state", *changes])
    place = bag.station or bag.entry
    publish(BagMoved(store_id=bag.store_id, ref=bag.ref, tag=bag.tag, state=bag.state, place=place))


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


def end_work(work: Work) -> None:
    """Work is done when none of its parcels is on its way any more."""
    ended = (ParcelState.DONE, ParcelState.RETURNED, ParcelState.CANCELLED)
    if work.state == WorkState.OPEN and not work.parcels.exclude(state__in=ended).exists():
        work.state, work.ended_at = WorkState.DONE, clock.now()
        work.save(update_fields=["state", "ended_at"])
