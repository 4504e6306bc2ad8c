"""Couriers on and off duty, and where they are."""

from ninja import Query

from newretail.fulfilment import errors
from newretail.fulfilment.endpoints.shapes import door
from newretail.fulfilment.reading.courier_day import Coming, coming_deliveries
from newretail.fulfilment.reading.courier_day_view import CourierDayView, courier_day_view
from newretail.fulfilment.reading.couriers import CourierStatus, courier_status, couriers_on_duty, my_status
from newretail.fulfilment.riding.courier_duty import go_off_duty, go_on_duty, tell_position
from newretail.fulfilment.who import COURIER, PACKER
from newretail.kernel.http import Body, Day, Latitude, Limit, Longitude, Request


class DutyIn(Body):
    example = {"on_duty": True, "latitude": 31.2369, "longitude": 121.5013}

    on_duty: bool
    latitude: Latitude | None = None
    longitude: Longitude | None = None


class PositionIn(Body):
    example = {"latitude": 31.2385, "longitude": 121.4978}

    latitude: Latitude
    longitude: Longitude


@door.get(
    "/stores/{store_id}/couriers/me",
    who=COURIER,
    response=CourierStatus,
    summary="Am I on duty?",
    errors=[errors.NotACourier],
)
def show_courier_me(request: Request, store_id: str) -> CourierStatus:
    return my_status(store_id=store_id, member_id=request.caller.known_id)


@door.post(
    "/stores/{store_id}/couriers/me/duty",
    who=COURIER,
    response=CourierStatus,
    summary="On duty, off duty",
    errors=[errors.StillOnATrip, errors.NotACourier],
)
def change_courier_duty(request: Request, store_id: str, body: DutyIn) -> CourierStatus:
    member_id = request.caller.known_id
    if not body.on_duty:
        return courier_status(go_off_duty(store_id=store_id, member_id=member_id))
    return courier_status(
        go_on_duty(store_id=store_id, member_id=member_id, latitude=body.latitude, longitude=body.longitude)
    )


@door.post(
    "/stores/{store_id}/couriers/me/position",
    who=COURIER,
    response=CourierStatus,
    summary="Where I am",
    errors=[errors.NotACourier],
)
def report_courier_position(request: Request, store_id: str, body: PositionIn) -> CourierStatus:
    return courier_status(
        tell_position(
            store_id=store_id,
            member_id=request.caller.known_id,
            latitude=body.latitude,
            longitude=body.longitude,
        )
    )


@door.get(
    "/stores/{store_id}/couriers/me/day",
    who=COURIER,
    response=CourierDayView,
    summary="My day: trips, clocks and earnings",
)
def show_courier_day(
    request: Request,
    store_id: str,
    day: Day | None = Query(None, alias="date"),  # noqa: B008
) -> CourierDayView:
    return courier_day_view(store_id=store_id, member_id=request.caller.known_id, day=day)


@door.get(
    "/stores/{store_id}/couriers/me/coming",
    who=COURIER,
    response=Coming,
    summary="Deliveries that will want a courier",
)
def show_coming_deliveries(request: Request, store_id: str) -> Coming:
    return coming_deliveries(store_id)


@door.get(
    "/stores/{store_id}/couriers",
    who=PACKER,
    response=list[CourierStatus],
    summary="Couriers on duty",
)
def list_couriers(
    request: Request,
    store_id: str,
    limit: Limit = Query(100),  # noqa: B008
) -> list[CourierStatus]:
    return couriers_on_duty(store_id=store_id, limit=limit)
