"""The nearest courier, said as a rule instead of a loop: every set of parcels that could share the trip is tried."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from newretail.science.dispatch.nearest import BEARABLE, BUNDLE_DEGREES, WORTH_WAITING
from newretail.science.dispatch.records import Depot, FreeCourier, PlannedTrip, ReadyParcel
from newretail.science.geography.reference import bearing, metres_between
from newretail.science.promise import DOOR_MINUTES


def plan(
    *, at: datetime, depot: Depot, parcels: Sequence[ReadyParcel], couriers: Sequence[FreeCourier]
) -> list[PlannedTrip]:
    """What `NearestCourier.plan` returns, for places without ties."""
    trips: list[PlannedTrip] = []
    left = sorted(parcels, key=lambda parcel: (parcel.due_at, parcel.ready_at))
    for courier in sorted(couriers, key=lambda courier: _metres(depot, courier)):
        packed = [parcel for parcel in left if parcel.ready_at <= at]
        if not packed:
            break
        there_at = at + timedelta(minutes=_metres(depot, courier) / depot.metres_per_minute)
        trip = _trip(depot, packed[0], left, at, there_at)
        left = [parcel for parcel in left if parcel not in trip]
        trips.append(PlannedTrip(courier=courier.key, parcels=tuple(parcel.key for parcel in trip)))
    return trips


def _trip(
    depot: Depot, first: ReadyParcel, left: Sequence[ReadyParcel], at: datetime, there_at: datetime
) -> list[ReadyParcel]:
    """The most urgent one; with it the most urgent that may share the way; with both the next most urgent that may."""
    others = [parcel for parcel in left if parcel != first and parcel.ready_at <= at + WORTH_WAITING]
    pairs = [[first, other] for other in others if _may_share(depot, [first, other], there_at)]
    if not pairs:
        return [first]
    pair = pairs[0]
    later = others[others.index(pair[1]) + 1 :]
    threes = [[*pair, other] for other in later if _may_share(depot, [*pair, other], there_at)]
    return _by_the_way(depot, threes[0] if threes else pair)


def _may_share(depot: Depot, trip: Sequence[ReadyParcel], there_at: datetime) -> bool:
    """One direction, and each parcel in time; one that would be late alone by at most the bearable minutes later."""
    directions = [bearing(_place(depot), _place(parcel)) for parcel in trip]
    if any(min((a - b) % 360, (b - a) % 360) > BUNDLE_DEGREES for a in directions for b in directions):
        return False
    leaves_at = max([there_at, *(parcel.ready_at for parcel in trip)])
    way = _by_the_way(depot, trip)
    for place, parcel in enumerate(way, start=1):
        alone = max(there_at, parcel.ready_at) + _ride(depot, [parcel])
        latest = parcel.due_at if alone <= parcel.due_at else alone + BEARABLE
        if leaves_at + _ride(depot, way[:place]) > latest:
            return False
    return True


def _by_the_way(depot: Depot, trip: Sequence[ReadyParcel]) -> list[ReadyParcel]:
    return sorted(trip, key=lambda parcel: _metres(depot, parcel))


def _ride(depot: Depot, way: Sequence[ReadyParcel]) -> timedelta:
    """From the store to the last of these doors, with the minutes at each."""
    places: list[Depot | ReadyParcel] = [depot, *way]
    metres = sum(_metres(one, other) for one, other in pairwise(places))
    return timedelta(minutes=metres / depot.metres_per_minute + DOOR_MINUTES * len(way))


def _metres(one: Depot | ReadyParcel, other: Depot | ReadyParcel | FreeCourier) -> float:
    return metres_between(_place(one), _place(other))


def _place(record: Depot | ReadyParcel | FreeCourier) -> tuple[float, float]:
    return record.latitude, record.longitude
