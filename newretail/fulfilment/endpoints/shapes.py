"""The door and what goes through it: words and numbers as fulfilment takes and gives them."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import AfterValidator, Field, StringConstraints

from newretail.catalog.api import Face, faces
from newretail.fulfilment import rules
from newretail.fulfilment.models import Bag, PickJob, PickLine
from newretail.fulfilment.reading.bags import TaggedBag, tagged_bag
from newretail.fulfilment.work.zone_names import ZoneNames
from newretail.inventory import api as inventory
from newretail.kernel.http import Door, Out, Slug
from newretail.members import api as members

door = Door(tags=["fulfilment"])

LineName = Annotated[str, StringConstraints(pattern=r"^[!-~]{1,64}$")]
Tags = Annotated[list[Slug], Field(max_length=100)]


def _scannable(value: str) -> str:
    """A scan may hold the group separator of GS1 element strings, and no other control character."""
    if any(character < " " and character != "\x1d" for character in value):
        raise ValueError("control characters are not allowed")
    value.encode()
    return value


ScannedText = Annotated[str, StringConstraints(min_length=1, max_length=512), AfterValidator(_scannable)]


class LineOut(Out):
    """One line of a pick job. `left`: base units to pick still; `name` in the caller's language.

    `walk`: its place in the walk through the zone, 1 comes first. `first_lot`: take from this one, it expires first; or, where
    `lot_code` is not empty, it is the one that was promised and no other will do.
    `least`, `most`: between these the picked goods complete the line; they differ for what is weighed.
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
    missing: int
    missing_cause: str
    state: str
    substitution: str
    swap_cap: int | None
    agreed_sku: str
    ask_until: datetime | None


class JobSummaryOut(Out):
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


class JobOut(JobSummaryOut):
    lines: list[LineOut]
    bags: list[TaggedBag]


def line_out(line: PickLine) -> dict[str, Any]:
    return lines_out(line.store_id, [line])[0]


def lines_out(store_id: str, lines: Sequence[PickLine]) -> list[dict[str, Any]]:
    """Lines of one store with what a picker needs beside them."""
    shown = faces(line.sku_id for line in lines)
    lots = inventory.lots_for(store_id, {line.sku_id for line in lines})
    return [
        _line_out(
            line,
            shown[line.sku_id],
            inventory.lot_to_pick(lots.get(line.sku_id, []), named=line.lot_code),
        )
        for line in lines
    ]


def _line_out(line: PickLine, face: Face, lot: inventory.LotView | None) -> dict[str, Any]:
    own = (
        "line",
        "sku_id",
        "lot_code",
        "weighed",
        "shelf",
        "way",
        "quantity",
        "picked",
        "left",
        "missing",
        "missing_cause",
    )
    choice = ("state", "substitution", "swap_cap", "agreed_sku", "ask_until")
    wanted = line.quantity - line.missing
    return {name: getattr(line, name) for name in own + choice} | {
        "name": face.name,
        "picture": face.picture,
        "gtin": face.gtin,
        "unit": face.unit,
        "typical_grams": face.typical_grams,
        "temperature": face.temperature,
        "walk": line.position + 1,
        "part": line.parcel.part,
        "least": rules.least_that_completes(quantity=wanted, weighed=line.weighed),
        "most": rules.most_that_may_be_picked(quantity=wanted, weighed=line.weighed),
        "first_lot": lot.code if lot else None,
        "first_expires_on": lot.expires_on if lot else None,
    }


def jobs_out(store_id: str, jobs: Sequence[PickJob]) -> list[dict[str, Any]]:
    """Jobs of one store, each annotated with its `count` of lines."""
    called = ZoneNames(store_id)
    pickers = members.names({job.picker_id for job in jobs if job.picker_id})
    return [_job_summary(job, job.count, called, pickers) for job in jobs]  # type: ignore[attr-defined]


def _job_summary(
    job: PickJob, line_count: int, called: ZoneNames, pickers: dict[UUID, str]
) -> dict[str, Any]:
    names = (
        "id",
        "number",
        "zone",
        "state",
        "latest_finish",
        "released_at",
        "started_at",
        "finished_at",
        "picker_id",
    )
    return {name: getattr(job, name) for name in names} | {
        "zone_name": called[job.zone],
        "picker_name": pickers.get(job.picker_id) if job.picker_id else None,
        "is_late": job.late_at is not None,
        "line_count": line_count,
    }


def job_out(job: PickJob) -> dict[str, Any]:
    lines = list(PickLine.objects.filter(job=job).select_related("parcel").order_by("position", "id"))
    pickers = members.names([job.picker_id]) if job.picker_id else {}
    bags = Bag.objects.filter(parcel_part__job=job).select_related("parcel", "parcel_part")
    return _job_summary(job, len(lines), ZoneNames(job.store_id), pickers) | {
        "lines": lines_out(job.store_id, lines),
        "bags": [tagged_bag(bag) for bag in bags.order_by("opened_at", "tag")],
    }
