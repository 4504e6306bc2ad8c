"""Couriers come on duty, go off duty, and say where they are."""

from uuid import UUID

from django.db import transaction

from newretail.fulfilment import rules
from newretail.fulfilment.events import CourierMoved
from newretail.fulfilment.models import Courier, Shift, Stop, Trip
from newretail.fulfilment.models.couriers import StopState, TripState
from newretail.fulfilment.riding.errors import NotACourier, StillOnATrip
from newretail.fulfilment.work.terms import work_terms
from newretail.kernel import clock
from newretail.kernel.events import publish


@transaction.atomic
def go_on_duty(
    *, store_id: str, member_id: UUID, latitude: float | None = None, longitude: float | None = None
) -> Courier:
    """From now on this courier gets trips, and a shift runs. Doing it again only notes the position, if one is given."""
    now = clock.now()
    courier, _ = Courier.objects.select_for_update().get_or_create(store_id=store_id, member_id=member_id)
    if not courier.on_duty:
        courier.on_duty, courier.duty_changed_at = True, now
    if latitude is not None and longitude is not None:
        courier.latitude, courier.longitude, courier.position_at = latitude, longitude, now
    courier.save()
    if not Shift.objects.filter(courier=courier, ended_at__isnull=True).exists():
        guarantee = work_terms.of(store_id).courier_guarantee_per_hour
        Shift.objects.create(store_id=store_id, courier=courier, began_at=now, guarantee_per_hour=guarantee)
    return courier


@transaction.atomic
def go_off_duty(*, store_id: str, member_id: UUID) -> Courier:
    """No more trips; the position is forgotten. Doing it again changes nothing. Raises StillOnATrip, NotACourier."""
    courier = Courier.objects.select_for_update().filter(store_id=store_id, member_id=member_id).first()
    if courier is None:
        raise NotACourier()
    if Trip.objects.filter(courier=courier, state__in=[TripState.OFFERED, TripState.RIDING]).exists():
        raise StillOnATrip()
    if courier.on_duty:
        courier.on_duty, courier.duty_changed_at = False, clock.now()
        courier.latitude = courier.longitude = courier.position_at = None
        courier.save()
        Shift.objects.filter(courier=courier, ended_at__isnull=True).update(ended_at=courier.duty_changed_at)
    return courier


@transaction.atomic
def tell_position(*, store_id: str, member_id: UUID, latitude: float, longitude: float) -> Courier:
    """Where the courier is. Those who wait for a parcel hear it at most every 15 seconds. Raises NotACourier."""
    courier = (
        Courier.objects.select_for_update()
        .filter(store_id=store_id, member_id=member_id, on_duty=True)
        .first()
    )
    if courier is None:
        raise NotACourier()
    now = clock.now()
    courier.latitude, courier.longitude, courier.position_at = latitude, longitude, now
    if courier.told_at is None or now - courier.told_at >= rules.TELL_POSITION_EVERY:
        courier.told_at = now
        _tell_followers(courier)
    courier.save()
    return courier


def _tell_followers(courier: Courier) -> None:
    stops = Stop.objects.filter(
        trip__courier=courier, trip__state=TripState.RIDING, state__in=[StopState.WAITING, StopState.ARRIVED]
    )
    for stop in stops.select_related("parcel").order_by("sequence"):
        assert (
            courier.latitude is not None and courier.longitude is not None and courier.position_at is not None
        )
        publish(
            CourierMoved(
                store_id=courier.store_id,
                ref=stop.parcel.ref,
                trip_id=str(stop.trip_id),
                latitude=round(courier.latitude, rules.TOLD_DIGITS),
                longitude=round(courier.longitude, rules.TOLD_DIGITS),
                at=courier.position_at.isoformat(),
            )
        )
