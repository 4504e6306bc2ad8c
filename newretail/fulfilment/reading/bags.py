"""A bag as whoever scans its tag sees it."""

from dataclasses import dataclass
from uuid import UUID

from newretail.fulfilment.models import Bag


@dataclass(frozen=True, slots=True, kw_only=True)
class TaggedBag:
    """state: filling, on_conveyor, arrived, packed, riding, gone, emptied. job_id: null for a bag that no pick job fills."""

    tag: str
    number: str
    way: str
    part: str
    state: str
    entry: str
    station: str
    job_id: UUID | None
    parcel_id: UUID


def tagged_bag(bag: Bag) -> TaggedBag:
    return TaggedBag(
        tag=bag.tag,
        number=bag.number,
        way=bag.way,
        part=bag.parcel.part,
        state=bag.state,
        entry=bag.entry,
        station=bag.station,
        job_id=bag.parcel_part.job_id,
        parcel_id=bag.parcel_id,
    )
