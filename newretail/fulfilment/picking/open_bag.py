"""A picker opens a bag by scanning its tag."""

from uuid import UUID

from django.db import IntegrityError, transaction

from newretail.fulfilment.models import Bag, Parcel, PickJob, PickLine, Take
from newretail.fulfilment.models.bags import ENDED, BagState
from newretail.fulfilment.work.errors import LineNotFound, TagInUse
from newretail.fulfilment.work.find_work import started_job_locked


@transaction.atomic
def open_bag(*, store_id: str, job_id: UUID, picker_id: UUID, tag: str, way: str | None = None) -> Bag:
    """Give a bag to a job. What is picked for `way` goes into its newest bag; goods picked before the first go into this.

    way: may be left out when all lines of the job leave by the same. Scanning a tag again that this job already fills
    changes nothing. Raises TagInUse with the order that has it, LineNotFound when no line leaves by `way`.
    """
    job = started_job_locked(store_id=store_id, job_id=job_id, picker_id=picker_id)
    ways = set(PickLine.objects.filter(job=job).values_list("way", flat=True))
    way = way or (ways.pop() if len(ways) == 1 else None)
    if way is None or not PickLine.objects.filter(job=job, way=way).exists():
        raise LineNotFound(way=way)
    bag = _open(job, way, tag)
    unbagged = Take.objects.filter(line__job=job, line__way=way, bag__isnull=True, undone_at__isnull=True)
    unbagged.update(bag=bag)
    return bag


def _open(job: PickJob, way: str, tag: str) -> Bag:
    known = Bag.objects.filter(store_id=job.store_id, tag=tag).exclude(state__in=ENDED).first()
    if known and known.job_id == job.id and known.way == way and known.state == BagState.FILLING:
        return known
    if known:
        raise TagInUse(tag=tag, number=known.number)
    parcel = Parcel.objects.get(ref=job.ref, way=way)
    try:
        with transaction.atomic():
            return Bag.objects.create(
                store_id=job.store_id,
                tag=tag,
                ref=job.ref,
                number=job.number,
                way=way,
                job=job,
                parcel=parcel,
            )
    except IntegrityError as error:
        raise TagInUse(tag=tag, number="?") from error
