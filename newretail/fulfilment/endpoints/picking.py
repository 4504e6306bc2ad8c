"""The picker's phone."""

from typing import Annotated, Literal
from uuid import UUID

from ninja import Query
from pydantic import Field

from newretail.catalog.errors import MalformedCode, UnknownCode
from newretail.fulfilment import errors
from newretail.fulfilment.endpoints.shapes import LineName, PartName, ScannedText, door
from newretail.fulfilment.models import MissingCause, Way
from newretail.fulfilment.picking.finish_pick import finish_pick
from newretail.fulfilment.picking.miss_line import give_up_swap, miss_line
from newretail.fulfilment.picking.open_bag import open_bag
from newretail.fulfilment.picking.pick_line import pick_line
from newretail.fulfilment.picking.start_pick import start_next, start_pick
from newretail.fulfilment.picking.undo_pick import undo_pick as undo
from newretail.fulfilment.reading import pick_jobs as reading
from newretail.fulfilment.reading.bags import TaggedBag, tagged_bag
from newretail.fulfilment.reading.pick_jobs import (
    PickJobBrief,
    PickJobView,
    PickLineView,
    SubstituteView,
    job_view,
    line_view,
)
from newretail.fulfilment.who import PICKER
from newretail.fulfilment.work.find_work import job_of
from newretail.inventory.errors import ExpiredLot, OutOfStock, PromisedLot, WrongLot
from newretail.kernel.http import Body, Limit, Out, Quantity, Request, Slug

_NOT_MINE = [
    errors.JobNotFound,
    errors.NotYourJob,
    errors.JobNotStarted,
    errors.AlreadyFinished,
    errors.WorkCancelled,
]


Pieces = Annotated[int, Field(strict=True, ge=1, le=1000)]


class NextIn(Body):
    example = {"zone": "seafood"}

    zone: Slug | None = None


class NextOut(Out):
    """`job` is null when there is nothing to pick."""

    job: PickJobView | None


class PickIn(Body):
    """`code`: what the camera or gun read. `grams`: what the scale shows, of so many `pieces` where the line is picked by the piece.
    `line`: needed for a substitute."""

    example = {"code": "https://id.gs1.org/01/09520100000072/10/L2311?17=260616&3103=000520"}

    code: ScannedText
    line: LineName | None = None
    quantity: Quantity | None = None
    grams: Annotated[int, Field(strict=True, ge=1, le=100_000)] | None = None
    pieces: Pieces | None = None


class MissingIn(Body):
    """`quantity`: base units that are missing, or `pieces` of what is picked by the piece; all that is left if not given. `proposals`: SKUs to offer first."""

    example = {"line": "2", "cause": "not_on_shelf", "quantity": 1, "proposals": ["HR-00301"]}

    line: LineName
    cause: MissingCause
    quantity: Quantity | None = None
    pieces: Pieces | None = None
    proposals: Annotated[list[Slug], Field(max_length=3)] = []


class LineIn(Body):
    example = {"line": "2"}

    line: LineName


class UndoIn(Body):
    example = {"line": "2"}

    line: LineName | None = None


class BagIn(Body):
    example = {"tag": "BAG-0417"}

    tag: Slug
    way: Way | None = None
    part: PartName | None = None


@door.get(
    "/stores/{store_id}/pick-jobs",
    who=PICKER,
    response=list[PickJobBrief],
    summary="Pick jobs, most urgent first",
)
def list_pick_jobs(
    request: Request,
    store_id: str,
    state: Literal["waiting", "open", "started", "done", "cancelled"] | None = None,
    zone: Slug | None = None,
    mine: bool = False,
    limit: Limit = Query(50),  # noqa: B008
) -> list[PickJobBrief]:
    picker_id = request.caller.known_id if mine else None
    return reading.list_jobs(
        store_id=store_id, caller=request.caller, state=state, zone=zone, picker_id=picker_id, limit=limit
    )


@door.post(
    "/stores/{store_id}/pick-jobs/next",
    who=PICKER,
    response=NextOut,
    summary="Take the next pick job",
    description="The open job with the earliest latest finish. A picker with a job in hand gets that one again.",
)
def take_next_pick_job(request: Request, store_id: str, body: NextIn) -> NextOut:
    job = start_next(store_id=store_id, picker_id=request.caller.known_id, zone=body.zone)
    return NextOut(job=job_view(job, request.caller) if job else None)


@door.get(
    "/stores/{store_id}/pick-jobs/{job_id}",
    who=PICKER,
    response=PickJobView,
    summary="One pick job with its lines in walking order",
    errors=[errors.JobNotFound],
)
def show_pick_job(request: Request, store_id: str, job_id: UUID) -> PickJobView:
    return job_view(job_of(store_id=store_id, job_id=job_id), request.caller)


