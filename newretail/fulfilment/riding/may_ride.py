"""What a courier may do with a trip and its stops now, and why not: the use cases ask the same functions."""

from collections.abc import Sequence
from typing import Literal

from newretail.fulfilment.models import Courier, Parcel, Stop, Trip
from newretail.fulfilment.models.couriers import StopState, TripState
from newretail.fulfilment.models.parcels import ParcelState
from newretail.fulfilment.riding.errors import NotPackedYet, TripNotReady
from newretail.fulfilment.work.errors import AlreadyFinished, ParcelNotReady
from newretail.fulfilment.work.time_of_day import time_of_day
from newretail.kernel.errors import Refusal

TripDeed = Literal["pick_up"]
StopDeed = Literal["arrive", "deliver", "fail", "leave_behind"]
DutyDeed = Literal["go_on_duty", "go_off_duty", "tell_position"]

LIVE = (StopState.WAITING, StopState.ARRIVED)
NOT_PACKED = (ParcelState.WAITING, ParcelState.ARRIVED)
_IN_THE_STORE = (*NOT_PACKED, ParcelState.PACKED)


def deeds_of_trip(trip: Trip, stops: Sequence[Stop]) -> list[TripDeed]:
    """`stops`: all of the trip, with their parcels."""
    going = [stop.parcel for stop in stops if stop.state in LIVE]
    return ["pick_up"] if why_not_picked_up(trip, going) is None else []


def deeds_of_stop(trip: Trip, stop: Stop) -> list[StopDeed]:
    """What would change something: a deed told again is answered too, and is not among them."""
    if why_not_left_behind(trip, stop, stop.parcel) is None:
        return ["leave_behind"]
    if why_not_at_the_door(trip, stop, stop.parcel) is not None:
        return []
    return ["deliver", "fail"] if stop.state == StopState.ARRIVED else ["arrive", "deliver", "fail"]


def deeds_of_courier(courier: Courier, *, is_on_a_trip: bool) -> list[DutyDeed]:
    """Who has a trip finishes it first."""
    if not courier.on_duty:
        return ["go_on_duty"]
    return ["tell_position"] if is_on_a_trip else ["go_off_duty", "tell_position"]


def why_not_picked_up(trip: Trip, parcels: Sequence[Parcel]) -> Refusal | None:
    """Why the courier cannot leave with these parcels: TripNotReady when they left before, NotPackedYet."""
    if trip.state != TripState.OFFERED:
        return TripNotReady(state=trip.state)
    open_ones = [parcel.number for parcel in parcels if parcel.state in NOT_PACKED]
    return NotPackedYet(number=", ".join(open_ones), numbers=open_ones) if open_ones else None


def why_not_left_behind(trip: Trip, stop: Stop, parcel: Parcel) -> Refusal | None:
    """TripNotReady when the trip has left, ParcelNotReady when its bags are with the courier."""
    if trip.state != TripState.OFFERED or stop.state != StopState.WAITING:
        return TripNotReady(state=trip.state)
    if parcel.state not in _IN_THE_STORE:
        return ParcelNotReady(number=parcel.number, way=parcel.way, state=parcel.state)
    return None


def why_not_at_the_door(trip: Trip, stop: Stop, parcel: Parcel) -> Refusal | None:
    """Why the courier is not riding to this stop: AlreadyFinished, TripNotReady, ParcelNotReady."""
    if stop.state not in LIVE:
        at = time_of_day(parcel.store_id, stop.ended_at)
        return AlreadyFinished(what="delivery", number=parcel.number, at=at)
    if trip.state != TripState.RIDING:
        return TripNotReady(state=trip.state)
    if parcel.state != ParcelState.RIDING:
        return ParcelNotReady(number=parcel.number, way=parcel.way, state=parcel.state)
    return None
