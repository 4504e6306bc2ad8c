"""The packing station, the pickup shelf and the counter."""

from typing import Literal
from uuid import UUID

from ninja import Query

from newretail.fulfilment import errors
from newretail.fulfilment.endpoints.shapes import LineName, PickupCode, Tags, door
from newretail.fulfilment.packing.give_parcel import collect_parcel as collect
from newretail.fulfilment.packing.give_parcel import hand_over_parcel as hand_over
from newretail.fulfilment.packing.give_parcel import shelve_parcel as shelve
from newretail.fulfilment.packing.pack_parcel import pack_parcel as pack
from newretail.fulfilment.packing.receive_back import receive_back
from newretail.fulfilment.reading import parcels as reading
from newretail.fulfilment.reading.parcels import ParcelView, parcel_view
from newretail.fulfilment.who import COUNTER, PACKER
from newretail.fulfilment.work.find_work import parcel_of
from newretail.kernel.http import Body, Limit, Request, Slug
from newretail.stores.api import Way

_COMMON = [errors.ParcelNotFound, errors.ParcelNotReady, errors.AlreadyFinished, errors.WorkCancelled]
_BAGS = [errors.WrongBag, errors.BagsMissing]

State = Literal[
    "waiting", "arrived", "packed", "shelved", "riding", "done", "failed", "returned", "cancelled"
]


class PackIn(Body):
    """`bags`: the tags as scanned; without them the scans of arrival count."""

    example = {"bags": ["BAG-0417", "BAG-0418"]}

    bags: Tags | None = None


class ShelveIn(Body):
    example = {"shelf": "U-03"}

    shelf: Slug


class BagsIn(Body):
    example = {"bags": ["BAG-0417", "BAG-0418"]}

    bags: Tags


class CollectIn(Body):
    example = {"code": "402917"}

    code: PickupCode


class ReceiveBackIn(Body):
    example = {"bags": ["BAG-0417", "BAG-0418"], "again": True}

    bags: Tags
    again: bool


@door.get(
    "/stores/{store_id}/parcels",
    who=COUNTER,
    response=list[ParcelView],
    summary="Parcels that have not left for good, the most urgent first",
)
def list_parcels(
    request: Request,
    store_id: str,
    state: State | None = None,
    way: Way | None = None,
    number: LineName | None = None,
    limit: Limit = Query(50),  # noqa: B008
) -> list[ParcelView]:
    return reading.list_parcels(
        store_id=store_id, caller=request.caller, state=state, way=way, number=number, limit=limit
    )


@door.get(
    "/stores/{store_id}/parcels/{parcel_id}",
    who=COUNTER,
    response=ParcelView,
    summary="One parcel",
    errors=[errors.ParcelNotFound],
)
def show_parcel(request: Request, store_id: str, parcel_id: UUID) -> ParcelView:
    return parcel_view(parcel_of(store_id=store_id, parcel_id=parcel_id), request.caller)


@door.post(
    "/stores/{store_id}/parcels/{parcel_id}/pack",
    who=PACKER,
    once=True,
    response=ParcelView,
    summary="Packed: all bags are here",
    errors=[*_COMMON, *_BAGS],
)
def pack_parcel(request: Request, store_id: str, parcel_id: UUID, body: PackIn) -> ParcelView:
    return parcel_view(
        pack(store_id=store_id, parcel_id=parcel_id, bags=body.bags, by=request.caller.actor),
        request.caller,
    )


@door.post(
    "/stores/{store_id}/parcels/{parcel_id}/shelve",
    who=COUNTER,
    once=True,
    response=ParcelView,
    summary="Onto the pickup shelf",
    errors=_COMMON,
)
def shelve_parcel(request: Request, store_id: str, parcel_id: UUID, body: ShelveIn) -> ParcelView:
    return parcel_view(
        shelve(store_id=store_id, parcel_id=parcel_id, shelf=body.shelf, by=request.caller.actor),
        request.caller,
    )


@door.post(
    "/stores/{store_id}/parcels/{parcel_id}/hand-over",
    who=COUNTER,
    once=True,
    response=ParcelView,
    summary="Hand over by scanning the bags: a delivery to its courier, the rest to the shopper",
    errors=[*_COMMON, *_BAGS],
)
def hand_over_parcel(request: Request, store_id: str, parcel_id: UUID, body: BagsIn) -> ParcelView:
    return parcel_view(
        hand_over(store_id=store_id, parcel_id=parcel_id, bags=body.bags, by=request.caller.actor),
        request.caller,
    )


@door.post(
    "/stores/{store_id}/parcels/{parcel_id}/collect",
    who=COUNTER,
    response=ParcelView,
    summary="The shopper shows the pickup code",
    errors=[*_COMMON, errors.WrongCode, errors.CodeLocked],
)
def collect_parcel(request: Request, store_id: str, parcel_id: UUID, body: CollectIn) -> ParcelView:
    return parcel_view(
        collect(store_id=store_id, parcel_id=parcel_id, code=body.code, by=request.caller.actor),
        request.caller,
    )


@door.post(
    "/stores/{store_id}/parcels/{parcel_id}/receive-back",
    who=PACKER,
    once=True,
    response=ParcelView,
    summary="A failed delivery is back: try again, or put the goods back",
    errors=[*_COMMON, *_BAGS],
)
def receive_parcel_back(request: Request, store_id: str, parcel_id: UUID, body: ReceiveBackIn) -> ParcelView:
    return parcel_view(
        receive_back(
            store_id=store_id,
            parcel_id=parcel_id,
            bags=body.bags,
            again=body.again,
            by=request.caller.actor,
        ),
        request.caller,
    )
