"""Find a courier's own trip and its stops, locked in the order of the house: works by their refs, parcels, stop, trip."""

from uuid import UUID

from newretail.fulfilment.models import Courier, Parcel, Stop, Trip
from newretail.fulfilment.models.couriers import StopState
from newretail.fulfilment.riding.errors import NotACourier, TripNotFound
from newretail.fulfilment.riding.may_ride import LIVE, why_not_at_the_door
from newretail.fulfilment.work.find_work import live_work_locked


def own_trip(store_id: str, member_id: UUID, trip_id: UUID) -> Trip:
    """Without a lock. Raises NotACourier, TripNotFound."""
    courier = Courier.objects.filter(store_id=store_id, member_id=member_id).first()
    if courier is None:
        raise NotACourier()
    trip = Trip.objects.filter(store_id=store_id, courier=courier, id=trip_id).first()
    if trip is None:
        raise TripNotFound()
    return trip


def live_stops(trip: Trip) -> list[Stop]:
    """In the order of their refs: several works are always locked in that order."""
    return list(
        trip.stops.filter(state__in=LIVE).select_related("parcel").order_by("parcel__ref", "sequence")
    )


def parcel_of_stop_locked(stop: Stop) -> Parcel:
    """The parcel of a stop and, before it, its work, both locked. Raises WorkCancelled."""
    live_work_locked(ref=stop.parcel.ref, store_id=stop.parcel.store_id)
    return Parcel.objects.select_for_update().get(id=stop.parcel_id)


def stop_locked(
    store_id: str, member_id: UUID, trip_id: UUID, parcel_id: UUID, *, done_is_fine: StopState | None = None
) -> tuple[Stop, Parcel]:
    """A stop that the courier is riding to, with its parcel, both locked; or one that ended as `done_is_fine` says.

    Raises NotACourier, TripNotFound, TripNotReady, ParcelNotReady, AlreadyFinished, WorkCancelled.
    """
    trip = own_trip(store_id, member_id, trip_id)
    seen = trip.stops.filter(parcel_id=parcel_id).select_related("parcel").first()
    if seen is None:
        raise TripNotFound()
    parcel = parcel_of_stop_locked(seen)
    stop = Stop.objects.select_for_update().get(id=seen.id)
    stop.trip = Trip.objects.select_for_update().get(id=trip.id)
    if stop.state == done_is_fine:
        return stop, parcel
    if refusal := why_not_at_the_door(stop.trip, stop, parcel):
        raise refusal
    return stop, parcel


def door_of(stop: Stop) -> tuple[float, float]:
    """Latitude and longitude of where it goes: a delivery always goes somewhere."""
    latitude, longitude = stop.parcel.latitude, stop.parcel.longitude
    assert latitude is not None and longitude is not None
    return latitude, longitude
