"""The read side for couriers: what a day brought them, and what the store has coming."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from newretail.fulfilment.models import Bag, Courier, Parcel, Shift, Stop, Trip, Way
from newretail.fulfilment.models.bags import ENDED
from newretail.fulfilment.models.couriers import StopState, TripState
from newretail.fulfilment.models.parcels import ParcelState
from newretail.fulfilment.plan.expect_parcels import expect_parcels
from newretail.fulfilment.riding import pay_rules
from newretail.fulfilment.riding.find_trip import door_of
from newretail.kernel import clock
from newretail.kernel.days import whole_day
from newretail.science.geography import metres_along
from newretail.stores import api as stores

MOST_TRIPS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class CourierTrip:
    """One trip of a day. Three clocks, so that neither kitchen nor stairs count as slow riding."""

    trip: Trip
    stops: tuple[Stop, ...]
    ridden: pay_rules.Round
    seconds_at_store: int
    seconds_riding: int
    seconds_at_doors: int

    def count(self, state: StopState) -> int:
        return sum(stop.state == state for stop in self.stops)


@dataclass(frozen=True, slots=True, kw_only=True)
class BringBack:
    """A parcel that was not delivered and is still with the courier."""

    parcel: Parcel
    bags: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CourierDay:
    """A day of the store's own calendar; a trip belongs to the day on which it was offered."""

    date: date
    trips: list[CourierTrip]
    seconds_on_duty: int
    earnings: pay_rules.Earnings
    bring_back: list[BringBack]

    @property
    def metres(self) -> int:
        return sum(each.ridden.metres for each in self.trips)

    @property
    def drops(self) -> int:
        """Drops that are paid: deliveries, and doors at which nobody took the parcel."""
        return sum(each.ridden.drops for each in self.trips)

    def count(self, state: StopState) -> int:
        return sum(each.count(state) for each in self.trips)


@dataclass(frozen=True, slots=True, kw_only=True)
class Coming:
    """Deliveries that no trip has yet. next_ready_at: when the first of those not packed may be expected to be."""

    ready: int
    packing: int
    picking: int
    next_ready_at: datetime | None
    free_couriers: int


def courier_day(*, store_id: str, member_id: UUID, day: date | None = None) -> CourierDay:
    """What a day (default: today) brought this courier. All is nought for somebody who has not ridden here."""
    zone, now = stores.store(store_id).zone, clock.now()
    day = day or now.astimezone(zone).date()
    first, last = whole_day(day, zone=zone)
    courier = Courier.objects.filter(store_id=store_id, member_id=member_id).first()
    trips = _trips(courier, first, last, now) if courier else []
    duties = _duties(courier, first, last, now) if courier else []
    return CourierDay(
        date=day,
        trips=trips,
        seconds_on_duty=sum(duty.seconds for duty in duties),
        earnings=pay_rules.earnings(rounds=[each.ridden for each in trips], duties=duties),
        bring_back=_bring_back(store_id, member_id),
    )


def planned_round(trip: Trip, stops: Iterable[Stop]) -> pay_rules.Round:
    """The whole trip, there and back, as if every parcel on it is delivered: what it was offered for."""
    going = [stop for stop in stops if stop.state not in (StopState.CANCELLED, StopState.LEFT)]
    store = stores.store(trip.store_id)
    base = (store.latitude, store.longitude)
    return pay_rules.Round(
        drops=len(going),
        metres=metres_along([base, *(door_of(stop) for stop in going), base]),
        per_drop=trip.pay_per_drop,
        per_kilometre=trip.pay_per_kilometre,
    )


def coming_deliveries(store_id: str) -> Coming:
    """What a courier who waits at the store may look forward to."""
    taken = set(
        Stop.objects.filter(
            trip__store_id=store_id,
            trip__state__in=[TripState.OFFERED, TripState.RIDING],
            state__in=[StopState.WAITING, StopState.ARRIVED],
        ).values_list("parcel_id", flat=True)
    )
    expected = [
        each
        for each in expect_parcels(store_id=store_id)
        if each.parcel.way == Way.DELIVER and each.parcel.id not in taken
    ]
    stages = [each.stage for each in expected]
    on_duty = Courier.objects.filter(store_id=store_id, on_duty=True)
    busy = Trip.objects.filter(courier__in=on_duty, state__in=[TripState.OFFERED, TripState.RIDING])
    return Coming(
        ready=stages.count("waiting_for_courier"),
        packing=stages.count("packing"),
        picking=stages.count("picking"),
        next_ready_at=min(
            (each.ready_at for each in expected if each.stage in ("picking", "packing")), default=None
        ),
        free_couriers=on_duty.count() - busy.count(),
    )


def _trips(courier: Courier, first: datetime, last: datetime, now: datetime) -> list[CourierTrip]:
    offered = Trip.objects.filter(courier=courier, made_at__gte=first, made_at__lt=last)
    trips = offered.exclude(state=TripState.CANCELLED).order_by("-made_at", "id")[:MOST_TRIPS]
    return [_trip(trip, now) for trip in trips.prefetch_related("stops__parcel")]


def _trip(trip: Trip, now: datetime) -> CourierTrip:
    stops = tuple(sorted(trip.stops.all(), key=lambda stop: stop.sequence))
    ends_at = trip.done_at or now
    at_doors = sum(_seconds(stop.arrived_at, stop.ended_at or now) for stop in stops)
    return CourierTrip(
        trip=trip,
        stops=stops,
        ridden=pay_rules.Round(
            drops=sum(_is_paid(stop) for stop in stops),
            metres=trip.metres,
            per_drop=trip.pay_per_drop,
            per_kilometre=trip.pay_per_kilometre,
        ),
        seconds_at_store=_seconds(trip.made_at, trip.picked_up_at or ends_at),
        seconds_riding=max(_seconds(trip.picked_up_at, ends_at) - at_doors, 0),
        seconds_at_doors=at_doors,
    )


def _is_paid(stop: Stop) -> bool:
    if stop.state == StopState.FAILED:
        return stop.cause in pay_rules.DROPS_PAID_ALTHOUGH_FAILED
    return stop.state == StopState.DELIVERED


def _seconds(begin: datetime | None, end: datetime) -> int:
    return max(int((end - begin).total_seconds()), 0) if begin else 0


def _duties(courier: Courier, first: datetime, last: datetime, now: datetime) -> Sequence[pay_rules.Duty]:
    touching = Shift.objects.filter(
        Q(ended_at__isnull=True) | Q(ended_at__gt=first),
        courier=courier,
        began_at__gt=first - pay_rules.LONGEST_SHIFT,
        began_at__lt=last,
    )
    return [
        pay_rules.Duty(
            seconds=pay_rules.seconds_within(
                began_at=shift.began_at, ended_at=shift.ended_at, now=now, first=first, last=last
            ),
            guarantee_per_hour=shift.guarantee_per_hour,
        )
        for shift in touching.order_by("began_at")
    ]


def _bring_back(store_id: str, member_id: UUID) -> list[BringBack]:
    failed = Parcel.objects.filter(store_id=store_id, state=ParcelState.FAILED, handed_to=str(member_id))
    found = []
    for parcel in failed.order_by("due_at", "number")[:100]:
        bags = Bag.objects.filter(parcel=parcel).exclude(state__in=ENDED).order_by("opened_at", "tag")
        found.append(BringBack(parcel=parcel, bags=tuple(bags.values_list("tag", flat=True))))
    return found
