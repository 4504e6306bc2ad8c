"""Couriers on and off duty, and where they are."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Query
from pydantic import Field

from newretail.fulfilment import errors
from newretail.fulfilment.endpoints.shapes import door
from newretail.fulfilment.models import Courier, Trip
from newretail.fulfilment.models.couriers import StopState, TripState
from newretail.fulfilment.reading.cause_words import say_late
from newretail.fulfilment.reading.courier_day import Coming, CourierTrip, coming_deliveries, courier_day
from newretail.fulfilment.riding.courier_duty import go_off_duty, go_on_duty, tell_position
from newretail.kernel.http import Body, Latitude, Limit, Longitude, Out, Request
from newretail.kernel.who import staff
from newretail.members import api as members
from newretail.stores import api as stores
from newretail.stores.api import Role

COURIER = staff(Role.COURIER)
Day = Annotated[date, Field(ge=date(2000, 1, 1), le=date(2099, 12, 31))]
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
    member_id: UUID
    name: str
    on_duty: bool
    duty_changed_at: datetime
    latitude: float | None
    longitude: float | None
    position_at: datetime | None
    trip_state: str | None


class DayPartOut(Out):
    """`count`: drops, metres, or seconds on duty. `guarantee` fills up what drops and distance fall short of it."""

    what: Literal["drops", "distance", "guarantee"]
    count: int
    amount: int


class DayStopOut(Out):
    """`late_words`: which clock overran, in the caller's language; empty when it was in time."""

    number: str
    state: str
    cause: str
    due_at: datetime
    ended_at: datetime | None
    late_words: str


class DayTripOut(Out):
    """The clocks of the store, the ride and the doors are apart: none counts for another."""

    trip_id: UUID
    at: datetime
    state: str
    deliveries: int
    failed: int
    metres: int
    earnings: int
    seconds_at_store: int
    seconds_riding: int
    seconds_at_doors: int
    stops: list[DayStopOut]


class BringBackOut(Out):
    parcel_id: UUID
    number: str
    cause: str
    bags: list[str]


class RatesOut(Out):
    """What the store pays from now on. Trips and shifts keep the rates that they began with."""

    per_drop: int
    per_kilometre: int
    guarantee_per_hour: int


class CourierDayOut(Out):
    """One day of the store's calendar, minor units of `currency`: `earnings` is the sum of its `parts`."""

    date: date
    deliveries: int
    failed: int
    metres: int
    seconds_on_duty: int
    earnings: int
    currency: str
    parts: list[DayPartOut]
    trips: list[DayTripOut]
    bring_back: list[BringBackOut]
    rates: RatesOut


class ComingOut(Out):
    """Deliveries that no trip has yet: packed, at packing, being picked. `free_couriers` are on duty without a trip."""

    ready: int
    packing: int
    picking: int
    next_ready_at: datetime | None
    free_couriers: int


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
    "/stores/{store_id}/couriers/me/day",
    who=COURIER,
    response=CourierDayOut,
    summary="My day: trips, clocks and earnings",
)
def show_courier_day(
    request: Request,
    store_id: str,
    day: Day | None = Query(None, alias="date"),  # noqa: B008
) -> dict[str, Any]:
    store = stores.store(store_id)
    found = courier_day(store_id=store_id, member_id=request.caller.known_id, day=day)
    earned = found.earnings
    return {
        "date": found.date,
        "deliveries": found.count(StopState.DELIVERED),
        "failed": found.count(StopState.FAILED),
        "metres": found.metres,
        "seconds_on_duty": found.seconds_on_duty,
        "earnings": earned.total,
        "currency": store.currency,
        "parts": [
            {"what": "drops", "count": found.drops, "amount": earned.drops},
            {"what": "distance", "count": found.metres, "amount": earned.distance},
            {"what": "guarantee", "count": found.seconds_on_duty, "amount": earned.guarantee},
        ],
        "trips": [_day_trip(each) for each in found.trips],
        "bring_back": [
            {
                "parcel_id": each.parcel.id,
                "number": each.parcel.number,
                "cause": each.parcel.cause,
                "bags": list(each.bags),
            }
            for each in found.bring_back
        ],
        "rates": {
            "per_drop": store.courier_pay_per_drop,
            "per_kilometre": store.courier_pay_per_kilometre,
            "guarantee_per_hour": store.courier_guarantee_per_hour,
        },
    }


@door.get(
    "/stores/{store_id}/couriers/me/coming",
    who=COURIER,
    response=ComingOut,
    summary="Deliveries that will want a courier",
)
def show_coming_deliveries(request: Request, store_id: str) -> Coming:
    return coming_deliveries(store_id)


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
    called = members.names(courier.member_id for courier in couriers)
    return [_shape(courier, states.get(courier.pk), name=called[courier.member_id]) for courier in couriers]


def _out(courier: Courier) -> dict[str, Any]:
    state = Trip.objects.filter(courier=courier, state__in=_LIVE).values_list("state", flat=True).first()
    return _shape(courier, state, name=members.names([courier.member_id])[courier.member_id])


def _shape(courier: Courier, trip_state: str | None, *, name: str) -> dict[str, Any]:
    return {
        "id": courier.pk,
        "member_id": courier.member_id,
        "name": name,
        "on_duty": courier.on_duty,
        "duty_changed_at": courier.duty_changed_at,
        "latitude": courier.latitude,
        "longitude": courier.longitude,
        "position_at": courier.position_at,
        "trip_state": trip_state,
    }


def _day_trip(each: CourierTrip) -> dict[str, Any]:
    return {
        "trip_id": each.trip.id,
        "at": each.trip.made_at,
        "state": each.trip.state,
        "deliveries": each.count(StopState.DELIVERED),
        "failed": each.count(StopState.FAILED),
        "metres": each.ridden.metres,
        "earnings": each.ridden.drop_pay + each.ridden.distance_pay,
        "seconds_at_store": each.seconds_at_store,
        "seconds_riding": each.seconds_riding,
        "seconds_at_doors": each.seconds_at_doors,
        "stops": [
            {
                "number": stop.parcel.number,
                "state": stop.state,
                "cause": stop.cause,
                "due_at": stop.parcel.due_at,
                "ended_at": stop.ended_at,
                "late_words": say_late(stop.parcel.late_cause),
            }
            for stop in each.stops
        ],
    }
