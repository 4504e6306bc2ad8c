"""Pick jobs as the picker's phone shows them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count

from newretail.catalog.api import Face, faces
from newretail.fulfilment import rules
from newretail.fulfilment.models import Bag, PickJob, PickLine
from newretail.fulfilment.models.picking import JobState
from newretail.fulfilment.picking.may_pick import TO_START, JobDeed, deeds_of_job
from newretail.fulfilment.picking.substitutes import suggest_substitutes
from newretail.fulfilment.reading.bags import TaggedBag, tagged_bag
from newretail.fulfilment.work.errors import LineNotFound
from newretail.fulfilment.work.find_work import job_of
from newretail.fulfilment.work.zone_names import ZoneNames
from newretail.inventory import api as inventory
from newretail.kernel.who import Caller
from newretail.members import api as members


@dataclass(frozen=True, slots=True, kw_only=True)
class PieceView:
    """`ordered`, `picked`, `missing`, `left`: pieces. `grams`: what one usually weighs; so many together may weigh from as many times
    `least` to as many times `most` grams."""

    ordered: int
    picked: int
    missing: int
    left: int
    grams: int
    least: int
    most: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PickLineView:
    """One line of a pick job. `left`: base units to pick still; `name` in the caller's language.

    `walk`: its place in the walk through the zone, 1 comes first. `first_lot`: take from this one, it expires first; or, where
    `lot_code` is not empty, it is the one that was promised and no other will do.
    `least`, `most`: between these the picked goods complete the line; they differ for what is weighed. `piece`: where the line is
    picked by the piece and weighed.
    """

    line: str
    sku_id: str
    name: str
    picture: str
    gtin: str | None
    unit: str
    weighed: bool
    typical_grams: int | None
    temperature: str
    shelf: str
    walk: int
    lot_code: str
    first_lot: str | None
    first_expires_on: date | None
    way: str
    part: str
    quantity: int
    picked: int
    left: int
    least: int
    most: int
    piece: PieceView | None
    missing: int
    missing_cause: str
    state: str
    substitution: str
    swap_cap: int | None
    agreed_sku: str
    ask_until: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PickJobBrief:
    """`can`: what the caller may do with it as a whole now."""

    id: UUID
    number: str
    zone: str
    zone_name: str
    state: str
    latest_finish: datetime
    is_late: bool
    released_at: datetime | None
    started_at: datetime | None
    finished_at: datetime | None
    picker_id: UUID | None
    picker_name: str | None
    line_count: int
    can: list[JobDeed]


@dataclass(frozen=True, slots=True, kw_only=True)
class PickJobView(PickJobBrief):
    """A job with its lines in walking order and its bags."""

    lines: list[PickLineView]
    bags: list[TaggedBag]


@dataclass(frozen=True, slots=True, kw_only=True)
class SubstituteView:
    """`amount`: minor units for `quantity` base units, here and now."""

    sku_id: str
    name: str
    picture: str
    gtin: str | None
    unit: str
    quantity: int
    amount: int
    currency: str
    left: int
    zone: str
    zone_name: str
    shelf: str


def list_jobs(
    *, store_id: str, caller: Caller, state: str | None, zone: str | None, picker_id: UUID | None, limit: int
) -> list[PickJobBrief]:
    """Jobs in `state` (None: open or started), of one zone or picker if named, the most urgent first."""
    jobs = PickJob.objects.filter(store_id=store_id)
    jobs = jobs.filter(state=state) if state else jobs.filter(state__in=[JobState.OPEN, JobState.STARTED])
    if zone:
        jobs = jobs.filter(zone=zone)
    if picker_id:
        jobs = jobs.filter(picker_id=picker_id)
    rows = list(jobs.order_by("latest_finish", "number", "zone_walk_order")[:limit])
    counted = PickLine.objects.filter(job__in=rows).order_by().values_list("job_id").annotate(Count("id"))
    line_counts: dict[UUID, int] = dict(counted)
    called = ZoneNames(store_id)
    pickers = members.names({job.picker_id for job in rows if job.picker_id})
    is_free = _is_free(rows, caller)
    return [
        _brief(
            job, line_counts.get(job.id, 0), called, pickers, can=deeds_of_job(job, caller, is_free=is_free)
        )
        for job in rows
    ]


def job_view(job: PickJob, caller: Caller) -> PickJobView:
    lines = PickLine.objects.filter(job=job).select_related("parcel").order_by("position", "id")
    bags = Bag.objects.filter(parcel_part__job=job).select_related("parcel", "parcel_part")
    pickers = members.names([job.picker_id]) if job.picker_id else {}
    shown = line_views(job.store_id, list(lines))
    can = deeds_of_job(job, caller, is_free=_is_free([job], caller))
    brief = _brief(job, len(shown), ZoneNames(job.store_id), pickers, can=can)
    return PickJobView(
        id=brief.id,
        number=brief.number,
        zone=brief.zone,
        zone_name=brief.zone_name,
        state=brief.state,
        latest_finish=brief.latest_finish,
        is_late=brief.is_late,
        released_at=brief.released_at,
        started_at=brief.started_at,
        finished_at=brief.finished_at,
        picker_id=brief.picker_id,
        picker_name=brief.picker_name,
        line_count=brief.line_count,
        can=brief.can,
        lines=shown,
        bags=[tagged_bag(bag) for bag in bags.order_by("opened_at", "tag")],
    )


def line_view(line: PickLine) -> PickLineView:
    return line_views(line.store_id, [line])[0]


def line_views(store_id: str, lines: Sequence[PickLine]) -> list[PickLineView]:
    """Lines of one store with what a picker needs beside them."""
    shown = faces(line.sku_id for line in lines)
    lots = inventory.lots_for(store_id, {line.sku_id for line in lines})
    return [
        _line(
            line,
            shown[line.sku_id],
            inventory.lot_to_pick(lots.get(line.sku_id, []), named=line.lot_code),
        )
        for line in lines
    ]


def substitutes(*, store_id: str, job_id: UUID, line: str) -> list[SubstituteView]:
    """What may replace the missing part of a line, nearest in price first. Raises JobNotFound, LineNotFound."""
    job = job_of(store_id=store_id, job_id=job_id)
    found = PickLine.objects.filter(job=job, line=line).first()
    if found is None:
        raise LineNotFound()
    offers = suggest_substitutes(found)
    shown = faces(offer.sku_id for offer in offers)
    called = ZoneNames(store_id)
    return [
        SubstituteView(
            sku_id=offer.sku_id,
            name=shown[offer.sku_id].name,
            picture=shown[offer.sku_id].picture,
            gtin=shown[offer.sku_id].gtin,
            unit=shown[offer.sku_id].unit,
            quantity=offer.quantity,
            amount=offer.amount,
            currency=offer.currency,
            left=offer.left,
            zone=offer.zone,
            zone_name=called[offer.zone],
            shelf=offer.shelf,
        )
        for offer in offers
    ]


def _is_free(jobs: Sequence[PickJob], caller: Caller) -> bool:
    """Has the caller no job in hand? Only asked where one of `jobs` could be taken."""
    if not any(job.state in TO_START for job in jobs):
        return False
    in_hand = PickJob.objects.filter(picker_id=caller.member_id, state=JobState.STARTED)
    return not in_hand.filter(store_id=jobs[0].store_id).exists()


def _brief(
    job: PickJob, line_count: int, called: ZoneNames, pickers: dict[UUID, str], *, can: list[JobDeed]
) -> PickJobBrief:
    return PickJobBrief(
        id=job.id,
        number=job.number,
        zone=job.zone,
        zone_name=called[job.zone],
        state=job.state,
        latest_finish=job.latest_finish,
        is_late=job.late_at is not None,
        released_at=job.released_at,
        started_at=job.started_at,
        finished_at=job.finished_at,
        picker_id=job.picker_id,
        picker_name=pickers.get(job.picker_id) if job.picker_id else None,
        line_count=line_count,
        can=can,
    )


def _line(line: PickLine, face: Face, lot: inventory.LotView | None) -> PickLineView:
    wanted = line.quantity - line.missing
    return PickLineView(
        line=line.line,
        sku_id=line.sku_id,
        name=face.name,
        picture=face.picture,
        gtin=face.gtin,
        unit=face.unit,
        weighed=line.weighed,
        typical_grams=face.typical_grams,
        temperature=face.temperature,
        shelf=line.shelf,
        walk=line.position + 1,
        lot_code=line.lot_code,
        first_lot=lot.code if lot else None,
        first_expires_on=lot.expires_on if lot else None,
        way=line.way,
        part=line.parcel.part,
        quantity=line.quantity,
        picked=line.picked,
        left=line.left,
        least=rules.least_that_completes(quantity=wanted, weighed=line.weighed),
        most=rules.most_that_may_be_picked(quantity=wanted, weighed=line.weighed),
        piece=_piece(line),
        missing=line.missing,
        missing_cause=line.missing_cause,
        state=line.state,
        substitution=line.substitution,
        swap_cap=line.swap_cap,
        agreed_sku=line.agreed_sku,
        ask_until=line.ask_until,
    )


def _piece(line: PickLine) -> PieceView | None:
    if line.pieces is None or line.piece_grams is None:
        return None
    least, most = rules.piece_range(pieces=1, piece_grams=line.piece_grams)
    return PieceView(
        ordered=line.pieces,
        picked=line.pieces_picked,
        missing=line.missing // line.piece_grams,
        left=line.pieces_left,
        grams=line.piece_grams,
        least=least,
        most=most,
    )
