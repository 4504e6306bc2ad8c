"""Everything that was done for one ref and by whom, for those who are asked about it afterwards. For the eyes of staff."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from newretail.fulfilment.models import Bag, ParcelPart, PickJob, PickLine, Stop, Take
from newretail.fulfilment.work.zone_names import ZoneNames
from newretail.kernel import actor
from newretail.members import api as members

MOST_TAKES = 500
MOST_STOPS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class JobStory:
    """One zone of the order. `picker`: the name, empty while nobody has begun."""

    zone: str
    zone_name: str
    state: str
    picker: str
    released_at: datetime | None
    started_at: datetime | None
    finished_at: datetime | None
    latest_finish: datetime
    late_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeStory:
    """One scan that moved goods into a bag. `swap_of`: the SKU it stands in for."""

    at: datetime
    line: str
    sku_id: str
    lot: str
    quantity: int
    swap_of: str | None
    amount: int | None
    bag: str
    by: str
    undone_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MissedStory:
    """So much of a line was not there."""

    at: datetime
    line: str
    sku_id: str
    quantity: int
    cause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BagStory:
    tag: str
    way: str
    part: str
    state: str
    station: str
    opened_at: datetime
    on_conveyor_at: datetime | None
    arrived_at: datetime | None
    packed_at: datetime | None
    gone_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PartStory:
    """What a parcel waited for that no picker brought. state: waiting, ready, arrived, dropped; `by`: who said that it is made."""

    kind: str
    note: str
    way: str
    part: str
    state: str
    latest_finish: datetime
    ready_at: datetime | None
    arrived_at: datetime | None
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StopStory:
    """A courier's way to this order's door. stops: doors of the whole trip; place: which of them this was.

    proof: door_code, photo, nothing_to_deliver; empty before, and once the way there is forgotten.
    """

    trip_id: UUID
    courier: str
    trip_state: str
    state: str
    cause: str
    proof: str
    place: int
    stops: int
    metres: int
    made_at: datetime
    picked_up_at: datetime | None
    arrived_at: datetime | None
    ended_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkStory:
    jobs: list[JobStory]
    takes: list[TakeStory]
    missed: list[MissedStory]
    parts: list[PartStory]
    bags: list[BagStory]
    stops: list[StopStory]


def tell_work(ref: str, *, store_id: str) -> WorkStory:
    """Jobs, picks, what was missing, other parts, bags and trips of a ref, the oldest first; all empty for one that nobody worked on."""
    jobs = list(PickJob.objects.filter(store_id=store_id, ref=ref).order_by("zone_walk_order", "zone"))
    takes = list(
        Take.objects.filter(line__store_id=store_id, line__ref=ref)
        .select_related("line", "bag")
        .order_by("at", "id")[:MOST_TAKES]
    )
    stops = list(
        Stop.objects.filter(parcel__store_id=store_id, parcel__ref=ref)
        .select_related("trip__courier", "parcel")
        .order_by("trip__made_at", "sequence")[:MOST_STOPS]
    )
    others = ParcelPart.objects.filter(store_id=store_id, ref=ref, job__isnull=True).select_related("parcel")
    parts = list(others.order_by("latest_finish", "id"))
    called = members.names(
        [
            *(job.picker_id for job in jobs if job.picker_id),
            *(member_id for take in takes if (member_id := actor.member_of(take.by))),
            *(member_id for part in parts if (member_id := actor.member_of(part.ready_by))),
            *(stop.trip.courier.member_id for stop in stops),
        ]
    )
    return WorkStory(
        jobs=_jobs(jobs, called),
        takes=[_take(take, called) for take in takes],
        missed=_missed(store_id, ref),
        parts=[_part(part, called) for part in parts],
        bags=_bags(store_id, ref),
        stops=[_stop(stop, called) for stop in stops],
    )


def _jobs(jobs: list[PickJob], called: dict[UUID, str]) -> list[JobStory]:
    zones = ZoneNames(jobs[0].store_id) if jobs else {}
    return [
        JobStory(
            zone=job.zone,
            zone_name=zones[job.zone],
            state=job.state,
            picker=called.get(job.picker_id, "") if job.picker_id else "",
            released_at=job.released_at,
            started_at=job.started_at,
            finished_at=job.finished_at,
            latest_finish=job.latest_finish,
            late_at=job.late_at,
        )
        for job in jobs
    ]


def _take(take: Take, called: dict[UUID, str]) -> TakeStory:
    return TakeStory(
        at=take.at,
        line=take.line.line,
        sku_id=take.sku_id,
        lot=take.lot,
        quantity=take.quantity,
        swap_of=take.swap_of or None,
        amount=take.amount,
        bag=take.bag.tag if take.bag else "",
        by=called.get(picker, "") if (picker := actor.member_of(take.by)) else "",
        undone_at=take.undone_at,
    )


def _missed(store_id: str, ref: str) -> list[MissedStory]:
    lines = PickLine.objects.filter(
        store_id=store_id, ref=ref, missing__gt=0, missing_at__isnull=False
    ).order_by("missing_at", "line")
    return [
        MissedStory(
            at=line.missing_at,
            line=line.line,
            sku_id=line.sku_id,
            quantity=line.missing,
            cause=line.missing_cause,
        )
        for line in lines
        if line.missing_at is not None
    ]


def _part(part: ParcelPart, called: dict[UUID, str]) -> PartStory:
    return PartStory(
        kind=part.kind,
        note=part.note,
        way=part.parcel.way,
        part=part.parcel.part,
        state=part.state,
        latest_finish=part.latest_finish,
        ready_at=part.ready_at,
        arrived_at=part.arrived_at,
        by=called.get(member_id, "") if (member_id := actor.member_of(part.ready_by)) else "",
    )


def _bags(store_id: str, ref: str) -> list[BagStory]:
    return [
        BagStory(
            tag=bag.tag,
            way=bag.way,
            part=bag.parcel.part,
            state=bag.state,
            station=bag.station,
            opened_at=bag.opened_at,
            on_conveyor_at=bag.on_conveyor_at,
            arrived_at=bag.arrived_at,
            packed_at=bag.packed_at,
            gone_at=bag.gone_at,
        )
        for bag in Bag.objects.filter(store_id=store_id, ref=ref)
        .select_related("parcel")
        .order_by("opened_at", "tag")
    ]


def _stop(stop: Stop, called: dict[UUID, str]) -> StopStory:
    trip = stop.trip
    return StopStory(
        trip_id=trip.id,
        courier=called.get(trip.courier.member_id, ""),
        trip_state=trip.state,
        state=stop.state,
        cause=stop.cause,
        proof=stop.proof.partition(":")[0],
        place=stop.sequence,
        stops=trip.stops.count(),
        metres=stop.parcel.metres,
        made_at=trip.made_at,
        picked_up_at=trip.picked_up_at,
        arrived_at=stop.arrived_at,
        ended_at=stop.ended_at,
    )
