"""Parcels as the people at packing and at the counter see them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q

from newretail.fulfilment.models import Bag, Parcel, ParcelPart, PartState, PickLine, Stop
from newretail.fulfilment.models.bags import ENDED, BagState
from newretail.fulfilment.models.couriers import StopState
from newretail.fulfilment.models.parcels import ParcelState
from newretail.fulfilment.models.parts import COUNTER as COUNTER_KIND
from newretail.fulfilment.models.parts import PENDING
from newretail.fulfilment.models.picking import RUNNING, TO_DO
from newretail.fulfilment.packing.may_do import ParcelDeed, PartDeed, may_do
from newretail.fulfilment.reading.bags import TaggedBag, tagged_bag
from newretail.fulfilment.who import COUNTER
from newretail.fulfilment.work.zone_names import ZoneNames
from newretail.kernel import clock
from newretail.kernel.who import Caller
from newretail.members import api as members

_GONE = (ParcelState.DONE, ParcelState.CANCELLED, ParcelState.RETURNED)
_ON_THE_WAY = (BagState.FILLING, BagState.ON_CONVEYOR)


@dataclass(frozen=True, slots=True, kw_only=True)
class ParcelZone:
    """What one zone still owes a parcel. state: waiting, open, started, done; bags_missing: tags not at packing yet."""

    zone: str
    zone_name: str
    state: str
    lines_left: int
    bags_missing: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class AwaitedPart:
    """What else a parcel waits for than what is picked for it. kind: counter, or a word of the room that makes it.

    state: waiting, ready (its bags are on their way), arrived. `can`: what the caller may do about it now.
    """

    id: UUID
    parcel_id: UUID
    number: str
    way: str
    kind: str
    note: str
    state: str
    latest_finish: datetime
    bags_missing: list[str]
    can: list[PartDeed]


@dataclass(frozen=True, slots=True, kw_only=True)
class ParcelView:
    """A parcel as staff see it: no name, no address, no code. `courier_name`: who is to take it or has it.

    `part` tells several parcels of one way apart, empty for the only one. `jobs_open`: zones that still pick for it. `can`: what the
    caller may do with it now.
    """

    id: UUID
    number: str
    way: str
    part: str
    state: str
    due_at: datetime
    latest_packed: datetime
    shelf: str
    is_late: bool
    late_cause: str
    packed_at: datetime | None
    handed_over_at: datetime | None
    ended_at: datetime | None
    locked_until: datetime | None
    jobs_open: int
    bags_missing: int
    bags: list[TaggedBag]
    zones: list[ParcelZone]
    parts: list[AwaitedPart]
    courier_name: str | None
    can: list[ParcelDeed]


def parcel_view(parcel: Parcel, caller: Caller) -> ParcelView:
    return _views(parcel.store_id, [parcel], caller)[0]


def list_parcels(
    *, store_id: str, caller: Caller, state: str | None, way: str | None, number: str | None, limit: int
) -> list[ParcelView]:
    """Parcels in `state` (None: those that have not left for good), the most urgent first."""
    parcels = Parcel.objects.filter(store_id=store_id)
    parcels = parcels.filter(state=state) if state else parcels.exclude(state__in=_GONE)
    if way:
        parcels = parcels.filter(way=way)
    if number:
        parcels = parcels.filter(number__iexact=number)
    return _views(store_id, list(parcels.order_by("due_at", "number", "way", "part")[:limit]), caller)


def list_counter_bags(*, store_id: str, caller: Caller, limit: int) -> list[AwaitedPart]:
    """The bags that counters still owe, the most urgent first."""
    open_ones = ParcelPart.objects.filter(store_id=store_id, state=PartState.WAITING, kind=COUNTER_KIND)
    parts = open_ones.select_related("parcel").order_by("latest_finish", "id")[:limit]
    return [_awaited(part, [], caller) for part in parts]


def _views(store_id: str, parcels: Sequence[Parcel], caller: Caller) -> list[ParcelView]:
    bags: dict[UUID, list[Bag]] = defaultdict(list)
    live = Bag.objects.filter(parcel__in=parcels).exclude(state__in=ENDED)
    for bag in live.select_related("parcel", "parcel_part").order_by("opened_at", "tag"):
        bags[bag.parcel_id].append(bag)
    parts = _parts_of(parcels)
    lines_left = _lines_left(parcels)
    called = ZoneNames(store_id)
    couriers = _couriers_of(parcels)
    return [
        _view(
            parcel,
            bags=bags[parcel.id],
            zones=_zones(parts[parcel.id], bags[parcel.id], lines_left, called),
            parts=_others(parts[parcel.id], bags[parcel.id], caller),
            courier_name=couriers.get(parcel.id),
            caller=caller,
        )
        for parcel in parcels
    ]


def _view(
    parcel: Parcel,
    *,
    bags: Sequence[Bag],
    zones: list[ParcelZone],
    parts: list[AwaitedPart],
    courier_name: str | None,
    caller: Caller,
) -> ParcelView:
    return ParcelView(
        id=parcel.id,
        number=parcel.number,
        way=parcel.way,
        part=parcel.part,
        state=parcel.state,
        due_at=parcel.due_at,
        latest_packed=parcel.latest_packed,
        shelf=parcel.shelf,
        is_late=parcel.late_at is not None,
        late_cause=parcel.late_cause,
        packed_at=parcel.packed_at,
        handed_over_at=parcel.handed_over_at,
        ended_at=parcel.ended_at,
        locked_until=parcel.locked_until,
        jobs_open=sum(zone.state in RUNNING for zone in zones),
        bags_missing=sum(bag.state in _ON_THE_WAY for bag in bags),
        bags=[tagged_bag(bag) for bag in bags],
        zones=zones,
        parts=parts,
        courier_name=courier_name,
        can=may_do(parcel, caller, has_courier=courier_name is not None, at=clock.now()),
    )


def _parts_of(parcels: Sequence[Parcel]) -> dict[UUID, list[ParcelPart]]:
    """What each parcel waits or waited for: its zones in walking order, then everything else in the order it should be made."""
    found: dict[UUID, list[ParcelPart]] = defaultdict(list)
    parts = ParcelPart.objects.filter(parcel__in=parcels).exclude(state=PartState.DROPPED, job__isnull=True)
    order = ("job__zone_walk_order", "job__zone", "latest_finish", "id")
    for part in parts.select_related("job", "parcel").order_by(*order):
        found[part.parcel_id].append(part)
    return found


def _lines_left(parcels: Sequence[Parcel]) -> dict[tuple[UUID, UUID], int]:
    """How many lines a job has still to do for a parcel, by parcel and job."""
    lines = PickLine.objects.filter(parcel__in=parcels).order_by()
    counted = lines.values_list("parcel_id", "job_id").annotate(to_do=Count("id", filter=Q(state__in=TO_DO)))
    return {(parcel_id, job_id): left for parcel_id, job_id, left in counted}


def _zones(
    parts: Sequence[ParcelPart],
    bags: Sequence[Bag],
    lines_left: Mapping[tuple[UUID, UUID], int],
    called: ZoneNames,
) -> list[ParcelZone]:
    return [
        ParcelZone(
            zone=part.job.zone,
            zone_name=called[part.job.zone],
            state=part.job.state,
            lines_left=lines_left.get((part.parcel_id, part.job.id), 0),
            bags_missing=_missing(part, bags),
        )
        for part in parts
        if part.job is not None
    ]


def _others(parts: Sequence[ParcelPart], bags: Sequence[Bag], caller: Caller) -> list[AwaitedPart]:
    return [_awaited(part, bags, caller) for part in parts if part.job_id is None]


def _awaited(part: ParcelPart, bags: Sequence[Bag], caller: Caller) -> AwaitedPart:
    is_open = part.kind == COUNTER_KIND and part.state == PartState.WAITING
    may = is_open and COUNTER.allows(caller, part.store_id)
    return AwaitedPart(
        id=part.id,
        parcel_id=part.parcel_id,
        number=part.parcel.number,
        way=part.parcel.way,
        kind=part.kind,
        note=part.note,
        state=part.state,
        latest_finish=part.latest_finish,
        bags_missing=_missing(part, bags) if part.state in PENDING else [],
        can=["fill", "drop"] if may else [],
    )


def _missing(part: ParcelPart, bags: Sequence[Bag]) -> list[str]:
    return [bag.tag for bag in bags if bag.parcel_part_id == part.id and bag.state in _ON_THE_WAY]


def _couriers_of(parcels: Sequence[Parcel]) -> dict[UUID, str]:
    """Who takes each parcel that is to be delivered, by parcel."""
    stops = Stop.objects.filter(parcel__in=parcels, state__in=[StopState.WAITING, StopState.ARRIVED])
    riders: dict[UUID, UUID] = dict(stops.values_list("parcel_id", "trip__courier__member_id"))
    called = members.names(riders.values())
    return {parcel_id: called[member_id] for parcel_id, member_id in riders.items()}
