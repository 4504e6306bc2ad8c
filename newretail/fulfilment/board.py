"""What a manager sees: the work of a store now, what is late and why, what was missing, and the plan ahead."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count

from newretail.fulfilment import rules
from newretail.fulfilment.find_late import late_cause_of
from newretail.fulfilment.models import Courier, Parcel, PickJob, PickLine, PutBack, Trip, WorkSlot
from newretail.fulfilment.models.couriers import TripState
from newretail.fulfilment.models.parcels import ParcelState
from newretail.kernel import clock

MOST_LISTED = 100
_LOOK_BACK = timedelta(hours=12)


@dataclass(frozen=True, slots=True, kw_only=True)
class LateView:
    number: str
    way: str
    state: str
    due_at: datetime
    cause: str
    minutes_late: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingView:
    number: str
    zone: str
    shelf: str
    sku_id: str
    quantity: int
    cause: str
    choice: str
    state: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotView:
    starts_at: datetime
    capacity: int
    booked: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """jobs, parcels: how many in each state of the last twelve hours. late_by_cause: parcels of that time that were late."""

    at: datetime
    jobs: dict[str, int]
    parcels: dict[str, int]
    late_jobs: int
    late_by_cause: dict[str, int]
    late: list[LateView]
    missing: list[MissingView]
    put_backs: int
    couriers_on_duty: int
    couriers_riding: int
    plan: list[SlotView]


def board(store_id: str) -> Board:
    """The work of one store. Lists hold at most 100 rows, the most urgent or the newest first."""
    now = clock.now()
    since = now - _LOOK_BACK
    jobs = PickJob.objects.filter(store_id=store_id, work__opened_at__gte=since)
    parcels = Parcel.objects.filter(store_id=store_id, work__opened_at__gte=since)
    return Board(
        at=now,
        jobs=dict(Counter(jobs.values_list("state", flat=True))),
        parcels=dict(Counter(parcels.values_list("state", flat=True))),
        late_jobs=jobs.filter(late_at__isnull=False, state__in=["waiting", "open", "started"]).count(),
        late_by_cause=_late_by_cause(store_id, since),
        late=_late(store_id, now),
        missing=_missing(store_id, since),
        put_backs=PutBack.objects.filter(store_id=store_id, done_at__isnull=True).count(),
        couriers_on_duty=Courier.objects.filter(store_id=store_id, on_duty=True).count(),
        couriers_riding=Trip.objects.filter(store_id=store_id, state=TripState.RIDING).count(),
        plan=_plan(store_id, now),
    )


def _late_by_cause(store_id: str, since: datetime) -> dict[str, int]:
    late = Parcel.objects.filter(store_id=store_id, work__opened_at__gte=since, late_at__isnull=False)
    counts = (
        late.order_by().values("late_cause").annotate(count=Count("id")).values_list("late_cause", "count")
    )
    return dict(sorted(counts))


def _late(store_id: str, now: datetime) -> list[LateView]:
    ended = (ParcelState.DONE, ParcelState.CANCELLED, ParcelState.RETURNED)
    late = Parcel.objects.filter(store_id=store_id, due_at__lt=now).exclude(state__in=ended)
    return [
        LateView(
            number=parcel.number,
            way=parcel.way,
            state=parcel.state,
            due_at=parcel.due_at,
            cause=parcel.late_cause or late_cause_of(parcel, at=now),
            minutes_late=int((now - parcel.due_at) / timedelta(minutes=1)),
        )
        for parcel in late.order_by("due_at", "number")[:MOST_LISTED]
    ]


def _missing(store_id: str, since: datetime) -> list[MissingView]:
    lines = PickLine.objects.filter(store_id=store_id, missing__gt=0, missing_at__gte=since).select_related(
        "job"
    )
    return [
        MissingView(
            number=line.job.number,
            zone=line.job.zone,
            shelf=line.shelf,
            sku_id=line.sku_id,
            quantity=line.missing,
            cause=line.missing_cause,
            choice=line.substitution,
            state=line.state,
            at=line.missing_at,
        )
        for line in lines.order_by("-missing_at", "-id")[:MOST_LISTED]
        if line.missing_at is not None
    ]


def _plan(store_id: str, now: datetime) -> list[SlotView]:
    first = rules.slot_start(now)
    slots = WorkSlot.objects.filter(
        store_id=store_id, starts_at__gte=first, starts_at__lt=first + rules.HORIZON
    )
    return [
        SlotView(starts_at=slot.starts_at, capacity=slot.capacity, booked=slot.booked)
        for slot in slots.order_by("starts_at")
    ]
