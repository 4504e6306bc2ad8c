"""Not ready: the courier goes without a parcel."""

from uuid import UUID

from django.db import transaction

from newretail.fulfilment.events import LegLeftBehind
from newretail.fulfilment.models import Stop, Trip
from newretail.fulfilment.models.couriers import StopState, TripState
from newretail.fulfilment.riding.errors import TripNotFound
from newretail.fulfilment.riding.find_trip import own_trip, parcel_of_stop_locked
from newretail.fulfilment.riding.may_ride import LIVE, why_not_left_behind
from newretail.kernel import clock
from newretail.kernel.events import publish


@transaction.atomic
def leave_behind(*, store_id: str, member_id: UUID, trip_id: UUID, parcel_id: UUID) -> Trip:
    """Take a parcel that is not packed, or whose bags are not to be found, off a trip that has not left.

    Another trip takes it after a rest. A trip without stops is over. Doing it again changes nothing. Raises TripNotFound,
    TripNotReady when the trip has left, ParcelNotReady when its bags are with the courier, WorkCancelled.
    """
    trip = own_trip(store_id, member_id, trip_id)
    seen = trip.stops.filter(parcel_id=parcel_id).select_related("parcel").first()
    if seen is None:
        raise TripNotFound()
    parcel = parcel_of_stop_locked(seen)
    stop = Stop.objects.select_for_update().get(id=seen.id)
    trip = Trip.objects.select_for_update().get(id=trip.id)
    if stop.state == StopState.LEFT:
        return trip
    if refusal := why_not_left_behind(trip, stop, parcel):
        raise refusal
    now = clock.now()
    stop.state, stop.ended_at = StopState.LEFT, now
    stop.save(update_fields=["state", "ended_at"])
    parcel.left_behind_at = now
    parcel.save(update_fields=["left_behind_at"])
    if not trip.stops.filter(state__in=LIVE).exists():
        trip.state, trip.done_at = TripState.CANCELLED, now
        trip.save(update_fields=["state", "done_at"])
    publish(
        LegLeftBehind(
            store_id=store_id,
            ref=parcel.ref,
            way=parcel.way,
            part=parcel.part,
            trip_id=str(trip.id),
            state=parcel.state,
        )
    )
    return trip
