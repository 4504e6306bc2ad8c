"""A parcel waits for something more, or for something less: a kitchen's dish, a bag from a counter."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from newretail.fulfilment.events import PartDropped, PartOpened
from newretail.fulfilment.models import Parcel, ParcelPart, PartState
from newretail.fulfilment.models.parcels import ParcelState
from newretail.fulfilment.models.parts import PICK
from newretail.fulfilment.parts.check_arrival import check_arrival
from newretail.fulfilment.parts.find_part import part_locked
from newretail.fulfilment.work.errors import ParcelNotFound, ParcelNotReady, PartNotWaiting
from newretail.fulfilment.work.find_work import live_work_locked
from newretail.fulfilment.work.terms import work_terms
from newretail.kernel.events import publish
from newretail.science import promise


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPart:
    """Something that a parcel waits for and no pick job brings.

    kind: a word of the room that makes it. maker: how that room calls it, once a ref and kind ("ticket:…"). latest_finish: None
    for the moment from which conveyor and packing still suffice. note: what it is, for people.
    """

    kind: str
    maker: str
    latest_finish: datetime | None = None
    note: str = ""

    def __post_init__(self) -> None:
        assert self.kind and self.kind != PICK and self.maker


@transaction.atomic
def open_part(*, store_id: str, ref: str, way: str, new: NewPart, part: str = "", by: str = "") -> UUID:
    """Let the parcel (`way`, `part`) of `ref` wait for one thing more; returns the id of the parcel's part. Repeating it changes nothing.

    Raises ParcelNotReady once the parcel is packed, ParcelNotFound, WorkNotFound, WorkCancelled.
    """
    live_work_locked(ref=ref, store_id=store_id)
    parcel = Parcel.objects.select_for_update().filter(store_id=store_id, ref=ref, way=way, part=part).first()
    if parcel is None:
        raise ParcelNotFound()
    known = ParcelPart.objects.filter(store_id=store_id, ref=ref, kind=new.kind, maker=new.maker).first()
    if known is not None:
        return known.id
    if parcel.state not in (ParcelState.WAITING, ParcelState.ARRIVED):
        raise ParcelNotReady(number=parcel.number, way=parcel.way, state=parcel.state)
    parcel.state, parcel.arrived_at = ParcelState.WAITING, None
    parcel.save(update_fields=["state", "arrived_at"])
    return add_part(parcel, new, by=by).id


def add_part(parcel: Parcel, new: NewPart, *, by: str = "") -> ParcelPart:
    """Write the part of a parcel whose work is locked or new."""
    added = ParcelPart.objects.create(
        store_id=parcel.store_id,
        parcel=parcel,
        ref=parcel.ref,
        kind=new.kind,
        maker=new.maker,
        latest_finish=new.latest_finish or _latest_finish(parcel),
        note=new.note,
        opened_by=by,
    )
    publish(
        PartOpened(
            store_id=parcel.store_id,
            ref=parcel.ref,
            way=parcel.way,
            part=parcel.part,
            kind=new.kind,
            maker=new.maker,
            latest_finish=added.latest_finish.isoformat(),
        )
    )
    return added


def _latest_finish(parcel: Parcel) -> datetime:
    packing_minutes = work_terms.of(parcel.store_id).packing_minutes
    return promise.latest_finish(packed_by=parcel.latest_packed, packing_minutes=packing_minutes)


@transaction.atomic
def drop_part(*, store_id: str, ref: str, kind: str, maker: str, by: str = "") -> None:
    """The parcel does not wait for it any more; if nothing else is awaited, it has arrived. Repeating it changes nothing.

    Raises PartNotWaiting once it is ready, PartNotFound, WorkCancelled.
    """
    part, work = part_locked(store_id=store_id, ref=ref, kind=kind, maker=maker)
    if part.state == PartState.DROPPED:
        return
    if part.state != PartState.WAITING:
        raise PartNotWaiting(number=work.number, state=part.state)
    part.state = PartState.DROPPED
    part.save(update_fields=["state"])
    publish(
        PartDropped(
            store_id=store_id, ref=ref, way=part.parcel.way, part=part.parcel.part, kind=kind, maker=maker
        )
    )
    check_arrival(work, by=by)
