"""A bag that staff put together by hand at a counter: a cake that is lettered, flowers that are bound, what a shopper left behind."""

from uuid import UUID

from django.db import transaction

from newretail.fulfilment.models import Parcel, ParcelPart
from newretail.fulfilment.models.parts import COUNTER
from newretail.fulfilment.parts.open_part import NewPart, drop_part, open_part
from newretail.fulfilment.parts.report_part import part_ready
from newretail.fulfilment.work.errors import PartNotFound
from newretail.fulfilment.work.find_work import parcel_of
from newretail.kernel.ids import uuid7


@transaction.atomic
def open_counter_bag(*, store_id: str, parcel_id: UUID, note: str, by: str) -> Parcel:
    """Let a parcel wait for a bag from a counter; `note` says what is in it. Raises ParcelNotReady once it is packed, ParcelNotFound,
    WorkCancelled."""
    parcel = parcel_of(store_id=store_id, parcel_id=parcel_id)
    new = NewPart(kind=COUNTER, maker=f"counter:{uuid7()}", note=note)
    open_part(store_id=store_id, ref=parcel.ref, way=parcel.way, part=parcel.part, new=new, by=by)
    return parcel_of(store_id=store_id, parcel_id=parcel_id)


@transaction.atomic
def fill_counter_bag(*, store_id: str, part_id: UUID, tag: str, by: str) -> Parcel:
    """The bag is filled and its tag scanned; it comes to packing by scans like any other. Doing it again changes nothing.

    Raises PartNotFound, PartNotWaiting when it was dropped or is filled with another tag, TagInUse, WorkCancelled.
    """
    part = _counter_bag(store_id, part_id)
    part_ready(store_id=store_id, ref=part.ref, kind=COUNTER, maker=part.maker, tags=[tag], by=by)
    return parcel_of(store_id=store_id, parcel_id=part.parcel_id)


@transaction.atomic
def drop_counter_bag(*, store_id: str, part_id: UUID, by: str) -> Parcel:
    """The bag is not wanted after all. Doing it again changes nothing. Raises PartNotFound, PartNotWaiting once it is filled, WorkCancelled."""
    part = _counter_bag(store_id, part_id)
    drop_part(store_id=store_id, ref=part.ref, kind=COUNTER, maker=part.maker, by=by)
    return parcel_of(store_id=store_id, parcel_id=part.parcel_id)


def _counter_bag(store_id: str, part_id: UUID) -> ParcelPart:
    part = ParcelPart.objects.filter(store_id=store_id, id=part_id, kind=COUNTER).first()
    if part is None:
        raise PartNotFound()
    return part
