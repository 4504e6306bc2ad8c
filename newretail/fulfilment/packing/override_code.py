"""A manager helps a shopper whose pickup code is locked or lost, with a reason."""

from uuid import UUID

from django.db import transaction

from newretail.fulfilment.events import CodeUnlocked, IdentityChecked
from newretail.fulfilment.models import OverrideKind, Parcel, Way
from newretail.fulfilment.models.parcels import ParcelState
from newretail.fulfilment.packing.errors import NotLocked
from newretail.fulfilment.packing.give_parcel import hand_to_shopper
from newretail.fulfilment.work.errors import AlreadyFinished, ParcelNotReady
from newretail.fulfilment.work.find_work import parcel_locked
from newretail.fulfilment.work.keep_override import keep_override
from newretail.fulfilment.work.time_of_day import time_of_day
from newretail.kernel import clock
from newretail.kernel.events import publish


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
    keep_override(
        OverrideKind.CODE_UNLOCKED,
        ref=parcel.ref,
        store_id=store_id,
        way=parcel.way,
        part=parcel.part,
        reason=reason,
        by=by,
    )
    publish(CodeUnlocked(store_id=store_id, ref=parcel.ref, way=parcel.way, part=parcel.part, by=by))
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
    keep_override(
        OverrideKind.IDENTITY_CHECKED,
        ref=parcel.ref,
        store_id=store_id,
        way=parcel.way,
        part=parcel.part,
        reason=reason,
        by=by,
    )
    publish(IdentityChecked(store_id=store_id, ref=parcel.ref, way=parcel.way, part=parcel.part, by=by))
    return parcel
