"""Couriers on and off duty, and where they are."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from newretail.fulfilment.models import Courier, Trip
from newretail.fulfilment.models.couriers import TripState
from newretail.fulfilment.riding.errors import NotACourier
from newretail.fulfilment.riding.may_ride import DutyDeed, deeds_of_courier
from newretail.members import api as members

_LIVE = (TripState.OFFERED, TripState.RIDING)


@dataclass(frozen=True, slots=True, kw_only=True)
class CourierStatus:
    """`trip_state`: null when free. The position of a courier off duty is not kept.

    `can`: what the caller may do about it, who is the courier; nobody does it for another.
    """

    id: int
    member_id: UUID
    name: str
    on_duty: bool
    duty_changed_at: datetime
    latitude: float | None
    longitude: float | None
    position_at: datetime | None
    trip_state: str | None
    can: list[DutyDeed]


def my_status(*, store_id: str, member_id: UUID) -> CourierStatus:
    """Raises NotACourier."""
    courier = Courier.objects.filter(store_id=store_id, member_id=member_id).first()
    if courier is None:
        raise NotACourier()
    return courier_status(courier)


def courier_status(courier: Courier) -> CourierStatus:
    state = Trip.objects.filter(courier=courier, state__in=_LIVE).values_list("state", flat=True).first()
    name = members.names([courier.member_id])[courier.member_id]
    return _status(courier, state, name=name, can=deeds_of_courier(courier, is_on_a_trip=state is not None))


def couriers_on_duty(*, store_id: str, limit: int) -> list[CourierStatus]:
    couriers = list(Courier.objects.filter(store_id=store_id, on_duty=True).order_by("id")[:limit])
    trips = Trip.objects.filter(store_id=store_id, courier__in=couriers, state__in=_LIVE)
    states = dict(trips.values_list("courier_id", "state"))
    called = members.names(courier.member_id for courier in couriers)
    return [
        _status(courier, states.get(courier.pk), name=called[courier.member_id], can=[])
        for courier in couriers
    ]


def _status(courier: Courier, trip_state: str | None, *, name: str, can: list[DutyDeed]) -> CourierStatus:
    return CourierStatus(
        id=courier.pk,
        member_id=courier.member_id,
        name=name,
        on_duty=courier.on_duty,
        duty_changed_at=courier.duty_changed_at,
        latitude=courier.latitude,
        longitude=courier.longitude,
        position_at=courier.position_at,
        trip_state=trip_state,
        can=can,
    )
