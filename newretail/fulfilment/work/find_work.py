"""Find the rows of one piece of work inside one store, locked in the order of the house: work, then job, then the rest."""

from uuid import UUID

from django.db import transaction

from newretail.fulfilment.models import Bag, Parcel, PickJob, PickLine, Work
from newretail.fulfilment.models.bags import ENDED
from newretail.fulfilment.models.picking import JobState
from newretail.fulfilment.models.work import WorkState
from newretail.fulfilment.work.errors import (
    AlreadyFinished,
    BagNotFound,
    JobNotFound,
    JobNotStarted,
    JobTaken,
    LineNotFound,
    NotYourJob,
    ParcelNotFound,
    WorkCancelled,
    WorkNotFound,
)
from newretail.fulfilment.work.time_of_day import time_of_day


def work_locked(*, ref: str, store_id: str) -> Work:
    """Raises WorkNotFound."""
    assert transaction.get_connection().in_atomic_block
    work = Work.objects.select_for_update().filter(ref=ref, store_id=store_id).first()
    if work is None:
        raise WorkNotFound()
    return work


def live_work_locked(*, ref: str, store_id: str) -> Work:
    """Raises WorkNotFound, WorkCancelled."""
    work = work_locked(ref=ref, store_id=store_id)
    if work.state == WorkState.CANCELLED:
        raise WorkCancelled(number=work.number)
    return work


def job_of(*, store_id: str, job_id: UUID) -> PickJob:
    """Without a lock. Raises JobNotFound."""
    job = PickJob.objects.filter(store_id=store_id, id=job_id).first()
    if job is None:
        raise JobNotFound()
    return job


def job_locked(*, store_id: str, job_id: UUID) -> PickJob:
    """Raises JobNotFound, WorkCancelled."""
    job = PickJob.objects.select_for_update().filter(store_id=store_id, id=job_id).first()
    if job is None:
        raise JobNotFound()
    if job.state == JobState.CANCELLED:
        raise WorkCancelled(number=job.number)
    return job


def started_job_locked(*, store_id: str, job_id: UUID, picker_id: UUID) -> PickJob:
    """The job that this picker is picking. Raises JobNotFound, WorkCancelled, AlreadyFinished, JobNotStarted, NotYourJob."""
    job = job_locked(store_id=store_id, job_id=job_id)
    if job.state == JobState.DONE:
        raise AlreadyFinished(what=job.zone, number=job.number, at=time_of_day(job.store_id, job.finished_at))
    if job.state != JobState.STARTED:
        raise JobNotStarted()
    if job.picker_id != picker_id:
        raise NotYourJob()
    return job


def refuse_taken(job: PickJob) -> None:
    if job.state == JobState.DONE:
        raise AlreadyFinished(what=job.zone, number=job.number, at=time_of_day(job.store_id, job.finished_at))
    if job.state == JobState.STARTED:
        raise JobTaken(zone=job.zone, number=job.number)


def line_of(job: PickJob, line: str) -> PickLine:
    """Raises LineNotFound."""
    found = PickLine.objects.select_for_update().filter(job=job, line=line).first()
    if found is None:
        raise LineNotFound()
    return found


def bag_in_use(*, store_id: str, tag: str) -> Bag:
    """The bag that carries this tag now, without a lock. Raises BagNotFound."""
    bags = Bag.objects.filter(store_id=store_id, tag=tag).exclude(state__in=ENDED)
    bag = bags.select_related("parcel", "parcel_part").first()
    if bag is None:
        raise BagNotFound(tag=tag)
    return bag


def parcel_of(*, store_id: str, parcel_id: UUID) -> Parcel:
    """Without a lock. Raises ParcelNotFound."""
    parcel = Parcel.objects.filter(store_id=store_id, id=parcel_id).first()
    if parcel is None:
        raise ParcelNotFound()
    return parcel


def parcel_locked(*, store_id: str, parcel_id: UUID) -> Parcel:
    """The parcel and, before it, its work, both locked. Raises ParcelNotFound, WorkCancelled."""
    seen = parcel_of(store_id=store_id, parcel_id=parcel_id)
    live_work_locked(ref=seen.ref, store_id=store_id)
    return Parcel.objects.select_for_update().get(id=parcel_id)
