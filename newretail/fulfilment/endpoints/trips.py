"""The courier's trip. Names, phones and addresses are shown for stops that are still to do, to their courier alone."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Query
from pydantic import AwareDatetime, StringConstraints

from newretail.fulfilment import errors, rules
from newretail.fulfilment.endpoints.shapes import Tags, door
from newretail.fulfilment.models import Bag, Stop, Trip
from newretail.fulfilment.models.bags import ENDED, BagState
from newretail.fulfilment.models.couriers import FailCause, TripState
from newretail.fulfilment.models.parcels import ParcelState
from newretail.fulfilment.plan.expect_parcels import expect_parcels
from newretail.fulfilment.reading.cause_words import say_late
from newretail.fulfilment.reading.courier_day import planned_round
from newretail.fulfilment.riding.find_trip import LIVE
from newretail.fulfilment.riding.leave_behind import leave_behind as leave
from newretail.fulfilment.riding.ride_trip import arrive_at_stop as arrive
from newretail.fulfilment.riding.ride_trip import deliver_stop, fail_stop
from newretail.fulfilment.riding.ride_trip import pick_up_trip as pick_up
from newretail.kernel.errors import NotFound
from newretail.kernel.http import Body, Limit, Out, Request
from newretail.kernel.who import staff
from newretail.stores import api as stores
from newretail.stores.api import Role

COURIER = staff(Role.COURIER)
_NOT_PACKED = (ParcelState.WAITING, ParcelState.ARRIVED)
_ON_THE_WAY = (BagState.FILLING, BagState.ON_CONVEYOR)
_STOP = [
    errors.TripNotFound,
    errors.TripNotReady,
    errors.NotACourier,
    errors.AlreadyFinished,
    errors.WorkCancelled,
]


class StopOut(Out):
    """`bags_missing`: how many are not packed yet, and `expected_packed_at`, both while the trip waits at the store.

    `tries_left` of the door code, and until when it is locked. `late_words`: which clock overran, in the caller's language.
    """

    parcel_id: UUID
    number: str
    sequence: int
    state: str
    due_at: datetime
    arrived_at: datetime | None
    ended_at: datetime | None
    cause: str
    late_words: str
    parcel_state: str
    bags: list[str]
    bags_missing: int
    expected_packed_at: datetime | None
    tries_left: int
    locked_until: datetime | None
    metres: int
    latitude: float | None
    longitude: float | None
    name: str
    phone: str
    address: str
    note: str


class TripOut(Out):
    """`metres`: the whole round, straight, there and back; `pays` for it when every parcel is delivered, minor units."""

    id: UUID
    courier_id: int
    state: str
    made_at: datetime
    picked_up_at: datetime | None
    done_at: datetime | None
    metres: int
    pays: int
    currency: str
    stops: list[StopOut]


class TripSummaryOut(Out):
    id: UUID
    courier_id: int
    state: str
    made_at: datetime
    picked_up_at: datetime | None
    done_at: datetime | None
    numbers: list[str]


class PickUpIn(Body):
    """`bags`: the tags of all parcels that a packer has not handed over already."""

    example = {"bags": ["BAG-0417", "BAG-0418"]}

    bags: Tags


class LeaveIn(Body):
    example = {"parcel_id": "019a8f40-5500-7b80-8f00-bd0e9f8a7160"}

    parcel_id: UUID


class StopIn(Body):
    """`at`: when it was, if the phone had no network then; at most half an hour ago, else the time of the call counts."""

    example = {"parcel_id": "019a8f40-5500-7b80-8f00-bd0e9f8a7160"}

    parcel_id: UUID
    at: AwareDatetime | None = None


class DeliverIn(StopIn):
    """The shopper's door code, or the `id` of a photo that the courier's phone has sent to `/photos`."""

    example = {"parcel_id": "019a8f40-5500-7b80-8f00-bd0e9f8a7160", "door_code": "4711"}

    door_code: Annotated[str, StringConstraints(pattern=r"^[0-9]{4}$")] | None = None
    photo: UUID | None = None


class FailIn(StopIn):
    example = {"parcel_id": "019a8f40-5500-7b80-8f00-bd0e9f8a7160", "cause": "nobody_home"}

    cause: FailCause


@door.get(
    "/stores/{store_id}/trips/mine", who=COURIER, response=list[TripOut], summary="My trip, if I have one"
)
def list_my_trips(request: Request, store_id: str) -> list[dict[str, Any]]:
    live = Trip.objects.filter(
        store_id=store_id,
        courier__member_id=request.caller.known_id,
        state__in=[TripState.OFFERED, TripState.RIDING],
    )
    return [trip_out(trip) for trip in live.order_by("made_at")[:10]]


@door.post(
    "/stores/{store_id}/trips/{trip_id}/pick-up",
    who=COURIER,
    once=True,
    response=TripOut,
    summary="All bags scanned, leaving now",
    errors=[
        errors.TripNotFound,
        errors.TripNotReady,
        errors.NotACourier,
        errors.NotPackedYet,
        errors.WrongBag,
        errors.BagsMissing,
    ],
)
def pick_up_trip(request: Request, store_id: str, trip_id: UUID, body: PickUpIn) -> dict[str, Any]:
    return trip_out(
        pick_up(store_id=store_id, member_id=request.caller.known_id, trip_id=trip_id, bags=body.bags)
    )


@door.post(
    "/stores/{store_id}/trips/{trip_id}/arrive",
    who=COURIER,
    response=TripOut,
    summary="At the door",
    errors=_STOP,
)
def arrive_at_stop(request: Request, store_id: str, trip_id: UUID, body: StopIn) -> dict[str, Any]:
    stop = arrive(
        store_id=store_id,
        member_id=request.caller.known_id,
        trip_id=trip_id,
        parcel_id=body.parcel_id,
        at=body.at,
    )
    return trip_out(stop.trip)


@door.post(
    "/stores/{store_id}/trips/{trip_id}/deliver",
    who=COURIER,
    response=TripOut,
    summary="Delivered, with the door code or a photo",
    errors=[*_STOP, errors.ProofNeeded, errors.WrongCode, errors.CodeLocked, NotFound],
)
def deliver_parcel(request: Request, store_id: str, trip_id: UUID, body: DeliverIn) -> dict[str, Any]:
    stop = deliver_stop(
        store_id=store_id,
        member_id=request.caller.known_id,
        trip_id=trip_id,
        parcel_id=body.parcel_id,
        door_code=body.door_code,
        photo=body.photo,
        at=body.at,
    )
    return trip_out(stop.trip)


@door.post(
    "/stores/{store_id}/trips/{trip_id}/fail",
    who=COURIER,
    response=TripOut,
    summary="Could not be delivered",
    errors=_STOP,
)
def fail_delivery(request: Request, store_id: str, trip_id: UUID, body: FailIn) -> dict[str, Any]:
    stop = fail_stop(
        store_id=store_id,
        member_id=request.caller.known_id,
        trip_id=trip_id,
        parcel_id=body.parcel_id,
        cause=body.cause,
        at=body.at,
    )
    return trip_out(stop.trip)


@door.post(
    "/stores/{store_id}/trips/{trip_id}/leave-behind",
    who=COURIER,
    response=TripOut,
    summary="Not ready: going without it",
    errors=[
        errors.TripNotFound,
        errors.TripNotReady,
        errors.ParcelNotReady,
        errors.NotACourier,
        errors.WorkCancelled,
    ],
)
def leave_behind(request: Request, store_id: str, trip_id: UUID, body: LeaveIn) -> dict[str, Any]:
    return trip_out(
        leave(store_id=store_id, member_id=request.caller.known_id, trip_id=trip_id, parcel_id=body.parcel_id)
    )


@door.get(
    "/stores/{store_id}/trips",
    who=staff(Role.PACKER),
    response=list[TripSummaryOut],
    summary="Trips of the store, newest first",
)
def list_trips(
    request: Request,
    store_id: str,
    state: Literal["offered", "riding", "done", "cancelled"] | None = None,
    limit: Limit = Query(50),  # noqa: B008
) -> list[dict[str, Any]]:
    trips = Trip.objects.filter(store_id=store_id)
    if state:
        trips = trips.filter(state=state)
    rows = trips.order_by("-made_at", "courier_id").prefetch_related("stops__parcel")[:limit]
    return [_trip(trip) | {"numbers": [stop.parcel.number for stop in trip.stops.all()]} for trip in rows]


def trip_out(trip: Trip) -> dict[str, Any]:
    stops = list(trip.stops.select_related("parcel").order_by("sequence"))
    planned = planned_round(trip, stops)
    bags: dict[UUID, list[Bag]] = {stop.parcel_id: [] for stop in stops}
    for bag in (
        Bag.objects.filter(parcel__in=list(bags)).exclude(state__in=ENDED).order_by("opened_at", "tag")
    ):
        bags[bag.parcel_id].append(bag)
    return _trip(trip) | {
        "metres": planned.metres,
        "pays": planned.drop_pay + planned.distance_pay,
        "currency": stores.store(trip.store_id).currency,
        "stops": [_stop(stop, bags[stop.parcel_id]) for stop in stops],
    }


def _trip(trip: Trip) -> dict[str, Any]:
    names = ("id", "courier_id", "state", "made_at", "picked_up_at", "done_at")
    return {name: getattr(trip, name) for name in names}


def _stop(stop: Stop, bags: Sequence[Bag]) -> dict[str, Any]:
    parcel, is_live = stop.parcel, stop.state in LIVE
    known = parcel.address if is_live else {}
    is_packed = parcel.state not in _NOT_PACKED
    expected = [] if is_packed or not is_live else expect_parcels(store_id=parcel.store_id, ref=parcel.ref)
    return {
        "parcel_id": parcel.id,
        "number": parcel.number,
        "sequence": stop.sequence,
        "state": stop.state,
        "due_at": parcel.due_at,
        "arrived_at": stop.arrived_at,
        "ended_at": stop.ended_at,
        "cause": stop.cause,
        "late_words": say_late(parcel.late_cause),
        "parcel_state": parcel.state,
        "bags": [bag.tag for bag in bags],
        "bags_missing": 0 if is_packed else sum(bag.state in _ON_THE_WAY for bag in bags),
        "expected_packed_at": next((each.ready_at for each in expected if each.parcel.id == parcel.id), None),
        "tries_left": max(rules.PICKUP_TRIES - parcel.wrong_codes, 0),
        "locked_until": parcel.locked_until,
        "metres": parcel.metres,
        "latitude": parcel.latitude if is_live else None,
        "longitude": parcel.longitude if is_live else None,
        "name": known.get("name", ""),
        "phone": known.get("phone", ""),
        "address": known.get("text", ""),
        "note": known.get("note", ""),
    }
