"""A packer packs a parcel when all of its parts are there."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from newretail.fulfilment.events import LegPacked
from newretail.fulfilment.models import Bag, Parcel, PartState, StageName
from newretail.fulfilment.models.bags import ENDED, BagState
from newretail.fulfilment.models.parcels import ParcelState
from newretail.fulfilment.packing.check_bags import check_bags, move_bags
from newretail.fulfilment.packing.errors import BagsMissing
from newretail.fulfilment.parts.contents import contents
from newretail.fulfilment.work.errors import AlreadyFinished, ParcelNotReady
from newretail.fulfilment.work.find_work import parcel_locked
from newretail.fulfilment.work.reach_stage import reach
from newretail.fulfilment.work.time_of_day import time_of_day
from newretail.kernel import clock
from newretail.kernel.events import publish


@transaction.atomic
def pack_parcel(*, store_id: str, parcel_id: UUID, by: str, bags: Sequence[str] | None = None) -> Parcel:
    """Pack a parcel. bags: the tags as the packer scanned them; None trusts the scans of arrival.

    Raises BagsMissing (with tags still on their way and how many parts are still being made), WrongBag, AlreadyFinished when it was
    packed before, ParcelNotFound, WorkCancelled.
    """
    parcel = parcel_locked(store_id=store_id, parcel_id=parcel_id)
    live = live_bags(parcel)
    if parcel.packed_at is not None:
        raise AlreadyFinished(
            what="packing", number=parcel.number, at=time_of_day(parcel.store_id, parcel.packed_at)
        )
    if parcel.state == ParcelState.WAITING:
        raise _incomplete(parcel, live)
    if parcel.state != ParcelState.ARRIVED:
        raise ParcelNotReady(number=parcel.number, way=parcel.way, state=parcel.state)
    if bags is not None:
        check_bags(live, bags, number=parcel.number)
    now = clock.now()
    parcel.state, parcel.packed_at = ParcelState.PACKED, now
    parcel.save(update_fields=["state", "packed_at"])
    move_bags(live, BagState.PACKED, packed_at=now)
    reach(
        ref=parcel.ref,
        store_id=store_id,
        stage=StageName.PACKED,
        way=parcel.way,
        part=parcel.part,
        by=by,
        at=now,
    )
    publish(
        LegPacked(
            store_id=store_id,
            ref=parcel.ref,
            way=parcel.way,
            part=parcel.part,
            lines=contents(parcel),
            bags=[bag.tag for bag in live],
        )
    )
    return parcel


def live_bags(parcel: Parcel) -> list[Bag]:
    bags = Bag.objects.select_for_update(of=["self"]).filter(parcel=parcel).exclude(state__in=ENDED)
    return list(bags.select_related("parcel_part").order_by("opened_at", "tag"))


def _incomplete(parcel: Parcel, live: list[Bag]) -> BagsMissing:
    on_the_way = [bag.tag for bag in live if bag.state != BagState.ARRIVED]
    still_made = parcel.parts.filter(state=PartState.WAITING).count()
    return BagsMissing(number=parcel.number, missing=on_the_way, jobs_open=still_made)
