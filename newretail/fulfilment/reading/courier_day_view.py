"""A courier's day as the phone shows it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from newretail.fulfilment.models.couriers import StopState
from newretail.fulfilment.reading.cause_words import say_late
from newretail.fulfilment.reading.courier_day import BringBack, CourierDay, CourierTrip, courier_day
from newretail.fulfilment.work.terms import work_terms
from newretail.stores import api as stores


@dataclass(frozen=True, slots=True, kw_only=True)
class DayPart:
    """`count`: drops, metres, or seconds on duty. `guarantee` fills up what drops and distance fall short of it."""

    what: Literal["drops", "distance", "guarantee"]
    count: int
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DayStop:
    """`late_words`: which clock overran, in the caller's language; empty when it was in time."""

    number: str
    state: str
    cause: str
    due_at: datetime
    ended_at: datetime | None
    late_words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DayTrip:
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
    stops: list[DayStop]


@dataclass(frozen=True, slots=True, kw_only=True)
class DayBringBack:
    parcel_id: UUID
    number: str
    cause: str
    bags: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class CourierRates:
    """What the store pays from now on. Trips and shifts keep the rates that they began with."""

    per_drop: int
    per_kilometre: int
    guarantee_per_hour: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CourierDayView:
    """One day of the store's calendar, minor units of `currency`: `earnings` is the sum of its `parts`."""

    date: date
    deliveries: int
    failed: int
    metres: int
    seconds_on_duty: int
    earnings: int
    currency: str
    parts: list[DayPart]
    trips: list[DayTrip]
    bring_back: list[DayBringBack]
    rates: CourierRates


def courier_day_view(*, store_id: str, member_id: UUID, day: date | None) -> CourierDayView:
    """See `courier_day`."""
    store = stores.store(store_id)
    terms = work_terms.of(store_id)
    found = courier_day(store_id=store_id, member_id=member_id, day=day)
    return CourierDayView(
        date=found.date,
        deliveries=found.count(StopState.DELIVERED),
        failed=found.count(StopState.FAILED),
        metres=found.metres,
        seconds_on_duty=found.seconds_on_duty,
        earnings=found.earnings.total,
        currency=store.currency,
        parts=_parts(found),
        trips=[_trip(each) for each in found.trips],
        bring_back=[_bring_back(each) for each in found.bring_back],
        rates=CourierRates(
            per_drop=terms.courier_pay_per_drop,
            per_kilometre=terms.courier_pay_per_kilometre,
            guarantee_per_hour=terms.courier_guarantee_per_hour,
        ),
    )


def _parts(found: CourierDay) -> list[DayPart]:
    earned = found.earnings
    return [
        DayPart(what="drops", count=found.drops, amount=earned.drops),
        DayPart(what="distance", count=found.metres, amount=earned.distance),
        DayPart(what="guarantee", count=found.seconds_on_duty, amount=earned.guarantee),
    ]


def _trip(each: CourierTrip) -> DayTrip:
    return DayTrip(
        trip_id=each.trip.id,
        at=each.trip.made_at,
        state=each.trip.state,
        deliveries=each.count(StopState.DELIVERED),
        failed=each.count(StopState.FAILED),
        metres=each.ridden.metres,
        earnings=each.ridden.drop_pay + each.ridden.distance_pay,
        seconds_at_store=each.seconds_at_store,
        seconds_riding=each.seconds_riding,
        seconds_at_doors=each.seconds_at_doors,
        stops=[
            DayStop(
                number=stop.parcel.number,
                state=stop.state,
                cause=stop.cause,
                due_at=stop.parcel.due_at,
                ended_at=stop.ended_at,
                late_words=say_late(stop.parcel.late_cause),
            )
            for stop in each.stops
        ],
    )


def _bring_back(each: BringBack) -> DayBringBack:
    return DayBringBack(
        parcel_id=each.parcel.id, number=each.parcel.number, cause=each.parcel.cause, bags=list(each.bags)
    )
