"""What may be done with a pick job as a whole now, and by whom. What its picker may do line by line, the phone knows also without network."""

from typing import Literal

from newretail.fulfilment.models import PickJob
from newretail.fulfilment.models.picking import JobState
from newretail.fulfilment.picking.errors import NobodyPicks
from newretail.fulfilment.who import PICKER
from newretail.fulfilment.work.errors import AlreadyFinished
from newretail.fulfilment.work.time_of_day import time_of_day
from newretail.fulfilment.work.zone_names import ZoneNames
from newretail.kernel.errors import Refusal
from newretail.kernel.who import MANAGER, Caller

JobDeed = Literal["start", "release"]

TO_START = (JobState.WAITING, JobState.OPEN)


def deeds_of_job(job: PickJob, caller: Caller, *, is_free: bool) -> list[JobDeed]:
    """`is_free`: this caller has no job in hand; nobody picks two at a time."""
    if job.state in TO_START:
        return ["start"] if is_free and PICKER.allows(caller, job.store_id) else []
    releases = MANAGER.allows(caller, job.store_id) and why_not_released(job) is None
    return ["release"] if releases else []


def why_not_released(job: PickJob) -> Refusal | None:
    """Why nobody can take it out of a picker's hands: AlreadyFinished, NobodyPicks."""
    if job.state == JobState.DONE:
        at = time_of_day(job.store_id, job.finished_at)
        return AlreadyFinished(what=job.zone, number=job.number, at=at)
    if job.state != JobState.STARTED:
        return NobodyPicks(zone=ZoneNames(job.store_id)[job.zone], number=job.number)
    return None
