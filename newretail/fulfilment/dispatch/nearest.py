"""The nearest free courier takes the most urgent packed parcel, and up to two more that lie in the same direction.

One that is still on the packing table joins them when it is worth a short wait: it must be ready within minutes and the wait may
break no promise.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from newretail.fulfilment import rules
from newretail.fulfilment.dispatch import Depot, FreeCourier, PlannedTrip, ReadyParcel

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
            if len(trip) == rules.BUNDLE_LIMIT:
                break
            if candidate is first or candidate.ready_at > at + rules.WORTH_WAITING:
                continue
            wider = sorted([*trip, candidate], key=lambda parcel: _metres(depot, parcel))
            leaves_at = max(there_at, *(parcel.ready_at for parcel in wider))
            if _is_one_direction(depot, wider) and _keeps_promises(depot, wider, there_at, leaves_at):
                trip = wider
        return trip


def _is_one_direction(depot: Depot, trip: Sequence[ReadyParcel]) -> bool:
    bearings = [
        rules.bearing(
            latitude=depot.latitude,
            longitude=depot.longitude,
            to_latitude=parcel.latitude,
            to_longitude=parcel.longitude,
        )
        for parcel in trip
    ]
    return all(rules.degrees_apart(a, b) <= rules.BUNDLE_DEGREES for a in bearings for b in bearings)


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
        now += timedelta(minutes=_metres(here, parcel) / depot.metres_per_minute + rules.DOOR_MINUTES)
        arrivals.append(_Arrival(parcel=parcel, at=now))
        here = parcel
    return arrivals


def _metres(a: Depot | ReadyParcel, b: ReadyParcel | FreeCourier) -> float:
    return rules.metres_between(
        latitude=a.latitude, longitude=a.longitude, to_latitude=b.latitude, to_longitude=b.longitude
    )
