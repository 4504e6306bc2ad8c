"""Work with much time is shown to pickers when its time has come."""

from django.db import transaction

from newretail.fulfilment.models import PickJob, StageName
from newretail.fulfilment.models.picking import JobState
from newretail.fulfilment.work.reach_stage import reach
from newretail.kernel import clock

_BATCH = 200


@transaction.atomic
def release_jobs() -> int:
    """Open the waiting jobs that are due to be released; returns how many."""
    now = clock.now()
    due = PickJob.objects.select_for_update(skip_locked=True).filter(
        state=JobState.WAITING, release_at__lte=now
    )
    jobs = list(due.order_by("release_at", "number", "zone_walk_order")[:_BATCH])
    for job in jobs:
        job.release(at=now)
        job.save(update_fields=["state", "released_at"])
        reach(ref=job.ref, store_id=job.store_id, stage=StageName.RELEASED, at=now)
    return len(jobs)