@door.post(
    "/stores/{store_id}/pick-jobs/{job_id}/start",
    who=PICKER,
    response=PickJobView,
    summary="Take this pick job",
    errors=[
        errors.JobNotFound,
        errors.JobTaken,
        errors.OneJobAtATime,
        errors.AlreadyFinished,
        errors.WorkCancelled,
    ],
)
def start_pick_job(request: Request, store_id: str, job_id: UUID) -> PickJobView:
    return job_view(
        start_pick(store_id=store_id, job_id=job_id, picker_id=request.caller.known_id), request.caller
    )


@door.post(
    "/stores/{store_id}/pick-jobs/{job_id}/picks",
    who=PICKER,
    once=True,
    response=PickLineView,
    summary="Scan something into the bag",
    errors=[
        *_NOT_MINE,
        MalformedCode,
        UnknownCode,
        errors.WrongProduct,
        errors.AlreadyPicked,
        errors.ScannedExpired,
        WrongLot,
        PromisedLot,
        ExpiredLot,
        OutOfStock,
        errors.WeightNeeded,
        errors.TooMuch,
        errors.TooManyPieces,
        errors.OddWeight,
        errors.NoSwap,
        errors.ShopperIsAsked,
        errors.AboveCap,
        errors.UnsuitableSubstitute,
    ],
)
def pick_item(request: Request, store_id: str, job_id: UUID, body: PickIn) -> PickLineView:
    line = pick_line(
        store_id=store_id,
        job_id=job_id,
        picker_id=request.caller.known_id,
        code=body.code,
        line=body.line,
        quantity=body.quantity,
        grams=body.grams,
        pieces=body.pieces,
    )
    return line_view(line)


@door.post(
    "/stores/{store_id}/pick-jobs/{job_id}/missing",
    who=PICKER,
    once=True,
    response=PickLineView,
    summary="Report something missing",
    description="The shopper's choice is applied: state `swapping` (scan a substitute), `asked` (wait), or short.",
    errors=[*_NOT_MINE, errors.LineNotFound, errors.NothingMissing],
)
def report_missing(request: Request, store_id: str, job_id: UUID, body: MissingIn) -> PickLineView:
    line = miss_line(
        store_id=store_id,
        job_id=job_id,
        picker_id=request.caller.known_id,
        line=body.line,
        cause=body.cause,
        quantity=body.quantity,
        pieces=body.pieces,
        proposals=body.proposals,
    )
    return line_view(line)


@door.post(
    "/stores/{store_id}/pick-jobs/{job_id}/no-substitute",
    who=PICKER,
    once=True,
    response=PickLineView,
    summary="No substitute can be found: the missing part is refunded",
    errors=[*_NOT_MINE, errors.LineNotFound, errors.NothingMissing],
)
def give_up_substitute(request: Request, store_id: str, job_id: UUID, body: LineIn) -> PickLineView:
    line = give_up_swap(store_id=store_id, job_id=job_id, picker_id=request.caller.known_id, line=body.line)
    return line_view(line)


@door.post(
    "/stores/{store_id}/pick-jobs/{job_id}/undo",
    who=PICKER,
    once=True,
    response=PickLineView,
    summary="Put back what was picked for a line, by default for the last one",
    errors=[*_NOT_MINE, errors.NothingToUndo, errors.BagHasLeft],
)
def undo_pick(request: Request, store_id: str, job_id: UUID, body: UndoIn) -> PickLineView:
    line = undo(store_id=store_id, job_id=job_id, picker_id=request.caller.known_id, line=body.line)
    return line_view(line)


@door.post(
    "/stores/{store_id}/pick-jobs/{job_id}/bags",
    who=PICKER,
    once=True,
    response={201: TaggedBag},
    summary="Scan the tag of a bag to fill it",
    errors=[*_NOT_MINE, errors.TagInUse, errors.LineNotFound],
)
def add_bag(request: Request, store_id: str, job_id: UUID, body: BagIn) -> tuple[int, TaggedBag]:
    way = body.way.value if body.way else None
    bag = open_bag(
        store_id=store_id,
        job_id=job_id,
        picker_id=request.caller.known_id,
        tag=body.tag,
        way=way,
        part=body.part,
    )
    return 201, tagged_bag(bag)


@door.post(
    "/stores/{store_id}/pick-jobs/{job_id}/finish",
    who=PICKER,
    once=True,
    response=PickJobView,
    summary="Finish a pick job",
    errors=[*_NOT_MINE, errors.LinesOpen, errors.BagNeeded],
)
def finish_pick_job(request: Request, store_id: str, job_id: UUID) -> PickJobView:
    return job_view(
        finish_pick(store_id=store_id, job_id=job_id, picker_id=request.caller.known_id), request.caller
    )


@door.get(
    "/stores/{store_id}/pick-jobs/{job_id}/lines/{line}/substitutes",
    who=PICKER,
    response=list[SubstituteView],
    summary="What may replace the missing part of a line",
    description="Same category, in stock, not above the shopper's cap, without new allergens; nearest in price first.",
    errors=[errors.JobNotFound, errors.LineNotFound],
)
def list_substitutes(request: Request, store_id: str, job_id: UUID, line: LineName) -> list[SubstituteView]:
    return reading.substitutes(store_id=store_id, job_id=job_id, line=line)
