"""Bags that are put together by hand at a counter, for parcels that wait for them."""

from typing import Annotated
from uuid import UUID

from ninja import Query
from pydantic import StringConstraints

from newretail.fulfilment import errors
from newretail.fulfilment.endpoints.shapes import door
from newretail.fulfilment.packing.counter_bag import drop_counter_bag as drop
from newretail.fulfilment.packing.counter_bag import fill_counter_bag as fill
from newretail.fulfilment.packing.counter_bag import open_counter_bag
from newretail.fulfilment.reading import parcels as reading
from newretail.fulfilment.reading.parcels import AwaitedPart, ParcelView, parcel_view
from newretail.fulfilment.who import COUNTER
from newretail.kernel.http import Body, Limit, Request, Slug, Words


class CounterBagIn(Body):
    """`note`: what goes into it, for whoever fills it and whoever packs it."""

    example = {"note": 'birthday cake, lettered "Mina 7"'}

    note: Annotated[Words, StringConstraints(min_length=1, max_length=200)]


class FillIn(Body):
    example = {"tag": "BAG-0419"}

    tag: Slug


@door.get(
    "/stores/{store_id}/counter-bags",
    who=COUNTER,
    response=list[AwaitedPart],
    summary="Bags that counters still owe, the most urgent first",
)
def list_counter_bags(
    request: Request,
    store_id: str,
    limit: Limit = Query(50),  # noqa: B008
) -> list[AwaitedPart]:
    return reading.list_counter_bags(store_id=store_id, caller=request.caller, limit=limit)


@door.post(
    "/stores/{store_id}/parcels/{parcel_id}/counter-bags",
    who=COUNTER,
    once=True,
    response={201: ParcelView},
    summary="Let a parcel wait for a bag from a counter",
    errors=[errors.ParcelNotFound, errors.ParcelNotReady, errors.WorkCancelled],
)
def add_counter_bag(
    request: Request, store_id: str, parcel_id: UUID, body: CounterBagIn
) -> tuple[int, ParcelView]:
    by = request.caller.actor
    parcel = open_counter_bag(store_id=store_id, parcel_id=parcel_id, note=body.note, by=by)
    return 201, parcel_view(parcel, request.caller)


@door.post(
    "/stores/{store_id}/counter-bags/{part_id}/fill",
    who=COUNTER,
    once=True,
    response=ParcelView,
    summary="The bag is filled: scan its tag",
    errors=[errors.PartNotFound, errors.PartNotWaiting, errors.TagInUse, errors.WorkCancelled],
)
def fill_counter_bag(request: Request, store_id: str, part_id: UUID, body: FillIn) -> ParcelView:
    by = request.caller.actor
    return parcel_view(fill(store_id=store_id, part_id=part_id, tag=body.tag, by=by), request.caller)


@door.post(
    "/stores/{store_id}/counter-bags/{part_id}/drop",
    who=COUNTER,
    once=True,
    response=ParcelView,
    summary="The bag is not wanted after all",
    errors=[errors.PartNotFound, errors.PartNotWaiting, errors.WorkCancelled],
)
def drop_counter_bag(request: Request, store_id: str, part_id: UUID) -> ParcelView:
    by = request.caller.actor
    return parcel_view(drop(store_id=store_id, part_id=part_id, by=by), request.caller)
