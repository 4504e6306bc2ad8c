"""When each parcel may honestly be expected now, from the work still in front of it: the arithmetic of its quote, run again."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Q

from newretail.fulfilment import rules
from newretail.fulfilment.models import Courier, Parcel, ParcelPart, PartState, PickJob, Stop, Way
from newretail.fulfilment.models.couriers import StopState, TripState
from newretail.fulfilment.models.parcels import ParcelState
from newretail.fulfilment.models.picking import RUNNING, TO_DO, JobState
from newretail.fulfilment.work.terms import WorkTermsView, work_terms
from newretail.kernel import clock
from newretail.science import promise
from newretail.science.geography import Point, metres_along
from newretail.stores import api as stores

MOST_PARCELS = 500
_MINUTE = timedelta(minutes=1)
_POSITION_GOOD_FOR = timedelta(minutes=3)
_UNDER_WAY = (ParcelState.WAITING, ParcelState.ARRIVED, ParcelState.PACKED, ParcelState.RIDING)
_LIVE_STOPS = (StopState.WAITING, StopState.ARRIVED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """What a parcel may expect. stage: picking (or another part is made), packing, waiting_for_courier, riding, on_pickup_shelf.

    ready_at: when it is packed, or was. cause: what takes longer than it should (waiting_for_picker, busy,
    waiting_for_courier), else what still takes most (picking, waiting_for_part, conveyor, packing, ride). lines_in_front, parcels_in_front: work that goes first.
    """

    parcel: Parcel
    stage: str
    ready_at: datetime
    expected_at: datetime
    probability: float
    cause: str
    lines_in_front: int = 0
    parcels_in_front: int = 0
    couriers: int = 0
    metres: int = 0

    @property
    def is_at_risk(self) -> bool:
        return self.probability < rules.AT_RISK_BELOW


@dataclass(frozen=True, slots=True, kw_only=True)
class _Store:
    """The work of a store as it is now."""

    busy_minutes: int
    terms: WorkTermsView
    at: datetime
    jobs: dict[UUID, list[promise.JobLeft]]
    others: dict[UUID, datetime]
    couriers: int
    deliveries: list[datetime]
    stops: dict[UUID, list[Stop]]

    def minutes_since(self, at: datetime | None) -> float:
        return (self.at - at) / _MINUTE if at else 0.0


def expect_parcels(*, store_id: str, ref: str | None = None) -> list[Expectation]:
    """One expectation for each parcel of the store that is under way, the first due first; with `ref`, for its parcels only."""
    parcels = Parcel.objects.filter(store_id=store_id).filter(
        Q(state__in=_UNDER_WAY) | Q(state=ParcelState.SHELVED)
    )
    wanted = list((parcels.filter(ref=ref) if ref else parcels).order_by("due_at", "number")[:MOST_PARCELS])
    if not wanted:
        return []
    now = _look_at(store_id)
    return [_expect(parcel, now) for parcel in wanted]


def _look_at(store_id: str) -> _Store:
    now = clock.now()
    deliveries = Parcel.objects.filter(store_id=store_id, way=Way.DELIVER, state__in=_UNDER_WAY)
    return _Store(
        busy_minutes=stores.store(store_id).busy_minutes,
        terms=work_terms.of(store_id),
        at=now,
        jobs=_jobs(store_id, now),
        others=_others(store_id),
        couriers=Courier.objects.filter(store_id=store_id, on_duty=True).count(),
        deliveries=sorted(deliveries.order_by().values_list("due_at", flat=True)),
        stops=_stops(store_id),
    )


def _jobs(store_id: str, now: datetime) -> dict[UUID, list[promise.JobLeft]]:
    """What is left of the pick jobs, by the parcel that waits for it. Pickers take the job that has to end first."""
    running = list(
        PickJob.objects.filter(store_id=store_id, state__in=RUNNING)
        .annotate(to_do=Count("lines", filter=Q(lines__state__in=TO_DO)))
        .order_by("latest_finish", "number", "zone_walk_order")
    )
    awaited = ParcelPart.objects.filter(job__in=running).order_by("parcel_id")
    parcels: dict[UUID, list[UUID]] = defaultdict(list)
    for job_id, parcel_id in awaited.values_list("job_id", "parcel_id"):
        parcels[job_id].append(parcel_id)
    in_front = sum(job.to_do for job in running if job.state == JobState.STARTED)
    found: dict[UUID, list[promise.JobLeft]] = defaultdict(list)
    for job in running:
        is_started = job.state == JobState.STARTED
        left = promise.JobLeft(
            lines=job.to_do,
            lines_in_front=0 if is_started else in_front,
            is_started=is_started,
            shown_in=max((job.release_at - now) / _MINUTE, 0.0) if job.state == JobState.WAITING else 0.0,
        )
        for parcel_id in parcels[job.id]:
            found[parcel_id].append(left)
        in_front += 0 if is_started else job.to_do
    return found


def _others(store_id: str) -> dict[UUID, datetime]:
    """When the last of the parts that no picker brings should be made, by the parcel that waits for it."""
    waiting = ParcelPart.objects.filter(store_id=store_id, state=PartState.WAITING, job__isnull=True)
    return dict(waiting.order_by("latest_finish", "id").values_list("parcel_id", "latest_finish"))


def _stops(store_id: str) -> dict[UUID, list[Stop]]:
    """The way to each parcel's door on its courier's trip: the stops still to do, its own the last."""
    live = Stop.objects.filter(
        trip__store_id=store_id, trip__state__in=[TripState.OFFERED, TripState.RIDING], state__in=_LIVE_STOPS
    )
    trips: dict[UUID, list[Stop]] = defaultdict(list)
    for stop in live.select_related("parcel", "trip__courier").order_by("trip_id", "sequence"):
        trips[stop.trip_id].append(stop)
    return {
        stop.parcel_id: stops[: place + 1] for stops in trips.values() for place, stop in enumerate(stops)
    }


def _expect(parcel: Parcel, store: _Store) -> Expectation:
    jobs = store.jobs.get(parcel.id, []) if parcel.state == ParcelState.WAITING else []
    in_front = sum(due_at < parcel.due_at for due_at in store.deliveries)
    inside = _inside(parcel, jobs, store)
    outside = _outside(parcel, in_front, store) if parcel.way == Way.DELIVER else []
    stages = [*inside, *outside]
    expected_at, probability = promise.expected(stages, at=store.at, due_at=parcel.due_at)
    slowest = promise.slowest(jobs, lines_per_minute=store.terms.picking_lines_per_minute) if jobs else None
    return Expectation(
        parcel=parcel,
        stage=_stage(parcel, is_made=bool(jobs) or parcel.id in store.others),
        ready_at=parcel.packed_at or promise.expected(inside, at=store.at, due_at=parcel.due_at)[0],
        expected_at=expected_at if stages else parcel.packed_at or store.at,
        probability=probability if stages else 1.0,
        cause=_cause(stages, slowest),
        lines_in_front=slowest.lines_in_front if slowest else 0,
        parcels_in_front=in_front,
        couriers=store.couriers,
        metres=parcel.metres,
    )


def _inside(parcel: Parcel, jobs: Sequence[promise.JobLeft], store: _Store) -> list[promise.Stage]:
    """Stages in the store that are not over."""
    if parcel.packed_at is not None:
        return []
    packing = promise.packing(packing_minutes=store.terms.packing_minutes)
    if parcel.state == ParcelState.ARRIVED:
        return [promise.left_of(packing, minutes=store.minutes_since(parcel.arrived_at))]
    stages = [promise.conveyor(), packing]
    if made := _made(parcel, jobs, store):
        stages.append(made)
    if jobs and store.busy_minutes and not all(job.is_started for job in jobs):
        stages.append(promise.extra(minutes=store.busy_minutes))
    return stages


def _made(parcel: Parcel, jobs: Sequence[promise.JobLeft], store: _Store) -> promise.Stage | None:
    """The part that takes longest: the others are made meanwhile."""
    rate = store.terms.picking_lines_per_minute
    stages = [promise.slowest(jobs, lines_per_minute=rate).picking(lines_per_minute=rate)] if jobs else []
    if parcel.id in store.others:
        stages.append(promise.until(minutes=(store.others[parcel.id] - store.at) / _MINUTE))
    return max(stages, key=lambda stage: stage.mean, default=None)


def _outside(parcel: Parcel, in_front: int, store: _Store) -> list[promise.Stage]:
    """Stages between the packed parcel and the door that are not over."""
    path = store.stops.get(parcel.id, [])
    if parcel.state == ParcelState.RIDING:
        return [_riding(parcel, path, store)]
    riding = promise.ride(metres=parcel.metres, metres_per_minute=store.terms.metres_per_minute)
    waiting = promise.waiting_for_courier(
        couriers=max(store.couriers, 1) if path else store.couriers,
        parcels_in_front=0 if path else in_front,
        ride_minutes=riding.mean,
    )
    return [promise.left_of(waiting, minutes=store.minutes_since(parcel.packed_at)), riding]


def _riding(parcel: Parcel, path: Sequence[Stop], store: _Store) -> promise.Stage:
    courier = path[-1].trip.courier if path else None
    if courier is None or courier.position_at is None or store.at - courier.position_at > _POSITION_GOOD_FOR:
        whole = promise.ride(metres=parcel.metres, metres_per_minute=store.terms.metres_per_minute)
        return promise.left_of(whole, minutes=store.minutes_since(parcel.handed_over_at))
    assert courier.latitude is not None and courier.longitude is not None
    way = [(courier.latitude, courier.longitude), *(_door(stop) for stop in path)]
    return promise.ride_left(
        metres=metres_along(way), stops_before=len(path) - 1, metres_per_minute=store.terms.metres_per_minute
    )


def _door(stop: Stop) -> Point:
    assert stop.parcel.latitude is not None and stop.parcel.longitude is not None
    return stop.parcel.latitude, stop.parcel.longitude


def _stage(parcel: Parcel, *, is_made: bool) -> str:
    if parcel.state == ParcelState.SHELVED:
        return "on_pickup_shelf"
    if parcel.state == ParcelState.RIDING:
        return "riding"
    if parcel.state == ParcelState.PACKED and parcel.way == Way.DELIVER:
        return "waiting_for_courier"
    return "picking" if is_made else "packing"


def _cause(stages: Sequence[promise.Stage], slowest: promise.JobLeft | None) -> str:
    """The stage that takes more than it should, by most; where each takes what it should, the longest."""
    if not stages:
        return ""
    should = {"courier": promise.FREE_COURIER_MINUTES, "busy": 0.0}
    if slowest is not None:
        should["pick"] = slowest.shown_in + slowest.minutes_by_hand
    excess = {stage.name: stage.mean - should.get(stage.name, stage.mean) for stage in stages}
    worst = max(excess, key=lambda name: excess[name])
    if excess[worst] < 1.0:
        worst = max(stages, key=lambda stage: stage.mean).name
    if worst == "pick":
        return "picking" if slowest is None or slowest.is_started else "waiting_for_picker"
    return {"courier": "waiting_for_courier", "pack": "packing", "part": "waiting_for_part"}.get(worst, worst)
