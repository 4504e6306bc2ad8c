"""Bags move by scans of their tags: onto the conveyor, arrived at packing."""

from django.db import transaction

from newretail.fulfilment.events import BagMoved
from newretail.fulfilment.models import Bag, Work
from newretail.fulfilment.models.bags import BagState
from newretail.fulfilment.packing.errors import BagNotReady, PlaceNotFound
from newretail.fulfilment.parts.check_arrival import check_arrival, check_conveyor
from newretail.fulfilment.work.errors import BagNeeded
from newretail.fulfilment.work.find_work import bag_in_use, live_work_locked
from newretail.kernel import clock
from newretail.kernel.events import publish
from newretail.stores import api as stores


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
    if bag.is_empty:
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
    if bag.is_empty:
        raise BagNeeded(tag=tag)
    _move(bag, BagState.ARRIVED, station=station or "", arrived_at=clock.now())
    check_conveyor(work, by=by)
    check_arrival(work, by=by)
    return bag


def _locked(store_id: str, tag: str) -> tuple[Bag, Work]:
    seen = bag_in_use(store_id=store_id, tag=tag)
    work = live_work_locked(ref=seen.ref, store_id=store_id)
    return Bag.objects.select_for_update(of=["self"]).select_related("parcel", "parcel_part").get(
        id=seen.id
    ), work


def _move(bag: Bag, state: BagState, **changes: object) -> None:
    bag.state = state
    for name, value in changes.items():
        setattr(bag, name, value)
    bag.save(update_fields=["state", *changes])
    place = bag.station or bag.entry
    publish(BagMoved(store_id=bag.store_id, ref=bag.ref, tag=bag.tag, state=bag.state, place=place))
