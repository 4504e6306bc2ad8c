"""A picker is done with a job."""

from uuid import UUID

from django.db import transaction

from newretail.fulfilment.events import PickJobFinished
from newretail.fulfilment.models import PartState, PickJob, PickLine, StageName, Take
from newretail.fulfilment.models.picking import JobState
from newretail.fulfilment.parts.check_arrival import check_arrival, check_conveyor
from newretail.fulfilment.picking.errors import LinesOpen
from newretail.fulfilment.work.errors import BagNeeded
from newretail.fulfilment.work.find_work import job_of, live_work_locked, started_job_locked
from newretail.fulfilment.work.reach_stage import reach
from newretail.kernel import actor, clock
from newretail.kernel.events import publish


@transaction.atomic
def finish_pick(*, store_id: str, job_id: UUID, picker_id: UUID) -> PickJob:
    """Close a job of which every line is picked or short and everything picked is in a tagged bag.

    Raises LinesOpen with the lines, BagNeeded, AlreadyFinished, NotYourJob, WorkCancelled.
    """
    work = live_work_locked(ref=job_of(store_id=store_id, job_id=job_id).ref, store_id=store_id)
    job = started_job_locked(store_id=store_id, job_id=job_id, picker_id=picker_id)
    _refuse_open_lines(job)
    if Take.objects.filter(line__job=job, undone_at__isnull=True, bag__isnull=True).exists():
        raise BagNeeded()
    job.finish(at=clock.now())
    job.save(update_fields=["state", "finished_at"])
    job.parts.filter(state=PartState.WAITING).update(
        state=PartState.READY, ready_at=job.finished_at, ready_by=actor.of_member(picker_id)
    )
    publish(PickJobFinished(store_id=store_id, ref=job.ref, job_id=str(job.id), zone=job.zone))
    if not work.jobs.exclude(state=JobState.DONE).exists():
        reach(ref=job.ref, store_id=store_id, stage=StageName.PICKED, by=actor.of_member(picker_id))
    check_conveyor(work)
    check_arrival(work)
    return job


def _refuse_open_lines(job: PickJob) -> None:
    open_lines = [
        line for line in PickLine.objects.filter(job=job).order_by("position") if not line.is_settled
    ]
    if open_lines:
        raise LinesOpen(
            count=len(open_lines),
            lines=[
                {
                    "line": line.line,
                    "sku_id": line.sku_id,
                    "left": line.left or line.unresolved,
                    "state": line.state,
                }
                for line in open_lines
            ],
        )
