"""The courier's trip. Names, phones and addresses are shown for stops that are still to do, to their courier alone."""

from typing import Literal
from uuid import UUID

from ninja import Query
from pydantic import AwareDatetime

from newretail.fulfilment import errors
from newretail.fulfilment.endpoints.shapes import DoorCode, Tags, door
from newretail.fulfilment.models.couriers import FailCause
from newretail.fulfilment.reading.trips import TripBrief, TripView, live_trips, trip_list, trip_view
from newretail.fulfilment.riding.find_trip import own_trip
from newretail.fulfilment.riding.leave_behind import leave_behind as leave
from newretail.fulfilment.riding.ride_trip import arrive_at_stop as arrive
from newretail.fulfilment.riding.ride_trip import deliver_stop, fail_stop
from newretail.fulfilment.riding.ride_trip import pick_up_trip as pick_up
from newretail.fulfilment.who import COURIER, PACKER
from newretail.kernel.errors import NotFound
from newretail.kernel.http import Body, Limit, Request

_STOP = [
    errors.TripNotFound,
    errors.TripNotReady,
    errors.NotACourier,
    errors.AlreadyFinished,
    errors.WorkCancelled,
]


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

    door_code: DoorCode | None = None
    photo: UUID | None = None


class FailIn(StopIn):
    example = {"parcel_id": "019a8f40-5500-7b80-8f00-bd0e9f8a7160", "cause": "nobody_home"}

    cause: FailCause


@door.get(
    "/stores/{store_id}/trips/mine", who=COURIER, response=list[TripView], summary="My trip, if I have one"
)
def list_my_trips(request: Request, store_id: str) -> list[TripView]:
    return live_trips(store_id=store_id, member_id=request.caller.known_id)


@door.get(
    "/stores/{store_id}/trips/{trip_id}",
    who=COURIER,
    response=TripView,
    summary="A trip of mine, also one that is over",
    errors=[errors.TripNotFound, errors.NotACourier],
)
def show_my_trip(request: Request, store_id: str, trip_id: UUID) -> TripView:
    """What became of a trip that another device of the same courier, or the store, has brought to its end."""
    return trip_view(own_trip(store_id, request.caller.known_id, trip_id))


@door.post(
    "/stores/{store_id}/trips/{trip_id}/pick-up",
    who=COURIER,
    once=True,
    response=TripView,
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
def pick_up_trip(request: Request, store_id: str, trip_id: UUID, body: PickUpIn) -> TripView:
    return trip_view(
        pick_up(store_id=store_id, member_id=request.caller.known_id, trip_id=trip_id, bags=body.bags)
    )


@door.post(
    "/stores/{store_id}/trips/{trip_id}/arrive",
    who=COURIER,
    response=TripView,
    summary="At the door",
    errors=_STOP,
)
def arrive_at_stop(request: Request, store_id: str, trip_id: UUID, body: StopIn) -> TripView:
    stop = arrive(
        store_id=store_id,
        member_id=request.caller.known_id,
        trip_id=trip_id,
        parcel_id=body.parcel_id,
        at=body.at,
    )
    return trip_view(stop.trip)


@door.post(
    "/stores/{store_id}/trips/{trip_id}/deliver",
    who=COURIER,
    response=TripView,
    summary="Delivered, with the door code or a photo",
    errors=[*_STOP, errors.ProofNeeded, errors.WrongCode, errors.CodeLocked, NotFound],
)
def deliver_parcel(request: Request, store_id: str, trip_id: UUID, body: DeliverIn) -> TripView:
    stop = deliver_stop(
        store_id=store_id,
        member_id=request.caller.known_id,
        trip_id=trip_id,
        parcel_id=body.parcel_id,
        door_code=body.door_code,
        photo=body.photo,
        at=body.at,
    )
    return trip_view(stop.trip)


@door.post(
    "/stores/{store_id}/trips/{trip_id}/fail",
    who=COURIER,
    response=TripView,
    summary="Could not be delivered",
    errors=_STOP,
)
def fail_delivery(request: Request, store_id: str, trip_id: UUID, body: FailIn) -> TripView:
    stop = fail_stop(
        store_id=store_id,
        member_id=request.caller.known_id,
        trip_id=trip_id,
        parcel_id=body.parcel_id,
        cause=body.cause,
        at=body.at,
    )
    return trip_view(stop.trip)


@door.post(
    "/stores/{store_id}/trips/{trip_id}/leave-behind",
    who=COURIER,
    response=TripView,
    summary="Not ready: going without it",
    errors=[
        errors.TripNotFound,
        errors.TripNotReady,
        errors.ParcelNotReady,
        errors.NotACourier,
        errors.WorkCancelled,
    ],
)
def leave_behind(request: Request, store_id: str, trip_id: UUID, body: LeaveIn) -> TripView:
    return trip_view(
        leave(store_id=store_id, member_id=request.caller.known_id, trip_id=trip_id, parcel_id=body.parcel_id)
    )


@door.get(
    "/stores/{store_id}/trips",
    who=PACKER,
    response=list[TripBrief],
    summary="Trips of the store, newest first",
)
def list_trips(
    request: Request,
    store_id: str,
    state: Literal["offered", "riding", "done", "cancelled"] | None = None,
    limit: Limit = Query(50),  # noqa: B008
) -> list[TripBrief]:
    return trip_list(store_id=store_id, state=state, limit=limit)
