"""Find a part that a parcel waits for, its work locked before it."""

from newretail.fulfilment.models import ParcelPart, Work
from newretail.fulfilment.work.errors import PartNotFound
from newretail.fulfilment.work.find_work import live_work_locked


def part_locked(*, store_id: str, ref: str, kind: str, maker: str) -> tuple[ParcelPart, Work]:
    """Raises PartNotFound, WorkNotFound, WorkCancelled."""
    work = live_work_locked(ref=ref, store_id=store_id)
    parts = ParcelPart.objects.select_for_update(of=["self"]).select_related("parcel")
    part = parts.filter(store_id=store_id, ref=ref, kind=kind, maker=maker).first()
    if part is None:
        raise PartNotFound()
    return part, work
