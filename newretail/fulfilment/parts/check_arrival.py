"""A parcel has arrived when all its parts have: made, and every bag of theirs at packing. The work is locked."""

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from newretail.fulfilment.events import LegDelivered, LegHandedOver, LegPacked
from newretail.fulfilment.models import Bag, Parcel, ParcelPart, PartState, StageName, Work
from newretail.fulfilment.models.bags import ENDED, BagState
from newretail.fulfilment.models.parcels import ParcelState
from newretail.fulfilment.models.parts import PENDING
from newretail.fulfilment.models.picking import RUNNING
from newretail.fulfilment.work.end_work import end_work
from newretail.fulfilment.work.reach_stage import reach
from newretail.kernel import clock
from newretail.kernel.events import publish
from newretail.stores.api import Way


def check_conveyor(work: Work, *, by: str = "") -> None:
    """The conveyor's clock stops when picking is over and no bag is with a picker any more."""
    bags = Bag.objects.filter(store_id=work.store_id, ref=work.ref)
    if work.jobs.filter(state__in=RUNNING).exists() or bags.filter(state=BagState.FILLING).exists():
        return
    if bags.filter(on_conveyor_at__isnull=False).exists():
        reach(ref=work.ref, store_id=work.store_id, stage=StageName.ON_CONVEYOR, by=by)


def check_arrival(work: Work, *, by: str = "") -> None:
    """Note which parcels of the work have arrived. One that waits for parts nobody has opened yet goes on waiting."""
    waiting = Parcel.objects.select_for_update().filter(work=work, state=ParcelState.WAITING)
    for parcel in waiting.order_by("way", "part"):
        parts = list(ParcelPart.objects.select_for_update().filter(parcel=parcel).order_by("id"))
        bags = list(Bag.objects.filter(parcel=parcel).exclude(state__in=ENDED).select_related("parcel_part"))
        _note_arrived(parts, bags)
        if not parts or any(part.state in PENDING for part in parts):
            continue
        if any(bag.state != BagState.EMPTIED for bag in bags) or any(part.goods for part in parts):
            _arrive(parcel, by=by)
        else:
            _end_empty(parcel)
    end_work(work)


def _note_arrived(parts: Sequence[ParcelPart], bags: Sequence[Bag]) -> None:
    """A part that is made has arrived with the last of its bags; bags that nothing was picked into are free again."""
    of_part: dict[UUID, list[Bag]] = defaultdict(list)
    for bag in bags:
        of_part[bag.parcel_part_id].append(bag)
    for part in parts:
        if part.state != PartState.READY:
            continue
        _drop_empty(of_part[part.id])
        if all(bag.state in (BagState.ARRIVED, BagState.EMPTIED) for bag in of_part[part.id]):
            part.state, part.arrived_at = PartState.ARRIVED, clock.now()
            part.save(update_fields=["state", "arrived_at"])


def _drop_empty(bags: Sequence[Bag]) -> None:
    for bag in bags:
        if bag.state == BagState.FILLING and bag.is_empty:
            bag.state = BagState.EMPTIED
            bag.save(update_fields=["state"])


def _arrive(parcel: Parcel, *, by: str) -> None:
    now = clock.now()
    parcel.state, parcel.arrived_at = ParcelState.ARRIVED, now
    parcel.save(update_fields=["state", "arrived_at"])
    reach(
        ref=parcel.ref,
        store_id=parcel.store_id,
        stage=StageName.ARRIVED,
        way=parcel.way,
        part=parcel.part,
        by=by,
        at=now,
    )


def _end_empty(parcel: Parcel) -> None:
    """Everything of this parcel was missing: it ends at once, so that nobody waits for a parcel that never comes."""
    now = clock.now()
    parcel.state, parcel.handed_to = ParcelState.DONE, "nobody"
    parcel.arrived_at = parcel.packed_at = parcel.handed_over_at = parcel.ended_at = now
    parcel.save()
    store_id, ref, way, part = parcel.store_id, parcel.ref, parcel.way, parcel.part
    publish(LegPacked(store_id=store_id, ref=ref, way=way, part=part, lines=[], bags=[]))
    publish(LegHandedOver(store_id=store_id, ref=ref, way=way, part=part, to="nobody"))
    if way == Way.DELIVER:
        at = now.isoformat()
        publish(
            LegDelivered(store_id=store_id, ref=ref, way=way, part=part, proof="nothing_to_deliver", at=at)
        )
