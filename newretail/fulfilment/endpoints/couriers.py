"""Couriers on and off duty, and where they are."""

from datetime import datetime
from typing import Any

from ninja import Query

from newretail.fulfilment import errors
from newretail.fulfilment.courier_duty import go_off_duty, go_on_duty, tell_position
from newretail.fulfilment.endpoints.shapes import Latitude, Longitude, door
from newretail.fulfilment.models import Courier, Trip
from newretail.fulfilment.models.couriers import TripState
from newretail.kernel.http import Body, Limit, Out, Request
from newretail.kernel.who import Role, staff

COURIER = staff(Role.COURIER)
_LIVE = (TripState.OFFERED, TripState.RIDING)


class DutyIn(Body):
    example = {"on_duty": True, "latitude": 31.2369, "longitude": 121.5013}

    on_duty: bool
    latitude: Latitude | None = None
    longitude: Longitude | None = None


class PositionIn(Body):
    example = {"latitude": 31.2385, "longitude": 121.4978}

    latitude: Latitude
    longitude: Longitude


class CourierOut(Out):
    """`trip_state`: null when free. The position of a courier off duty is not kept."""

    id: int
    on_duty: bool
    duty_changed_at: datetime
    latitude: float | None
    longitude: float | None
    position_at: datetime | None
    trip_state: str | None


@door.get(
    "/stores/{store_id}/couriers/me",
    who=COURIER,
    response=CourierOut,
    summary="Am I on duty?",
    errors=[errors.NotACourier],
)
def show_courier_me(request: Request, store_id: str) -> dict[str, Any]:
    courier = Courier.objects.filter(store_id=store_id, member_id=request.caller.known_id).first()
    if courier is None:
        raise errors.NotACourier()
    return _out(courier)


@door.post(
    "/stores/{store_id}/couriers/me/duty",
    who=COURIER,
    response=CourierOut,
    summary="On duty, off duty",
    errors=[errors.StillOnATrip, errors.NotACourier],
)
def change_courier_duty(request: Request, store_id: str, body: DutyIn) -> dict[str, Any]:
    member_id = request.caller.known_id
    if not body.on_duty:
        return _out(go_off_duty(store_id=store_id, member_id=member_id))
    return _out(
        go_on_duty(store_id=store_id, member_id=member_id, latitude=body.latitude, longitude=body.longitude)
    )


@door.post(
    "/stores/{store_id}/couriers/me/position",
    who=COURIER,
    response=CourierOut,
    summary="Where I am",
    errors=[errors.NotACourier],
)
def report_courier_position(request: Request, store_id: str, body: PositionIn) -> dict[str, Any]:
    return _out(
        tell_position(
            store_id=store_id,
            member_id=request.caller.known_id,
            latitude=body.latitude,
            longitude=body.longitude,
        )
    )


@door.get(
    "/stores/{store_id}/couriers",
    who=staff(Role.PACKER),
    response=list[CourierOut],
    summary="Couriers on duty",
)
def list_couriers(
    request: Request,
    store_id: str,
    limit: Limit = Query(100),  # noqa: B008
) -> list[dict[str, Any]]:
    couriers = list(Courier.objects.filter(store_id=store_id, on_duty=True).order_by("id")[:limit])
    states = dict(
        Trip.objects.filter(courier__in=couriers, state__in=_LIVE).values_list("courier_id", "state")
    )
    return [_shape(courier, states.get(courier.pk)) for courier in couriers]


def _out(courier: Courier) -> dict[str, Any]:
    state = Trip.objects.filter(courier=courier, state__in=_LIVE).values_list("state", flat=True).first()
    return _shape(courier, state)


def _shape(courier: Courier, trip_state: str | None) -> dict[str, Any]:
    return {
        "id": courier.pk,
        "on_duty": courier.on_duty,
        "duty_changed_at": courier.duty_changed_at,
        "latitude": courier.latitude,
        "longitude": courier.longitude,
        "position_at": courier.position_at,
        "trip_state": trip_state,
    }
