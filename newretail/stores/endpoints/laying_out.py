"""HTTP: the zones of a store and their shelves, and what stands on them."""

from typing import Annotated, Literal

from ninja import Query
from pydantic import AfterValidator, Field

from newretail.catalog.api import Temperature
from newretail.catalog.errors import UnknownSku
from newretail.kernel.http import Body, Code, Door, Request, Slug
from newretail.kernel.text import ByLanguage, Text
from newretail.kernel.who import HEAD_OFFICE, MANAGER
from newretail.stores import errors
from newretail.stores.endpoints.shapes import Names, ShortCode
from newretail.stores.place_product import (
    Placed,
    PlaceOfProduct,
    ShelfPlace,
    place_the_rest,
    places_of,
)
from newretail.stores.place_product import place_product as place
from newretail.stores.save_zone import ZoneSheet, remove_zone, zone_sheets
from newretail.stores.save_zone import save_zone as save

door = Door(tags=["stores"])

NAMED_TWICE = Text(en="a shelf is named twice", ko="같은 선반이 두 번 적혔습니다", zh="同一货架写了两次")


def _once_each(shelves: list[str]) -> list[str]:
    if len(set(shelves)) < len(shelves):
        raise ValueError(NAMED_TWICE)
    return shelves


class ZoneIn(Body):
    """`shelves`: the codes of all that it has, in the order in which people walk past them."""

    example = {
        "names": {"en": "Dairy", "ko": "유제품", "zh": "乳制品"},
        "temperature": "chilled",
        "shelves": ["D-01-1", "D-01-2"],
    }

    names: Names
    temperature: Temperature
    shelves: Annotated[list[Slug], Field(max_length=500), AfterValidator(_once_each)]


class PlaceIn(Body):
    """`capacity`: how much of it stands there when the shelf is full, in base units of the SKU; 0: nobody has said."""

    example = {"shelf": "D-01-1", "facings": 2, "capacity": 20}

    shelf: Slug
    facings: Annotated[int, Field(strict=True, ge=1, le=1000)] = 1
    capacity: Annotated[int, Field(strict=True, ge=0, le=10_000_000)] = 0


class PlacesIn(Body):
    """None at all: the product is not sold in this store any more."""

    example = {"places": [PlaceIn.example]}

    places: Annotated[list[PlaceIn], Field(max_length=20)]


@door.get(
    "/stores/{store_id}/zones",
    who=MANAGER,
    response=list[ZoneSheet],
    summary="The zones of a store with their shelves, as they are edited",
)
def list_zones(request: Request, store_id: str) -> list[ZoneSheet]:
    return zone_sheets(store_id)


@door.put(
    "/stores/{store_id}/zones/{code}",
    who=MANAGER,
    response={200: ZoneSheet, 201: ZoneSheet},
    summary="Make or change a zone and its shelves",
    errors=[errors.StoreUnknown, errors.ShelfInUse, errors.ShelfOfAnotherZone],
)
def put_zone(
    request: Request, store_id: str, code: ShortCode, body: ZoneIn
) -> tuple[Literal[200, 201], ZoneSheet]:
    is_new = save(
        store_id=store_id,
        code=code,
        names=ByLanguage(body.names),
        temperature=body.temperature,
        shelves=body.shelves,
        by=request.caller.actor,
    )
    return 201 if is_new else 200, zone_sheets(store_id, code=code)[0]


@door.delete(
    "/stores/{store_id}/zones/{code}",
    who=MANAGER,
    response={204: None},
    summary="Take a zone and its empty shelves away",
    errors=[errors.StoreUnknown, errors.ZoneUnknown, errors.ZoneInUse, errors.ShelfInUse],
)
def delete_zone(request: Request, store_id: str, code: ShortCode) -> tuple[int, None]:
    remove_zone(store_id=store_id, code=code, by=request.caller.actor)
    return 204, None


@door.get(
    "/skus/{sku_id}/places",
    who=HEAD_OFFICE,
    response=list[PlaceOfProduct],
    summary="Where a product stands in these stores; it is sold where it has a place",
)
def list_product_places(
    request: Request, sku_id: Code, store: Annotated[list[Slug], Query([], max_length=200)]
) -> list[PlaceOfProduct]:
    return places_of(sku_id, among=store)


@door.put(
    "/stores/{store_id}/planogram/{sku_id}",
    who=MANAGER,
    response=list[PlaceOfProduct],
    summary="Say on which shelves a product stands",
    errors=[errors.StoreUnknown, errors.ShelfUnknown, UnknownSku],
)
def place_product(request: Request, store_id: str, sku_id: Code, body: PlacesIn) -> list[PlaceOfProduct]:
    places = [ShelfPlace(**each.dict()) for each in body.places]
    return place(store_id=store_id, sku_id=sku_id, places=places, by=request.caller.actor)


@door.post(
    "/stores/{store_id}/planogram",
    who=MANAGER,
    response=Placed,
    summary="Give every product that has no place in the store one",
    description="A thousand at a time, on the emptiest shelf with their temperature. Needs no Idempotency-Key: what has a place keeps it.",
    errors=[errors.StoreUnknown],
)
def place_other_products(request: Request, store_id: str) -> Placed:
    return place_the_rest(store_id=store_id, by=request.caller.actor)
