"""Whoever makes a part of a parcel says that it is made."""

from collections.abc import Sequence

from django.db import transaction

from newretail.fulfilment.events import PartReady
from newretail.fulfilment.models import PartState
from newretail.fulfilment.parts.check_arrival import check_arrival
from newretail.fulfilment.parts.contents import PartGoods, as_document
from newretail.fulfilment.parts.find_part import part_locked
from newretail.fulfilment.parts.tag_bag import tag_bag
from newretail.fulfilment.work.errors import PartNotWaiting
from newretail.kernel import clock
from newretail.kernel.events import publish


@transaction.atomic
def part_ready(
    *,
    store_id: str,
    ref: str,
    kind: str,
    maker: str,
    tags: Sequence[str] = (),
    goods: Sequence[PartGoods] = (),
    by: str = "",
) -> None:
    """It is made and in bags with these tags, which come to packing by scans like any other; without tags it is there at once.

    goods: what it brings for lines of the ref; the room that made it answers for its stock. Repeating it changes nothing.
    Raises PartNotWaiting when it was dropped, or is ready in other bags, TagInUse, PartNotFound, WorkNotFound, WorkCancelled.
    """
    part, work = part_locked(store_id=store_id, ref=ref, kind=kind, maker=maker)
    if part.state != PartState.WAITING:
        known = set(part.bags.values_list("tag", flat=True))
        if part.state == PartState.DROPPED or set(tags) - known:
            raise PartNotWaiting(number=work.number, state=part.state)
        return
    part.state, part.ready_at, part.ready_by = PartState.READY, clock.now(), by
    part.goods = as_document(goods)
    part.save(update_fields=["state", "ready_at", "ready_by", "goods"])
    for tag in tags:
        tag_bag(part, tag)
    publish(
        PartReady(
            store_id=store_id,
            ref=ref,
            way=part.parcel.way,
            part=part.parcel.part,
            kind=kind,
            maker=maker,
            bags=list(tags),
        )
    )
    check_arrival(work, by=by)
