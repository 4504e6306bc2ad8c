"""A manager takes a started pick job back, with a reason."""

from uuid import UUID

from django.db import transaction

from newretail.fulfilment.events import PickJobReleased
from newretail.fulfilment.models import OverrideKind, PickJob
from newretail.fulfilment.picking.may_pick import why_not_released
from newretail.fulfilment.work.find_work import job_locked
from newretail.fulfilment.work.keep_override import keep_override
from newretail.kernel.events import publish


@transaction.atomic
def release_pick(*, store_id: str, job_id: UUID, reason: str, by: str) -> PickJob:
    """Take a started job out of a picker's hands and show it to all; what is picked stays picked, in its bags.

    Raises JobNotFound, NobodyPicks, AlreadyFinished, WorkCancelled.
    """
    job = job_locked(store_id=store_id, job_id=job_id)
    if refusal := why_not_released(job):
        raise refusal
    picker = str(job.picker_id)
    job.give_back()
    job.save(update_fields=["state", "picker", "started_at"])
    keep_override(OverrideKind.PICK_JOB_RELEASED, ref=job.ref, store_id=store_id, reason=reason, by=by)
    publish(
        PickJobReleased(
            store_id=store_id,
            ref=job.ref,
            job_id=str(job.id),
            zone=job.zone,
            picker=picker,
            by=by,
        )
    )
    return job
