"""The read side for other contexts: how far a ref is, its clocks, its codes."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from newretail.fulfilment.models import (
    Bag,
    Courier,
    Override,
    Parcel,
    PickJob,
    PickLine,
    Stage,
    Stop,
    Take,
    Way,
    Work,
)
from newretail.fulfilment.models.bags import BagState
from newretail.fulfilment.models.couriers import StopState, TripState
from newretail.fulfilment.models.parcels import ParcelState
from newretail.fulfilment.models.picking import LineState
from newretail.fulfilment.picking.substitutes import offers
from newretail.fulfilment.plan.expect_parcels import Expectation, expect_parcels
from newretail.kernel import actor
from newretail.members import api as members
from newretail.science.geography import metres_along


@dataclass(frozen=True, slots=True, kw_only=True)
class StageView:
    """One stopped clock. `way` and `part` are empty for stages that all parcels share."""

    stage: str
    way: str
    part: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OverrideView:
    """A manager went another way. kind: pick_job_released, code_unlocked, identity_checked; `by`: the manager's name."""

    kind: str
    way: str
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LegView:
    """One parcel; `part` tells several of one way apart. late_cause is empty while it is in time.

    ready_at: when it was packed, or is expected to be. expected_at: when it should honestly be at the door or on the shelf as things
    are now, or when it was; None once it will not be. photo: what the courier showed as proof.
    """

    way: str
    part: str
    state: str
    due_at: datetime
    late_at: datetime | None
    late_cause: str
    cause: str
    shelf: str
    packed_at: datetime | None
    handed_over_at: datetime | None
    ended_at: datetime | None
    ready_at: datetime | None = None
    expected_at: datetime | None = None
    photo: UUID | None = None
    courier: "CourierView | None" = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CourierView:
    """Where the courier of a parcel is, positions only while riding. stops_before: deliveries that come first; metres_to_door:
    straight from door to door, by way of those."""

    trip_id: str
    state: str
    stops_before: int
    latitude: float | None
    longitude: float | None
    position_at: datetime | None
    metres_to_door: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenView:
    """Goods in a bag. `amount`, minor units, only for a substitute: what it cost when it was picked."""

    sku_id: str
    lot: str
    quantity: int
    swap_of: str | None
    amount: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LineView:
    """state: waiting, asked, swapping, picked, short, cancelled. Quantities in base units of the ordered SKU."""

    line: str
    sku_id: str
    way: str
    state: str
    quantity: int
    picked: int
    missing: int
    missing_cause: str
    taken: list[TakenView] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class BagView:
    """state: filling, on_conveyor, arrived, packed, riding, gone."""

    tag: str
    way: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionView:
    """An open question to the shopper."""

    line: str
    sku_id: str
    quantity_missing: int
    until: datetime
    offers: list[dict[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkView:
    ref: str
    number: str
    state: str
    due_at: datetime
    jobs_total: int
    jobs_done: int
    legs: list[LegView]
    lines: list[LineView]
    bags: list[BagView]


def timeline(ref: str, *, store_id: str) -> list[StageView]:
    """The stopped clocks of a ref, in order of time. Empty for a ref that nobody works on."""
    stages = Stage.objects.filter(store_id=store_id, ref=ref).order_by("at", "id")
    return [StageView(stage=stage.stage, way=stage.way, part=stage.part, at=stage.at) for stage in stages]


def overrides(ref: str, *, store_id: str) -> list[OverrideView]:
    """Where managers went another way than the usual one for a ref, the oldest first. For the eyes of staff."""
    kept = list(Override.objects.filter(store_id=store_id, ref=ref).order_by("at", "id"))
    managers = {each.by: member_id for each in kept if (member_id := actor.member_of(each.by))}
    called = members.names(managers.values())
    return [
        OverrideView(
            kind=each.kind,
            way=each.way,
            reason=each.reason,
            by=called.get(managers[each.by], "") if each.by in managers else "",
            at=each.at,
        )
        for each in kept
    ]


def progress(ref: str, *, store_id: str) -> WorkView | None:
    """How far the work of a ref is, None when there is none."""
    work = Work.objects.filter(store_id=store_id, ref=ref).first()
    if work is None:
        return None
    jobs = list(PickJob.objects.filter(work=work).values_list("state", flat=True))
    expected = {each.parcel.id: each for each in expect_parcels(store_id=work.store_id, ref=ref)}
    return WorkView(
        ref=ref,
        number=work.number,
        state=work.state,
        due_at=work.due_at,
        jobs_total=len(jobs),
        jobs_done=sum(state == "done" for state in jobs),
        legs=[
            _leg(parcel, expected.get(parcel.id))
            for parcel in Parcel.objects.filter(work=work).order_by("due_at", "way", "part")
        ],
        lines=_lines(work),
        bags=_bags(work),
    )


def codes(ref: str, *, store_id: str) -> dict[str, str]:
    """For the shopper's eyes only: the door code of a delivery or the code of a parcel on the pickup shelf, by way; where an order has
    several parcels of one way, by `way:part`."""
    waiting = (
        Parcel.objects.filter(store_id=store_id, ref=ref)
        .exclude(code="")
        .exclude(state__in=[ParcelState.DONE, ParcelState.CANCELLED, ParcelState.RETURNED])
    )
    return {
        f"{way}:{part}" if part else way: code
        for way, part, code in waiting.values_list("way", "part", "code")
    }


def questions(ref: str, *, store_id: str) -> list[QuestionView]:
    """What the shopper should answer now, with up to three offers each."""
    lines = PickLine.objects.filter(store_id=store_id, ref=ref, state=LineState.ASKED)
    asked = lines.order_by("ask_until", "line")
    return [
        QuestionView(
            line=line.line,
            sku_id=line.sku_id,
            quantity_missing=line.unresolved,
            until=line.ask_until,
            offers=offers(line),
        )
        for line in asked
        if line.ask_until is not None
    ]


def parcel_states(refs: Collection[str]) -> dict[str, list[tuple[str, str]]]:
    """The way and state of each parcel of these refs, in one query."""
    found: dict[str, list[tuple[str, str]]] = {ref: [] for ref in refs}
    for ref, way, state in Parcel.objects.filter(ref__in=refs).values_list("ref", "way", "state"):
        found[ref].append((way, state))
    return found


def _leg(parcel: Parcel, expected: Expectation | None) -> LegView:
    return LegView(
        way=parcel.way,
        part=parcel.part,
        state=parcel.state,
        due_at=parcel.due_at,
        late_at=parcel.late_at,
        late_cause=parcel.late_cause,
        cause=parcel.cause,
        shelf=parcel.shelf,
        packed_at=parcel.packed_at,
        handed_over_at=parcel.handed_over_at,
        ended_at=parcel.ended_at,
        ready_at=expected.ready_at if expected else parcel.packed_at,
        expected_at=expected.expected_at if expected else _came_at(parcel),
        photo=_photo(parcel.proof),
        courier=_courier_of(parcel) if parcel.way == Way.DELIVER else None,
    )


def _came_at(parcel: Parcel) -> datetime | None:
    return parcel.ended_at if parcel.state == ParcelState.DONE else None


def _photo(proof: str) -> UUID | None:
    kind, _, photo = proof.partition(":")
    return UUID(photo) if kind == "photo" else None


def _courier_of(parcel: Parcel) -> CourierView | None:
    """Who has it, or is to take it, on a trip now."""
    stops = Stop.objects.filter(
        parcel=parcel,
        state__in=[StopState.WAITING, StopState.ARRIVED],
        trip__state__in=[TripState.OFFERED, TripState.RIDING],
    )
    stop = stops.select_related("parcel", "trip__courier").first()
    return _courier(stop) if stop else None


def _courier(stop: Stop) -> CourierView:
    courier, is_riding = stop.trip.courier, stop.trip.state == TripState.RIDING
    before = list(
        Stop.objects.filter(
            trip=stop.trip, sequence__lt=stop.sequence, state__in=[StopState.WAITING, StopState.ARRIVED]
        )
        .select_related("parcel")
        .order_by("sequence")
    )
    return CourierView(
        trip_id=str(stop.trip_id),
        state=stop.trip.state,
        stops_before=len(before),
        latitude=courier.latitude if is_riding else None,
        longitude=courier.longitude if is_riding else None,
        position_at=courier.position_at if is_riding else None,
        metres_to_door=_metres(courier, [*before, stop]) if is_riding else None,
    )


def _metres(courier: Courier, path: Sequence[Stop]) -> int | None:
    """From the courier over the doors of these stops, the last one's included; None without a position."""
    points = [(courier.latitude, courier.longitude)]
    points += [(stop.parcel.latitude, stop.parcel.longitude) for stop in path]
    known = [
        (latitude, longitude)
        for latitude, longitude in points
        if latitude is not None and longitude is not None
    ]
    if len(known) < len(points):
        return None
    return metres_along(known)


def _bags(work: Work) -> list[BagView]:
    bags = Bag.objects.filter(store_id=work.store_id, ref=work.ref).exclude(state=BagState.EMPTIED)
    return [BagView(tag=bag.tag, way=bag.way, state=bag.state) for bag in bags.order_by("opened_at", "tag")]


def _lines(work: Work) -> list[LineView]:
    taken: dict[int, list[TakenView]] = {}
    lines = list(PickLine.objects.filter(store_id=work.store_id, ref=work.ref).order_by("line"))
    for take in Take.objects.filter(line__in=lines, undone_at__isnull=True).order_by("id"):
        taken.setdefault(take.line_id, []).append(
            TakenView(
                sku_id=take.sku_id,
                lot=take.lot,
                quantity=take.quantity,
                swap_of=take.swap_of or None,
                amount=take.amount,
            )
        )
    return [
        LineView(
            line=line.line,
            sku_id=line.sku_id,
            way=line.way,
            state=line.state,
            quantity=line.quantity,
            picked=line.picked,
            missing=line.missing,
            missing_cause=line.missing_cause,
            taken=taken.get(line.pk, []),
        )
        for line in lines
    ]
