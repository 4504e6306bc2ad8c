"""The nearest free courier takes the most urgent packed parcel, and up to two more that lie in the same direction.

One that is still on the packing table joins them when it is worth a short wait: it must be ready within minutes and the wait may
break no promise.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from newretail.science.dispatch.records import Depot, FreeCourier, PlannedTrip, ReadyParcel
from newretail.science.geography import Point, bearing, degrees_apart, metres_between
from newretail.science.promise import DOOR_MINUTES

WORTH_WAITING = timedelta(minutes=3)
"""How long a courier may be asked to wait at the store for a second parcel that goes the same way."""
BUNDLE_LIMIT = 3
BUNDLE_DEGREES = 60.0
BEARABLE = timedelta(minutes=3)
"""How much later than alone a parcel may arrive when it is late anyway."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Arrival:
    parcel: ReadyParcel
    at: datetime


class NearestCourier:
    """Greedy, in order of due times. O(parcels^2) for a store's handful of waiting parcels.

    Ties keep the order in which parcels were given: keys are chance, and the same day must give the same trips.
    """

    def plan(
        self, *, at: datetime, depot: Depot, parcels: Sequence[ReadyParcel], couriers: Sequence[FreeCourier]
    ) -> list[PlannedTrip]:
        waiting = list(parcels)
        free = sorted(couriers, key=lambda courier: (_metres(depot, courier), courier.key))
        trips = []
        while free and any(parcel.ready_at <= at for parcel in waiting):
            courier = free.pop(0)
            there_at = at + timedelta(minutes=_metres(depot, courier) / depot.metres_per_minute)
            trip = self._bundle(depot, waiting, at, there_at)
            taken = {parcel.key for parcel in trip}
            waiting = [parcel for parcel in waiting if parcel.key not in taken]
            trips.append(PlannedTrip(courier=courier.key, parcels=tuple(parcel.key for parcel in trip)))
        return trips

    def _bundle(
        self, depot: Depot, waiting: Sequence[ReadyParcel], at: datetime, there_at: datetime
    ) -> list[ReadyParcel]:
        by_urgency = sorted(waiting, key=lambda parcel: (parcel.due_at, parcel.ready_at))
        first = next(parcel for parcel in by_urgency if parcel.ready_at <= at)
        trip = [first]
        for candidate in by_urgency:
            if len(trip) == BUNDLE_LIMIT:
                break
            if candidate is first or candidate.ready_at > at + WORTH_WAITING:
                continue
            wider = sorted([*trip, candidate], key=lambda parcel: _metres(depot, parcel))
            leaves_at = max(there_at, *(parcel.ready_at for parcel in wider))
            if _is_one_direction(depot, wider) and _keeps_promises(depot, wider, there_at, leaves_at):
                trip = wider
        return trip


def _is_one_direction(depot: Depot, trip: Sequence[ReadyParcel]) -> bool:
    bearings = [bearing(_at(depot), _at(parcel)) for parcel in trip]
    return all(degrees_apart(a, b) <= BUNDLE_DEGREES for a in bearings for b in bearings)


def _keeps_promises(
    depot: Depot, trip: Sequence[ReadyParcel], there_at: datetime, leaves_at: datetime
) -> bool:
    for arrival in _arrivals(depot, trip, leaves_at):
        [alone] = _arrivals(depot, [arrival.parcel], max(there_at, arrival.parcel.ready_at))
        in_time = alone.at <= arrival.parcel.due_at
        if arrival.at > (arrival.parcel.due_at if in_time else alone.at + BEARABLE):
            return False
    return True


def _arrivals(depot: Depot, trip: Sequence[ReadyParcel], leaves_at: datetime) -> list[_Arrival]:
    arrivals: list[_Arrival] = []
    here: Depot | ReadyParcel = depot
    now = leaves_at
    for parcel in trip:
        now += timedelta(minutes=_metres(here, parcel) / depot.metres_per_minute + DOOR_MINUTES)
        arrivals.append(_Arrival(parcel=parcel, at=now))
        here = parcel
    return arrivals


def _metres(one: Depot | ReadyParcel, other: ReadyParcel | FreeCourier) -> float:
    return metres_between(_at(one), _at(other))


def _at(place: Depot | ReadyParcel | FreeCourier) -> Point:
    return place.latitude, place.longitude
