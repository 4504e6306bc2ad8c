"""What a manager may do against the usual way, each with a reason."""

from typing import Annotated
from uuid import UUID

from pydantic import StringConstraints

from newretail.fulfilment import errors
from newretail.fulfilment.endpoints.shapes import door
from newretail.fulfilment.packing.override_code import collect_by_identity
from newretail.fulfilment.packing.override_code import unlock_parcel as unlock
from newretail.fulfilment.picking.release_pick import release_pick
from newretail.fulfilment.reading.parcels import ParcelView, parcel_view
from newretail.fulfilment.reading.pick_jobs import PickJobView, job_view
from newretail.kernel.http import Body, Request, Words
from newretail.kernel.who import MANAGER


class OverrideIn(Body):
    """`reason` is kept in the order's time line, with the name of whoever gave it."""

    example = {"reason": "the picker went home ill"}

    reason: Annotated[Words, StringConstraints(min_length=1, max_length=200)]


@door.post(
    "/stores/{store_id}/pick-jobs/{job_id}/release",
    who=MANAGER,
    once=True,
    response=PickJobView,
    summary="Give a started pick job back to the queue; what is picked stays picked",
    errors=[errors.JobNotFound, errors.NobodyPicks, errors.AlreadyFinished, errors.WorkCancelled],
)
def release_pick_job(request: Request, store_id: str, job_id: UUID, body: OverrideIn) -> PickJobView:
    by = request.caller.actor
    return job_view(release_pick(store_id=store_id, job_id=job_id, reason=body.reason, by=by), request.caller)


@door.post(
    "/stores/{store_id}/parcels/{parcel_id}/unlock",
    who=MANAGER,
    once=True,
    response=ParcelView,
    summary="Let the pickup code be tried again after five wrong ones",
    errors=[errors.ParcelNotFound, errors.NotLocked, errors.WorkCancelled],
)
def unlock_parcel(request: Request, store_id: str, parcel_id: UUID, body: OverrideIn) -> ParcelView:
    by = request.caller.actor
    return parcel_view(
        unlock(store_id=store_id, parcel_id=parcel_id, reason=body.reason, by=by), request.caller
    )


@door.post(
    "/stores/{store_id}/parcels/{parcel_id}/collect-by-id",
    who=MANAGER,
    once=True,
    response=ParcelView,
    summary="Hand over without the code: a manager checked who it is",
    errors=[errors.ParcelNotFound, errors.ParcelNotReady, errors.AlreadyFinished, errors.WorkCancelled],
)
def collect_without_code(request: Request, store_id: str, parcel_id: UUID, body: OverrideIn) -> ParcelView:
    by = request.caller.actor
    return parcel_view(
        collect_by_identity(store_id=store_id, parcel_id=parcel_id, reason=body.reason, by=by), request.caller
    )
