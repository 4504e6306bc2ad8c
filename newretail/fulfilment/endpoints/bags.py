"""Scans of bag tags, by people and by readers along the conveyor."""

from newretail.fulfilment import errors
from newretail.fulfilment.endpoints.shapes import BagOut, door
from newretail.fulfilment.models import Bag
from newretail.fulfilment.packing.carry_bag import arrive_at_packing, onto_conveyor
from newretail.fulfilment.work.find_work import bag_in_use
from newretail.kernel.http import Body, Request, Slug
from newretail.kernel.who import staff
from newretail.stores.api import Role

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
    who=staff(Role.PICKER, Role.PACKER, Role.COURIER, Role.DEVICE),
    response=BagOut,
    summary="Whose bag is this?",
    errors=[errors.BagNotFound],
)
def show_bag(request: Request, store_id: str, tag: Slug) -> Bag:
    return bag_in_use(store_id=store_id, tag=tag)


@door.post(
    "/stores/{store_id}/bags/{tag}/conveyor",
    who=staff(Role.PICKER, Role.PACKER, Role.DEVICE),
    response=BagOut,
    summary="Onto the conveyor",
    errors=_MOVES,
)
def put_bag_on_conveyor(request: Request, store_id: str, tag: Slug, body: ConveyorIn) -> Bag:
    return onto_conveyor(store_id=store_id, tag=tag, entry=body.entry, by=str(request.caller.known_id))


@door.post(
    "/stores/{store_id}/bags/{tag}/arrival",
    who=staff(Role.PACKER, Role.DEVICE),
    response=BagOut,
    summary="Arrived at a packing station",
    errors=_MOVES,
)
def receive_bag_at_packing(request: Request, store_id: str, tag: Slug, body: ArrivalIn) -> Bag:
    return arrive_at_packing(
        store_id=store_id, tag=tag, station=body.station, by=str(request.caller.known_id)
    )
