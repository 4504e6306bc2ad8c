"""A picker opens a bag by scanning its tag."""

from uuid import UUID

from django.db import transaction

from newretail.fulfilment.models import Bag, ParcelPart, Take
from newretail.fulfilment.parts.tag_bag import tag_bag
from newretail.fulfilment.work.errors import LineNotFound
from newretail.fulfilment.work.find_work import started_job_locked


@transaction.atomic
def open_bag(
    *, store_id: str, job_id: UUID, picker_id: UUID, tag: str, way: str | None = None, part: str | None = None
) -> Bag:
    """Give a bag to a job. What is picked for its parcel goes into the parcel's newest bag; goods picked before the first go into this.

    way, part: which parcel; may be left out when that leaves only one that the job picks for. Scanning a tag again that this job
    already fills changes nothing. Raises TagInUse with the order that has it, LineNotFound when no line, or more than one parcel, is meant.
    """
    job = started_job_locked(store_id=store_id, job_id=job_id, picker_id=picker_id)
    parts = ParcelPart.objects.filter(job=job).select_related("parcel")
    if way is not None:
        parts = parts.filter(parcel__way=way)
    if part is not None:
        parts = parts.filter(parcel__part=part)
    meant = list(parts.order_by("parcel__way", "parcel__part")[:2])
    if len(meant) != 1:
        raise LineNotFound(way=way)
    bag = tag_bag(meant[0], tag)
    unbagged = Take.objects.filter(line__job=job, bag__isnull=True, undone_at__isnull=True)
    unbagged.filter(line__parcel=bag.parcel).update(bag=bag)
    return bag
