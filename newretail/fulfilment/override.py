"""A manager goes another way than the usual one. Each time there is a reason, kept in the time line; that it happened is told as a fact."""

from uuid import UUID

from django.db import transaction

from newretail.fulfilment.errors import AlreadyFinished, NobodyPicks, NotLocked, ParcelNotReady
from newretail.fulfilment.events import CodeUnlocked, IdentityChecked, PickJobReleased
from newretail.fulfilment.find_work import job_locked, parcel_locked
from newretail.fulfilment.give_parcel import hand_to_shopper
from newretail.fulfilment.models import Override, OverrideKind, Parcel, PickJob, Way
from newretail.fulfilment.models.parcels import ParcelState
from newretail.fulfilment.models.picking import JobState
from newretail.fulfilment.time_of_day import time_of_day
from newretail.fulfilment.zone_names import ZoneNames
from newretail.kernel import clock
from newretail.kernel.events import publish


@transaction.atomic
def release_pick(*, store_id: str, job_id: UUID, reason: str, by: str) -> PickJob:
    """Take a started job out of a picker's hands and show it to all; what is picked stays picked, in its bags.

    Raises JobNotFound, NobodyPicks, AlreadyFinished, WorkCancelled.
    """
    job = job_locked(store_id=store_id, job_id=job_id)
    if job.state == JobState.DONE:
        raise AlreadyFinished(what=job.zone, number=job.number, at=time_of_day(store_id, job.finished_at))
    if job.state != JobState.STARTED:
        raise NobodyPicks(zone=ZoneNames(store_id)[job.zone], number=job.number)
    picker = str(job.picker_id)
    job.give_back()
    job.save(update_fields=["state", "picker", "started_at"])
    _keep(OverrideKind.PICK_JOB_RELEASED, ref=job.ref, store_id=store_id, reason=reason, by=by)
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


@transaction.atomic
def unlock_parcel(*, store_id: str, parcel_id: UUID, reason: str, by: str) -> Parcel:
    """Let the pickup code be tried again although it was wrong five times.

    Raises NotLocked, ParcelNotFound, WorkCancelled.
    """
    parcel = parcel_locked(store_id=store_id, parcel_id=parcel_id)
    if parcel.locked_until is None or parcel.locked_until <= clock.now():
        raise NotLocked(number=parcel.number)
    parcel.wrong_codes, parcel.locked_until = 0, None
    parcel.save(update_fields=["wrong_codes", "locked_until"])
    _keep(OverrideKind.CODE_UNLOCKED, ref=parcel.ref, store_id=store_id, way=parcel.way, reason=reason, by=by)
    publish(CodeUnlocked(store_id=store_id, ref=parcel.ref, way=parcel.way, by=by))
    return parcel


@transaction.atomic
def collect_by_identity(*, store_id: str, parcel_id: UUID, reason: str, by: str) -> Parcel:
    """Hand a parcel from the pickup shelf to a shopper who has lost the code and whose identity was checked.

    Raises ParcelNotReady, AlreadyFinished, ParcelNotFound, WorkCancelled.
    """
    parcel = parcel_locked(store_id=store_id, parcel_id=parcel_id)
    if parcel.way == Way.PICK_UP and parcel.state == ParcelState.DONE:
        raise AlreadyFinished(
            what="hand-over", number=parcel.number, at=time_of_day(store_id, parcel.handed_over_at)
        )
    if parcel.way != Way.PICK_UP or parcel.state != ParcelState.SHELVED:
        raise ParcelNotReady(number=parcel.number, way=parcel.way, state=parcel.state)
    hand_to_shopper(parcel, by=by, proof="identity")
    _keep(
        OverrideKind.IDENTITY_CHECKED,
        ref=parcel.ref,
        store_id=store_id,
        way=parcel.way,
        reason=reason,
        by=by,
    )
    publish(IdentityChecked(store_id=store_id, ref=parcel.ref, way=parcel.way, by=by))
    return parcel


def _keep(kind: OverrideKind, *, ref: str, store_id: str, reason: str, by: str, way: str = "") -> None:
    Override.objects.create(
        kind=kind, ref=ref, store_id=store_id, way=way, reason=reason, by=by, at=clock.now()
    )
