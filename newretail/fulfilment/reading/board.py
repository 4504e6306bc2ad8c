"""What a manager sees: the work of a store now, what is late or may become so and why, what was missing, the plan ahead."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count

from newretail.catalog import api as catalog
from newretail.fulfilment import rules
from newretail.fulfilment.models import Courier, Parcel, PickJob, PickLine, PutBack, Trip, WorkSlot
from newretail.fulfilment.models.couriers import TripState
from newretail.fulfilment.models.parcels import ParcelState
from newretail.fulfilment.plan.expect_parcels import Expectation, expect_parcels
from newretail.fulfilment.plan.find_late import late_cause_of, ready_to_collect
from newretail.fulfilment.reading.cause_words import say_at_risk, say_late
from newretail.fulfilment.reading.people import people_at_work
from newretail.fulfilment.work.zone_names import ZoneNames
from newretail.inventory import api as inventory
from newretail.kernel import clock
from newretail.science import promise
from newretail.stores.api import PostLine

MOST_LISTED = 100
_LOOK_BACK = timedelta(hours=12)


@dataclass(frozen=True, slots=True, kw_only=True)
class OrdersByStage:
    """Parcels under way by where they are; placed_unpaid counts orders. coming_back: delivery failed, not received yet."""

    placed_unpaid: int
    picking: int
    packing: int
    waiting_for_courier: int
    riding: int
    on_pickup_shelf: int
    coming_back: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AtRiskView:
    """A promise that holds with less than 0.8. expected_at: when the work in front of it will probably be done.

    stage: as in OrdersByStage. words: the cause in the caller's language. order_id: the id in the ref it is done for.
    """

    order_id: UUID | None
    parcel_id: UUID
    number: str
    way: str
    part: str
    stage: str
    due_at: datetime
    expected_at: datetime
    probability: float
    cause: str
    words: str
    minutes_left: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LateView:
    order_id: UUID | None
    parcel_id: UUID
    number: str
    way: str
    part: str
    state: str
    due_at: datetime
    expected_at: datetime | None
    cause: str
    words: str
    minutes_late: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingView:
    order_id: UUID | None
    number: str
    line: str
    zone: str
    zone_name: str
    shelf: str
    sku_id: str
    name: str
    picture: str
    unit: str
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
    """jobs, parcels: how many in each state of the last twelve hours. late_by_cause: parcels of that time that were late.

    people: everybody at work, whether they said where they stand or were only seen to do something.
    """

    at: datetime
    jobs: dict[str, int]
    parcels: dict[str, int]
    orders_by_stage: OrdersByStage
    at_risk: list[AtRiskView]
    late_jobs: int
    late_by_cause: dict[str, int]
    late: list[LateView]
    missing: list[MissingView]
    put_backs: int
    couriers_on_duty: int
    couriers_riding: int
    people: list[PostLine]
    plan: list[SlotView]


def board(store_id: str) -> Board:
    """The work of one store. Lists hold at most 100 rows, the most urgent or the newest first."""
    now = clock.now()
    since = now - _LOOK_BACK
    jobs = PickJob.objects.filter(store_id=store_id, work__opened_at__gte=since)
    parcels = Parcel.objects.filter(store_id=store_id, work__opened_at__gte=since)
    expected = expect_parcels(store_id=store_id)
    return Board(
        at=now,
        jobs=dict(Counter(jobs.values_list("state", flat=True))),
        parcels=dict(Counter(parcels.values_list("state", flat=True))),
        orders_by_stage=_by_stage(store_id, expected),
        at_risk=_at_risk(expected, now),
        late_jobs=jobs.filter(late_at__isnull=False, state__in=["waiting", "open", "started"]).count(),
        late_by_cause=_late_by_cause(store_id, since),
        late=_late(store_id, expected, now),
        missing=_missing(store_id, since),
        put_backs=PutBack.objects.filter(store_id=store_id, done_at__isnull=True).count(),
        couriers_on_duty=Courier.objects.filter(store_id=store_id, on_duty=True).count(),
        couriers_riding=Trip.objects.filter(store_id=store_id, state=TripState.RIDING).count(),
        people=people_at_work(store_id),
        plan=_plan(store_id, now),
    )


def id_in(ref: str) -> UUID | None:
    """The id that a ref carries after its colon, with which the room that gave it finds what it is about."""
    try:
        return UUID(ref.partition(":")[2])
    except ValueError:
        return None


def _by_stage(store_id: str, expected: Sequence[Expectation]) -> OrdersByStage:
    stages = Counter(each.stage for each in expected)
    return OrdersByStage(
        placed_unpaid=inventory.refs_with_lapsing_holds(store_id=store_id),
        picking=stages["picking"],
        packing=stages["packing"],
        waiting_for_courier=stages["waiting_for_courier"],
        riding=stages["riding"],
        on_pickup_shelf=stages["on_pickup_shelf"],
        coming_back=Parcel.objects.filter(store_id=store_id, state=ParcelState.FAILED).count(),
    )


def _at_risk(expected: Sequence[Expectation], now: datetime) -> list[AtRiskView]:
    """The least probable first. What is late already is no risk any more: it has a list of its own."""
    doubtful = [each for each in expected if each.is_at_risk and each.parcel.due_at >= now]
    doubtful.sort(key=lambda each: (each.probability, each.parcel.due_at, each.parcel.number))
    return [
        AtRiskView(
            order_id=id_in(each.parcel.ref),
            parcel_id=each.parcel.id,
            number=each.parcel.number,
            way=each.parcel.way,
            part=each.parcel.part,
            stage=each.stage,
            due_at=each.parcel.due_at,
            expected_at=each.expected_at,
            probability=each.probability,
            cause=each.cause,
            words=say_at_risk(each),
            minutes_left=int((each.parcel.due_at - now) / timedelta(minutes=1)),
        )
        for each in doubtful[:MOST_LISTED]
    ]


def _late_by_cause(store_id: str, since: datetime) -> dict[str, int]:
    late = Parcel.objects.filter(store_id=store_id, work__opened_at__gte=since, late_at__isnull=False)
    counts = (
        late.order_by().values("late_cause").annotate(count=Count("id")).values_list("late_cause", "count")
    )
    return dict(sorted(counts))


def _late(store_id: str, expected: Sequence[Expectation], now: datetime) -> list[LateView]:
    ended = (ParcelState.DONE, ParcelState.CANCELLED, ParcelState.RETURNED)
    late = Parcel.objects.filter(store_id=store_id, due_at__lt=now).exclude(state__in=ended)
    late = late.exclude(ready_to_collect())
    expected_at = {each.parcel.id: each.expected_at for each in expected}
    return [
        _late_view(parcel, expected_at.get(parcel.id), now)
        for parcel in late.order_by("due_at", "number")[:MOST_LISTED]
    ]


def _late_view(parcel: Parcel, expected_at: datetime | None, now: datetime) -> LateView:
    cause = parcel.late_cause or late_cause_of(parcel, at=now)
    return LateView(
        order_id=id_in(parcel.ref),
        parcel_id=parcel.id,
        number=parcel.number,
        way=parcel.way,
        part=parcel.part,
        state=parcel.state,
        due_at=parcel.due_at,
        expected_at=expected_at,
        cause=cause,
        words=say_late(cause),
        minutes_late=int((now - parcel.due_at) / timedelta(minutes=1)),
    )


def _missing(store_id: str, since: datetime) -> list[MissingView]:
    missing = PickLine.objects.filter(store_id=store_id, missing__gt=0, missing_at__gte=since)
    lines = list(missing.select_related("job").order_by("-missing_at", "-id")[:MOST_LISTED])
    faces = catalog.faces(line.sku_id for line in lines)
    called = ZoneNames(store_id)
    return [
        MissingView(
            order_id=id_in(line.ref),
            number=line.job.number,
            line=line.line,
            zone=line.job.zone,
            zone_name=called[line.job.zone],
            shelf=line.shelf,
            sku_id=line.sku_id,
            name=faces[line.sku_id].name,
            picture=faces[line.sku_id].picture,
            unit=faces[line.sku_id].unit,
            quantity=line.missing,
            cause=line.missing_cause,
            choice=line.substitution,
            state=line.state,
            at=line.missing_at,
        )
        for line in lines
        if line.missing_at is not None
    ]


def _plan(store_id: str, now: datetime) -> list[SlotView]:
    first = promise.slot_start(now)
    slots = WorkSlot.objects.filter(
        store_id=store_id, starts_at__gte=first, starts_at__lt=first + rules.HORIZON
    )
    return [
        SlotView(starts_at=slot.starts_at, capacity=slot.capacity, booked=slot.booked)
        for slot in slots.order_by("starts_at")
    ]
