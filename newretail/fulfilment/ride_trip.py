"""A courier's trip: picked up, arrived, delivered or failed, stop by stop."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from newretail.fulfilment.check_bags import check_bags
from newretail.fulfilment.check_code import check_code
from newretail.fulfilment.errors import (
    AlreadyFinished,
    NotACourier,
    ParcelNotReady,
    ProofNeeded,
    TripNotFound,
    TripNotReady,
)
from newretail.fulfilment.events import LegDelivered, LegFailed
from newretail.fulfilment.find_work import live_work_locked
from newretail.fulfilment.give_parcel import end_parcel, give_to_courier
from newretail.fulfilment.models import Courier, Parcel, StageName, Stop, Trip
from newretail.fulfilment.models.couriers import FailCause, StopState, TripState
from newretail.fulfilment.models.parcels import ParcelState
from newretail.fulfilment.pack_parcel import live_bags
from newretail.fulfilment.reach_stage import reach
from newretail.fulfilment.time_of_day import time_of_day
from newretail.kernel import clock
from newretail.kernel.errors import Refusal
from newretail.kernel.events import publish

_LIVE = (StopState.WAITING, StopState.ARRIVED)


@transaction.atomic
def pick_up_trip(*, store_id: str, member_id: UUID, trip_id: UUID, bags: Sequence[str]) -> Trip:
    """The courier has scanned every bag of the trip and leaves. Parcels that a packer handed over need no second scan.

    Raises WrongBag, BagsMissing, TripNotFound, TripNotReady when it has left before, WorkCancelled.
    """
    trip = _own_trip(store_id, member_id, trip_id)
    parcels = [_locked(stop) for stop in _live_stops(trip)]
    trip = Trip.objects.select_for_update().get(id=trip.id)
    if trip.state != TripState.OFFERED:
        raise TripNotReady(state=trip.state)
    waiting = [parcel for parcel in parcels if parcel.state == ParcelState.PACKED]
    numbers = ", ".join(parcel.number for parcel in waiting)
    check_bags([bag for parcel in waiting for bag in live_bags(parcel)], bags, number=numbers)
    for parcel in waiting:
        give_to_courier(parcel, courier=str(member_id), by=str(member_id))
    trip.state, trip.picked_up_at = TripState.RIDING, clock.now()
    trip.save(update_fields=["state", "picked_up_at"])
    return trip


@transaction.atomic
def arrive_at_stop(*, store_id: str, member_id: UUID, trip_id: UUID, parcel_id: UUID) -> Stop:
    """The courier stands at the door. Doing it again changes nothing. Raises TripNotFound, TripNotReady, AlreadyFinished."""
    stop, parcel = _stop_locked(store_id, member_id, trip_id, parcel_id)
    if stop.state == StopState.WAITING:
        stop.state, stop.arrived_at = StopState.ARRIVED, clock.now()
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
    photo: str | None = None,
) -> Stop:
    """The shopper has the parcel, proved by the four-digit door code or by a reference to a photo.

    The same delivery told again changes nothing. Five wrong codes lock the code for ten minutes; a photo still counts.
    Raises ProofNeeded, WrongCode, CodeLocked, TripNotFound, TripNotReady, AlreadyFinished.
    """
    if not door_code and not photo:
        raise ProofNeeded()
    with transaction.atomic():
        stop, parcel = _stop_locked(store_id, member_id, trip_id, parcel_id, done_is_fine=StopState.DELIVERED)
        if stop.state == StopState.DELIVERED:
            return stop
        refusal: Refusal | None = check_code(parcel, door_code) if door_code and not photo else None
        if refusal is None:
            _deliver(stop, parcel, proof=f"photo:{photo}"[:200] if photo else "door_code", by=str(member_id))
    if refusal is not None:
        raise refusal
    return stop


def _deliver(stop: Stop, parcel: Parcel, *, proof: str, by: str) -> None:
    now = clock.now()
    end_parcel(parcel, by=by)
    parcel.proof = proof
    parcel.save(update_fields=["proof"])
    _end_stop(stop, StopState.DELIVERED, proof=proof)
    _note_position(stop, parcel)
    reach(ref=parcel.ref, store_id=parcel.store_id, stage=StageName.DELIVERED, way=parcel.way, by=by, at=now)
    publish(
        LegDelivered(
            store_id=parcel.store_id,
            ref=parcel.ref,
            way=parcel.way,
            proof=proof.partition(":")[0],
            at=now.isoformat(),
        )
    )


@transaction.atomic
def fail_stop(*, store_id: str, member_id: UUID, trip_id: UUID, parcel_id: UUID, cause: FailCause) -> Stop:
    """The parcel could not be delivered and comes back to the store. Telling it again changes nothing.

    Raises TripNotFound, TripNotReady, AlreadyFinished when it was delivered.
    """
    stop, parcel = _stop_locked(store_id, member_id, trip_id, parcel_id, done_is_fine=StopState.FAILED)
    if stop.state == StopState.FAILED:
        return stop
    parcel.state, parcel.cause = ParcelState.FAILED, cause
    parcel.save(update_fields=["state", "cause"])
    _end_stop(stop, StopState.FAILED, cause=cause)
    reach(ref=parcel.ref, store_id=store_id, stage=StageName.FAILED, way=parcel.way, by=str(member_id))
    publish(LegFailed(store_id=store_id, ref=parcel.ref, way=parcel.way, cause=cause))
    return stop


def _own_trip(store_id: str, member_id: UUID, trip_id: UUID) -> Trip:
    courier = Courier.objects.filter(store_id=store_id, member_id=member_id).first()
    if courier is None:
        raise NotACourier()
    trip = Trip.objects.filter(store_id=store_id, courier=courier, id=trip_id).first()
    if trip is None:
        raise TripNotFound()
    return trip


def _live_stops(trip: Trip) -> list[Stop]:
    """In the order of their refs: several works are always locked in that order."""
    return list(
        trip.stops.filter(state__in=_LIVE).select_related("parcel").order_by("parcel__ref", "sequence")
    )


def _locked(stop: Stop) -> Parcel:
    live_work_locked(ref=stop.parcel.ref, store_id=stop.parcel.store_id)
    return Parcel.objects.select_for_update().get(id=stop.parcel_id)


def _stop_locked(
    store_id: str, member_id: UUID, trip_id: UUID, parcel_id: UUID, *, done_is_fine: StopState | None = None
) -> tuple[Stop, Parcel]:
    trip = _own_trip(store_id, member_id, trip_id)
    seen = trip.stops.filter(parcel_id=parcel_id).select_related("parcel").first()
    if seen is None:
        raise TripNotFound()
    parcel = _locked(seen)
    stop = Stop.objects.select_for_update().get(id=seen.id)
    stop.trip = Trip.objects.select_for_update().get(id=trip.id)
    if stop.state == done_is_fine:
        return stop, parcel
    if stop.state not in _LIVE:
        raise AlreadyFinished(
            what="delivery", number=parcel.number, at=time_of_day(parcel.store_id, stop.ended_at)
        )
    if stop.trip.state != TripState.RIDING:
        raise TripNotReady(state=stop.trip.state)
    if parcel.state != ParcelState.RIDING:
        raise ParcelNotReady(number=parcel.number, way=parcel.way, state=parcel.state)
    return stop, parcel


def _end_stop(stop: Stop, state: StopState, **changes: str) -> None:
    now = clock.now()
    stop.state, stop.ended_at = state, now
    stop.arrived_at = stop.arrived_at or now
    for name, value in changes.items():
        setattr(stop, name, value)
    stop.save(update_fields=["state", "ended_at", "arrived_at", *changes])
    if not stop.trip.stops.filter(state__in=_LIVE).exists():
        stop.trip.state, stop.trip.done_at = TripState.DONE, now
        stop.trip.save(update_fields=["state", "done_at"])


def _note_position(stop: Stop, parcel: Parcel) -> None:
    """Whoever stands at the door is at the door."""
    Courier.objects.filter(id=stop.trip.courier_id).update(
        latitude=parcel.latitude, longitude=parcel.longitude, position_at=clock.now()
    )
