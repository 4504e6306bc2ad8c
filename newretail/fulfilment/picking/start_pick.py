"""A picker takes a job."""

from uuid import UUID

from django.db import IntegrityError, transaction

from newretail.fulfilment.events import PickJobStarted
from newretail.fulfilment.models import PickJob, StageName
from newretail.fulfilment.models.picking import JobState
from newretail.fulfilment.picking.errors import OneJobAtATime
from newretail.fulfilment.work.find_work import job_locked, refuse_taken
from newretail.fulfilment.work.reach_stage import reach
from newretail.kernel import actor, clock
from newretail.kernel.events import publish


def start_pick(*, store_id: str, job_id: UUID, picker_id: UUID) -> PickJob:
    """Take this job. Taking one's own job again changes nothing.

    Raises JobNotFound, WorkCancelled, AlreadyFinished, JobTaken by a colleague, OneJobAtATime.
    """
    try:
        return _take(store_id, job_id, picker_id)
    except IntegrityError:  # the same picker took another job in the same moment
        return _take(store_id, job_id, picker_id)


@transaction.atomic
def _take(store_id: str, job_id: UUID, picker_id: UUID) -> PickJob:
    current = _current(store_id, picker_id)
    if current and current.id != job_id:
        raise OneJobAtATime(zone=current.zone, number=current.number, job_id=current.id)
    job = job_locked(store_id=store_id, job_id=job_id)
    if current and current.id == job_id:
        return job
    refuse_taken(job)
    return _start(job, picker_id)


def start_next(*, store_id: str, picker_id: UUID, zone: str | None = None) -> PickJob | None:
    """Take the open job with the earliest latest finish, of `zone` if given; None when there is none.

    A picker with a job in hand gets that one. Two pickers who ask at once get two different jobs; a picker who asks twice at
    once gets the same one twice.
    """
    try:
        return _take_next(store_id, picker_id, zone)
    except IntegrityError:
        return _current(store_id, picker_id)


@transaction.atomic
def _take_next(store_id: str, picker_id: UUID, zone: str | None) -> PickJob | None:
    if current := _current(store_id, picker_id):
        return current
    waiting = PickJob.objects.select_for_update(skip_locked=True).filter(
        store_id=store_id, state=JobState.OPEN
    )
    if zone is not None:
        waiting = waiting.filter(zone=zone)
    job = waiting.order_by("latest_finish", "number", "zone_walk_order").first()
    return _start(job, picker_id) if job else None


def _current(store_id: str, picker_id: UUID) -> PickJob | None:
    return PickJob.objects.filter(store_id=store_id, picker_id=picker_id, state=JobState.STARTED).first()


def _start(job: PickJob, picker_id: UUID) -> PickJob:
    now = clock.now()
    job.start(picker_id=picker_id, at=now)
    job.save(update_fields=["state", "picker", "started_at", "released_at"])
    reach(ref=job.ref, store_id=job.store_id, stage=StageName.RELEASED, at=job.released_at)
    reach(
        ref=job.ref,
        store_id=job.store_id,
        stage=StageName.PICK_STARTED,
        by=actor.of_member(picker_id),
        at=now,
    )
    publish(PickJobStarted(store_id=job.store_id, ref=job.ref, job_id=str(job.id), zone=job.zone))
    return job
