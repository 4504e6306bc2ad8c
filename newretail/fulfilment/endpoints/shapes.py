"""The door and what goes through it: words and numbers as fulfilment takes and gives them."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import AfterValidator, Field, StringConstraints

from newretail.catalog.api import picture_url, sku_cards
from newretail.fulfilment.models import Bag, Parcel, PickJob, PickLine
from newretail.fulfilment.models.bags import ENDED
from newretail.kernel.http import Door, Out

door = Door(tags=["fulfilment"])

Tag = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$")]
Slug = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$")]
LineName = Annotated[str, StringConstraints(pattern=r"^[!-~]{1,64}$")]
Tags = Annotated[list[Tag], Field(max_length=100)]
Latitude = Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)]
Longitude = Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)]


def _scannable(value: str) -> str:
    """A scan may hold the group separator of GS1 element strings, and no other control character."""
    if any(character < " " and character != "\x1d" for character in value):
        raise ValueError("control characters are not allowed")
    value.encode()
    return value


ScannedText = Annotated[str, StringConstraints(min_length=1, max_length=512), AfterValidator(_scannable)]


class LineOut(Out):
    """One line of a pick job. `left`: base units to pick still; `name` in the caller's language."""

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
    way: str
    quantity: int
    picked: int
    left: int
    missing: int
    missing_cause: str
    state: str
    substitution: str
    swap_cap: int | None
    agreed_sku: str
    ask_until: datetime | None


class BagOut(Out):
    tag: str
    number: str
    way: str
    state: str
    entry: str
    station: str
    job_id: UUID
    parcel_id: UUID


class JobSummaryOut(Out):
    id: UUID
    number: str
    zone: str
    state: str
    latest_finish: datetime
    is_late: bool
    released_at: datetime | None
    started_at: datetime | None
    finished_at: datetime | None
    picker_id: UUID | None
    line_count: int


class JobOut(JobSummaryOut):
    lines: list[LineOut]
    bags: list[BagOut]


class ParcelOut(Out):
    """A parcel as staff see it: no name, no address, no code."""

    id: UUID
    number: str
    way: str
    state: str
    due_at: datetime
    latest_packed: datetime
    shelf: str
    is_late: bool
    late_cause: str
    packed_at: datetime | None
    handed_over_at: datetime | None
    ended_at: datetime | None
    jobs_open: int
    bags: list[BagOut]


def line_out(line: PickLine) -> dict[str, Any]:
    card = sku_cards([line.sku_id])[line.sku_id]
    own = (
        "line",
        "sku_id",
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
    return {name: getattr(line, name) for name in own + choice} | {
        "name": card.names.say(),
        "picture": picture_url(card),
        "gtin": card.gtin,
        "unit": card.unit,
        "typical_grams": card.typical_grams,
        "temperature": card.temperature,
    }


def job_summary(job: PickJob, *, line_count: int) -> dict[str, Any]:
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
        "is_late": job.late_at is not None,
        "line_count": line_count,
    }


def job_out(job: PickJob) -> dict[str, Any]:
    lines = list(PickLine.objects.filter(job=job).order_by("position", "id"))
    sku_cards(line.sku_id for line in lines)
    bags = Bag.objects.filter(job=job).order_by("opened_at", "tag")
    return job_summary(job, line_count=len(lines)) | {
        "lines": [line_out(line) for line in lines],
        "bags": list(bags),
    }


def parcel_out(
    parcel: Parcel, *, bags: list[Bag] | None = None, jobs_open: int | None = None
) -> dict[str, Any]:
    names = ("id", "number", "way", "state", "due_at", "latest_packed", "shelf", "late_cause")
    clocks = ("packed_at", "handed_over_at", "ended_at")
    if bags is None:
        bags = list(Bag.objects.filter(parcel=parcel).exclude(state__in=ENDED).order_by("opened_at", "tag"))
    if jobs_open is None:
        jobs_open = _jobs_open([parcel]).get((parcel.ref, parcel.way), 0)
    return {name: getattr(parcel, name) for name in names + clocks} | {
        "is_late": parcel.late_at is not None,
        "jobs_open": jobs_open,
        "bags": bags,
    }


def parcels_out(parcels: list[Parcel]) -> list[dict[str, Any]]:
    bags: dict[UUID, list[Bag]] = {}
    for bag in Bag.objects.filter(parcel__in=parcels).exclude(state__in=ENDED).order_by("opened_at", "tag"):
        bags.setdefault(bag.parcel_id, []).append(bag)
    jobs_open = _jobs_open(parcels)
    return [
        parcel_out(parcel, bags=bags.get(parcel.id, []), jobs_open=jobs_open.get((parcel.ref, parcel.way), 0))
        for parcel in parcels
    ]


def _jobs_open(parcels: list[Parcel]) -> dict[tuple[str, str], int]:
    """How many zones are still being picked, by ref and way."""
    running = PickLine.objects.filter(
        ref__in=[parcel.ref for parcel in parcels], job__state__in=["waiting", "open", "started"]
    )
    counts: dict[tuple[str, str], int] = {}
    for ref, way, _ in set(running.order_by().values_list("ref", "way", "job_id")):
        counts[ref, way] = counts.get((ref, way), 0) + 1
    return counts
