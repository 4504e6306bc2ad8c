"""Scans of bag tags, by people and by readers along the conveyor."""

from newretail.fulfilment import errors
from newretail.fulfilment.endpoints.shapes import door
from newretail.fulfilment.packing.carry_bag import arrive_at_packing, onto_conveyor
from newretail.fulfilment.reading.bags import TaggedBag, tagged_bag
from newretail.fulfilment.who import ALONG_THE_CONVEYOR, AT_PACKING, WHOEVER_HOLDS_A_BAG
from newretail.fulfilment.work.find_work import bag_in_use
from newretail.kernel.http import Body, Request, Slug

_MOVES = [
    errors.BagNotFound,
    errors.BagNotReady,
    errors.BagNeeded,
    errors.PlaceNotFound,
    errors.WorkCancelled,
]


class ConveyorIn(Body):
    example = {"entry": "V-K"}

    entry: Slug | None = None


class ArrivalIn(Body):
    example = {"station": "P-1"}

    station: Slug | None = None


@door.get(
    "/stores/{store_id}/bags/{tag}",
    who=WHOEVER_HOLDS_A_BAG,
    response=TaggedBag,
    summary="Whose bag is this?",
    errors=[errors.BagNotFound],
)
def show_bag(request: Request, store_id: str, tag: Slug) -> TaggedBag:
    return tagged_bag(bag_in_use(store_id=store_id, tag=tag))


@door.post(
    "/stores/{store_id}/bags/{tag}/conveyor",
    who=ALONG_THE_CONVEYOR,
    response=TaggedBag,
    summary="Onto the conveyor",
    errors=_MOVES,
)
def put_bag_on_conveyor(request: Request, store_id: str, tag: Slug, body: ConveyorIn) -> TaggedBag:
    return tagged_bag(onto_conveyor(store_id=store_id, tag=tag, entry=body.entry, by=request.caller.actor))


@door.post(
    "/stores/{store_id}/bags/{tag}/arrival",
    who=AT_PACKING,
    response=TaggedBag,
    summary="Arrived at a packing station",
    errors=_MOVES,
)
def receive_bag_at_packing(request: Request, store_id: str, tag: Slug, body: ArrivalIn) -> TaggedBag:
    by = request.caller.actor
    return tagged_bag(arrive_at_packing(store_id=store_id, tag=tag, station=body.station, by=by))
