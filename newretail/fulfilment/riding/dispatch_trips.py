"""Packed deliveries and free couriers become trips; what is on the packing table may join them."""

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from newretail.fulfilment import rules
from newretail.fulfilment.events import TripMade
from newretail.fulfilment.models import Courier, Parcel, Stop, Trip, Way
from newretail.fulfilment.models.couriers import StopState, TripState
from newretail.fulfilment.models.parcels import ParcelState
from newretail.fulfilment.plan.expect_parcels import expect_parcels
from newretail.fulfilment.work.terms import work_terms
from newretail.kernel import clock
from newretail.kernel.events import publish
from newretail.science.dispatch import Depot, Dispatcher, FreeCourier, NearestCourier, ReadyParcel
from newretail.stores import api as stores

DISPATCHER: Dispatcher = NearestCourier()
MOST_PARCELS = 300
MOST_COURIERS = 200
_LIVE_STOPS = [StopState.WAITING, StopState.ARRIVED]
_LIVE_TRIPS = [TripState.OFFERED, TripState.RIDING]


@transaction.atomic
def dispatch_trips(*, store_id: str) -> int:
    """Ask the dispatcher for trips that leave now and write them; returns how many. Two at once never take the same."""
    couriers = _free_couriers(store_id)
    parcels = _waiting_parcels(store_id) if couriers else []
    if not any(parcel.state == ParcelState.PACKED for parcel in parcels):
        return 0
    store = stores.store(store_id)
    planned = DISPATCHER.plan(
        at=clock.now(),
        depot=Depot(
            latitude=store.latitude,
            longitude=store.longitude,
            metres_per_minute=work_terms.of(store_id).metres_per_minute,
        ),
        parcels=_ready(store_id, parcels),
        couriers=[
            FreeCourier(
                key=courier.pk,
                latitude=store.latitude if courier.latitude is None else courier.latitude,
                longitude=store.longitude if courier.longitude is None else courier.longitude,
            )
            for courier in couriers
        ],
    )
    by_key = {str(parcel.id): parcel for parcel in parcels}
    for trip in planned:
        _write(store_id, trip.courier, [by_key[key] for key in trip.parcels])
    return len(planned)


def stores_waiting() -> list[str]:
    """Stores that have a packed delivery without a courier."""
    waiting = _without_a_stop(_to_send(ParcelState.PACKED))
    return sorted(set(waiting.values_list("store_id", flat=True)[:10_000]))


def _free_couriers(store_id: str) -> list[Courier]:
    """Locked first, then asked what they do: a trip that was made a moment ago is seen."""
    locked = Courier.objects.select_for_update(skip_locked=True).filter(store_id=store_id, on_duty=True)
    couriers = list(locked.order_by("id")[:MOST_COURIERS])
    busy = set(
        Trip.objects.filter(courier__in=couriers, state__in=_LIVE_TRIPS).values_list("courier_id", flat=True)
    )
    return [courier for courier in couriers if courier.pk not in busy]


def _waiting_parcels(store_id: str) -> list[Parcel]:
    there = _to_send(ParcelState.PACKED, ParcelState.ARRIVED).select_for_update(skip_locked=True)
    parcels = list(there.filter(store_id=store_id).order_by("due_at", "number")[:MOST_PARCELS])
    taken = set(
        Stop.objects.filter(parcel__in=parcels, state__in=_LIVE_STOPS).values_list("parcel_id", flat=True)
    )
    return [parcel for parcel in parcels if parcel.id not in taken]


def _to_send(*states: ParcelState) -> QuerySet[Parcel]:
    """Deliveries that have come so far. What a courier has just left behind is looked for first."""
    looked_for = Q(left_behind_at__gt=clock.now() - rules.LEFT_BEHIND_REST)
    return Parcel.objects.filter(way=Way.DELIVER, state__in=states).exclude(looked_for)


def _without_a_stop(parcels: QuerySet[Parcel]) -> QuerySet[Parcel]:
    return parcels.filter(~Exists(Stop.objects.filter(parcel=OuterRef("pk"), state__in=_LIVE_STOPS)))


def _ready(store_id: str, parcels: list[Parcel]) -> list[ReadyParcel]:
    unpacked = [parcel for parcel in parcels if parcel.packed_at is None]
    expected = expect_parcels(store_id=store_id) if unpacked else []
    ready_at = {each.parcel.id: each.ready_at for each in expected}
    ready = []
    for parcel in parcels:
        assert parcel.latitude is not None and parcel.longitude is not None
        at = parcel.packed_at or ready_at.get(parcel.id)
        if at is not None:
            ready.append(
                ReadyParcel(
                    key=str(parcel.id),
                    ready_at=at,
                    due_at=parcel.due_at,
                    latitude=parcel.latitude,
                    longitude=parcel.longitude,
                )
            )
    return ready


def _write(store_id: str, courier_id: int, parcels: list[Parcel]) -> None:
    terms = work_terms.of(store_id)
    trip = Trip.objects.create(
        store_id=store_id,
        courier_id=courier_id,
        pay_per_drop=terms.courier_pay_per_drop,
        pay_per_kilometre=terms.courier_pay_per_kilometre,
    )
    Stop.objects.bulk_create(
        Stop(trip=trip, parcel=parcel, sequence=sequence) for sequence, parcel in enumerate(parcels, start=1)
    )
    refs = [parcel.ref for parcel in parcels]
    publish(TripMade(store_id=store_id, trip_id=str(trip.id), courier_id=courier_id, refs=refs))
