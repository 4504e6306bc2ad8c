"""Trips as their courier and the store see them. Names, phones and addresses are shown for stops still to do, to their courier alone."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from newretail.fulfilment import rules
from newretail.fulfilment.models import Bag, Stop, Trip
from newretail.fulfilment.models.bags import ENDED, BagState
from newretail.fulfilment.models.couriers import TripState
from newretail.fulfilment.models.parcels import ParcelState
from newretail.fulfilment.plan.expect_parcels import expect_parcels
from newretail.fulfilment.reading.cause_words import say_late
from newretail.fulfilment.reading.courier_day import planned_round
from newretail.fulfilment.riding.may_ride import (
    LIVE,
    NOT_PACKED,
    StopDeed,
    TripDeed,
    deeds_of_stop,
    deeds_of_trip,
)
from newretail.stores import api as stores

MOST_LIVE = 10
_ON_THE_WAY = (BagState.FILLING, BagState.ON_CONVEYOR)


@dataclass(frozen=True, slots=True, kw_only=True)
class StopView:
    """`bags_missing`: how many are not packed yet, and `expected_packed_at`, both while the trip waits at the store.

    `tries_left` of the door code, and until when it is locked. `late_words`: which clock overran, in the caller's language.
    `bags_to_scan`: those of `bags` that a pick-up wants scanned, no packer having handed them over. `can`: what the courier may
    do with it now.
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
    bags_to_scan: list[str]
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
    can: list[StopDeed]


@dataclass(frozen=True, slots=True, kw_only=True)
class TripView:
    """`metres`: the whole round, straight, there and back; `pays` for it when every parcel is delivered, minor units. `can`: what its courier may do now."""

    id: UUID
    courier_id: int
    state: str
    made_at: datetime
    picked_up_at: datetime | None
    done_at: datetime | None
    metres: int
    pays: int
    currency: str
    stops: list[StopView]
    can: list[TripDeed]


@dataclass(frozen=True, slots=True, kw_only=True)
class TripBrief:
    id: UUID
    courier_id: int
    state: str
    made_at: datetime
    picked_up_at: datetime | None
    done_at: datetime | None
    numbers: list[str]


def live_trips(*, store_id: str, member_id: UUID) -> list[TripView]:
    """The courier's trip that is offered or ridden, if there is one."""
    live = Trip.objects.filter(
        store_id=store_id, courier__member_id=member_id, state__in=[TripState.OFFERED, TripState.RIDING]
    )
    return [trip_view(trip) for trip in live.order_by("made_at")[:MOST_LIVE]]


def trip_list(*, store_id: str, state: str | None, limit: int) -> list[TripBrief]:
    """Trips of the store, in `state` if named, the newest first."""
    trips = Trip.objects.filter(store_id=store_id)
    if state:
        trips = trips.filter(state=state)
    return [
        TripBrief(
            id=trip.id,
            courier_id=trip.courier_id,
            state=trip.state,
            made_at=trip.made_at,
            picked_up_at=trip.picked_up_at,
            done_at=trip.done_at,
            numbers=[stop.parcel.number for stop in trip.stops.all()],
        )
        for trip in trips.order_by("-made_at", "courier_id").prefetch_related("stops__parcel")[:limit]
    ]


def trip_view(trip: Trip) -> TripView:
    stops = list(trip.stops.select_related("parcel").order_by("sequence"))
    planned = planned_round(trip, stops)
    bags: dict[UUID, list[Bag]] = defaultdict(list)
    live = Bag.objects.filter(parcel__in=[stop.parcel_id for stop in stops]).exclude(state__in=ENDED)
    for bag in live.order_by("opened_at", "tag"):
        bags[bag.parcel_id].append(bag)
    return TripView(
        id=trip.id,
        courier_id=trip.courier_id,
        state=trip.state,
        made_at=trip.made_at,
        picked_up_at=trip.picked_up_at,
        done_at=trip.done_at,
        metres=planned.metres,
        pays=planned.drop_pay + planned.distance_pay,
        currency=stores.store(trip.store_id).currency,
        stops=[_stop(trip, stop, bags[stop.parcel_id]) for stop in stops],
        can=deeds_of_trip(trip, stops),
    )


def _stop(trip: Trip, stop: Stop, bags: Sequence[Bag]) -> StopView:
    parcel, is_live = stop.parcel, stop.state in LIVE
    known = parcel.address if is_live else {}
    is_packed = parcel.state not in NOT_PACKED
    expected = [] if is_packed or not is_live else expect_parcels(store_id=parcel.store_id, ref=parcel.ref)
    return StopView(
        parcel_id=parcel.id,
        number=parcel.number,
        sequence=stop.sequence,
        state=stop.state,
        due_at=parcel.due_at,
        arrived_at=stop.arrived_at,
        ended_at=stop.ended_at,
        cause=stop.cause,
        late_words=say_late(parcel.late_cause),
        parcel_state=parcel.state,
        bags=[bag.tag for bag in bags],
        bags_to_scan=[bag.tag for bag in bags] if is_live and parcel.state == ParcelState.PACKED else [],
        bags_missing=0 if is_packed else sum(bag.state in _ON_THE_WAY for bag in bags),
        expected_packed_at=next((each.ready_at for each in expected if each.parcel.id == parcel.id), None),
        tries_left=max(rules.PICKUP_TRIES - parcel.wrong_codes, 0),
        locked_until=parcel.locked_until,
        metres=parcel.metres,
        latitude=parcel.latitude if is_live else None,
        longitude=parcel.longitude if is_live else None,
        name=known.get("name", ""),
        phone=known.get("phone", ""),
        address=known.get("text", ""),
        note=known.get("note", ""),
        can=deeds_of_stop(trip, stop),
    )
