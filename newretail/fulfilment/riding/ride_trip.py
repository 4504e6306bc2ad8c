"""A courier's trip: picked up, arrived, delivered or failed, stop by stop."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from newretail.fulfilment import rules
from newretail.fulfilment.events import LegDelivered, LegFailed
from newretail.fulfilment.models import Courier, Parcel, StageName, Stop, Trip
from newretail.fulfilment.models.couriers import FailCause, StopState, TripState
from newretail.fulfilment.models.parcels import ParcelState
from newretail.fulfilment.packing.check_bags import check_bags
from newretail.fulfilment.packing.check_code import check_code
from newretail.fulfilment.packing.give_parcel import end_parcel, give_to_courier
from newretail.fulfilment.packing.pack_parcel import live_bags
from newretail.fulfilment.riding.errors import ProofNeeded
from newretail.fulfilment.riding.find_trip import (
    door_of,
    live_stops,
    own_trip,
    parcel_of_stop_locked,
    stop_locked,
)
from newretail.fulfilment.riding.may_ride import LIVE, why_not_picked_up
from newretail.fulfilment.work.reach_stage import reach
from newretail.kernel import actor, clock
from newretail.kernel.errors import Refusal
from newretail.kernel.events import publish
from newretail.photos import api as photos
from newretail.science.geography import metres_along
from newretail.stores import api as stores

_ENDED = (StopState.DELIVERED, StopState.FAILED)


@transaction.atomic
def pick_up_trip(*, store_id: str, member_id: UUID, trip_id: UUID, bags: Sequence[str]) -> Trip:
    """The courier has scanned every bag of the trip and leaves. Parcels that a packer handed over need no second scan.

    Raises NotPackedYet, WrongBag, BagsMissing, TripNotFound, TripNotReady when it has left before, WorkCancelled.
    """
    trip = own_trip(store_id, member_id, trip_id)
    parcels = [parcel_of_stop_locked(stop) for stop in live_stops(trip)]
    trip = Trip.objects.select_for_update().get(id=trip.id)
    if refusal := why_not_picked_up(trip, parcels):
        raise refusal
    waiting = [parcel for parcel in parcels if parcel.state == ParcelState.PACKED]
    numbers = ", ".join(parcel.number for parcel in waiting)
    check_bags([bag for parcel in waiting for bag in live_bags(parcel)], bags, number=numbers)
    for parcel in waiting:
        give_to_courier(parcel, courier=str(member_id), by=actor.of_member(member_id))
    trip.state, trip.picked_up_at = TripState.RIDING, clock.now()
    trip.save(update_fields=["state", "picked_up_at"])
    return trip


@transaction.atomic
def arrive_at_stop(
    *, store_id: str, member_id: UUID, trip_id: UUID, parcel_id: UUID, at: datetime | None = None
) -> Stop:
    """The courier stands at the door, or stood there when the phone had no network. Doing it again changes nothing.

    Raises TripNotFound, TripNotReady, AlreadyFinished.
    """
    stop, parcel = stop_locked(store_id, member_id, trip_id, parcel_id)
    if stop.state == StopState.WAITING:
        stop.state, stop.arrived_at = StopState.ARRIVED, _moment(stop, at)
        stop.save(update_fields=["state", "arrived_at"])
        _note_position(stop, parcel)
    return stop


def deliver_stop(
    *,
    store_id: str,
    member_id: UUID,
    trip_id: UUID,
    parcel_id: UUID,
    door_code: str | None = None,
    photo: UUID | None = None,
    at: datetime | None = None,
) -> Stop:
    """The shopper has the parcel, proved by the four-digit door code or by a photo that the courier has sent in.

    at: when it was, if it is told later for want of network; believed within limits (`rules.moment`). The same delivery told again changes nothing. Five wrong codes lock the code for ten minutes; a photo still counts.
    Raises ProofNeeded, WrongCode, CodeLocked, NotFound for a photo that is not the courier's or has gone, TripNotFound,
    TripNotReady, AlreadyFinished.
    """
    if not door_code and not photo:
        raise ProofNeeded()
    with transaction.atomic():
        stop, parcel = stop_locked(store_id, member_id, trip_id, parcel_id, done_is_fine=StopState.DELIVERED)
        if stop.state == StopState.DELIVERED:
            return stop
        refusal: Refusal | None = check_code(parcel, door_code) if door_code and not photo else None
        if photo:
            photos.attach_photos(photo_ids=[photo], made_by=member_id, ref=parcel.ref, store_id=store_id)
        if refusal is None:
            proof = f"photo:{photo}" if photo else "door_code"
            _deliver(stop, parcel, proof=proof, by=actor.of_member(member_id), at=_moment(stop, at))
    if refusal is not None:
        raise refusal
    return stop


def _deliver(stop: Stop, parcel: Parcel, *, proof: str, by: str, at: datetime) -> None:
    end_parcel(parcel, by=by)
    parcel.proof, parcel.ended_at = proof, at
    if at <= parcel.due_at:
        parcel.late_at, parcel.late_cause = None, ""  # it was at the door in time, and the house did not know
    parcel.save(update_fields=["proof", "ended_at", "late_at", "late_cause"])
    _end_stop(stop, StopState.DELIVERED, at=at, proof=proof)
    _note_position(stop, parcel)
    reach(
        ref=parcel.ref,
        store_id=parcel.store_id,
        stage=StageName.DELIVERED,
        way=parcel.way,
        part=parcel.part,
        by=by,
        at=at,
    )
    publish(
        LegDelivered(
            store_id=parcel.store_id,
            ref=parcel.ref,
            way=parcel.way,
            part=parcel.part,
            proof=proof.partition(":")[0],
            at=at.isoformat(),
        )
    )


@transaction.atomic
def fail_stop(
    *,
    store_id: str,
    member_id: UUID,
    trip_id: UUID,
    parcel_id: UUID,
    cause: FailCause,
    at: datetime | None = None,
) -> Stop:
    """The parcel could not be delivered and comes back to the store. `at` as in `deliver_stop`. Telling it again changes nothing.

    Raises TripNotFound, TripNotReady, AlreadyFinished when it was delivered.
    """
    stop, parcel = stop_locked(store_id, member_id, trip_id, parcel_id, done_is_fine=StopState.FAILED)
    if stop.state == StopState.FAILED:
        return stop
    parcel.state, parcel.cause = ParcelState.FAILED, cause
    parcel.save(update_fields=["state", "cause"])
    moment = _moment(stop, at)
    _end_stop(stop, StopState.FAILED, at=moment, cause=cause)
    reach(
        ref=parcel.ref,
        store_id=store_id,
        stage=StageName.FAILED,
        way=parcel.way,
        part=parcel.part,
        by=actor.of_member(member_id),
        at=moment,
    )
    publish(LegFailed(store_id=store_id, ref=parcel.ref, way=parcel.way, part=parcel.part, cause=cause))
    return stop


def _moment(stop: Stop, at: datetime | None) -> datetime:
    return rules.moment(at, now=clock.now(), not_before=[stop.trip.picked_up_at, stop.arrived_at])


def _end_stop(stop: Stop, state: StopState, *, at: datetime, **changes: str) -> None:
    stop.state, stop.ended_at = state, at
    stop.arrived_at = stop.arrived_at or at
    for name, value in changes.items():
        setattr(stop, name, value)
    stop.save(update_fields=["state", "ended_at", "arrived_at", *changes])
    trip = stop.trip
    is_last = not trip.stops.filter(state__in=LIVE).exists()
    trip.metres = _ridden(trip, is_back=is_last)
    if is_last:
        trip.state, trip.done_at = TripState.DONE, at
    trip.save(update_fields=["metres", "state", "done_at"])


def _ridden(trip: Trip, *, is_back: bool) -> int:
    """Metres from the store to the doors as they came one after the other, with the last one the way back too."""
    ended = trip.stops.filter(state__in=_ENDED).order_by("ended_at", "sequence")
    doors = [door_of(stop) for stop in ended.select_related("parcel")]
    store = stores.store(trip.store_id)
    base = (store.latitude, store.longitude)
    return metres_along([base, *doors, base] if is_back else [base, *doors])


def _note_position(stop: Stop, parcel: Parcel) -> None:
    """Whoever stands at the door is at the door."""
    Courier.objects.filter(id=stop.trip.courier_id).update(
        latitude=parcel.latitude, longitude=parcel.longitude, position_at=clock.now()
    )
