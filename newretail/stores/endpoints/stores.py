"""HTTP: stores for shoppers, and the few switches of a manager."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from ninja import Query
from pydantic import AwareDatetime, Field, StringConstraints

from newretail.catalog import api as catalog
from newretail.kernel import clock
from newretail.kernel.http import Body, Code, Door, Latitude, Limit, Longitude, Out, Request, Slug, Words
from newretail.kernel.who import ANYONE, MANAGER, staff
from newretail.stores import queries
from newretail.stores.errors import (
    MinutesMissing,
    NotListed,
    NotSnoozed,
    PositionIncomplete,
    SnoozeEnded,
    StoreUnknown,
)
from newretail.stores.find_stores import MOST_IN_A_PAGE, find_stores
from newretail.stores.models import Snooze, State
from newretail.stores.roles import Role
from newretail.stores.set_state import MOST_BUSY_MINUTES, set_state
from newretail.stores.show_store import StoreOut, position, show
from newretail.stores.snooze import snooze
from newretail.stores.wake import wake
from newretail.stores.ways import CAPABILITIES, Way

door = Door(tags=["stores"])

FLOOR_STAFF = staff(Role.PICKER, Role.PACKER, Role.CASHIER, Role.COURIER, Role.DEVICE)

Asked = Annotated[Words, StringConstraints(max_length=80)]
Reason = Annotated[Words, StringConstraints(max_length=200)]


class StateIn(Body):
    example = {"state": "busy", "busy_minutes": 15, "reason": "rain"}

    state: State
    busy_minutes: Annotated[int, Field(strict=True, ge=0, le=MOST_BUSY_MINUTES)] = 0
    reason: Reason = ""


class SnoozeIn(Body):
    example = {"until": "2026-06-15T12:00:00Z", "reason": "the tank is being cleaned"}

    until: AwareDatetime
    reason: Reason = ""


class SnoozeOut(Out):
    sku_id: str
    name: str
    picture: str
    until: datetime
    reason: str
    at: datetime


class ZoneOut(Out):
    code: str
    name: str
    temperature: str
    walk_order: int


class FloorOut(Out):
    zones: list[ZoneOut]
    conveyor_entries: dict[str, str | None]
    packing_stations: list[str]


class StorePageOut(Out):
    stores: list[StoreOut]
    next_after: str | None = Field(description="send it as `after` to read on; null at the end")


class CapabilityOut(Out):
    """`way`: the way out that it opens, if it opens one."""

    code: str
    name: str
    about: str
    way: Way | None


@door.get(
    "/capabilities",
    who=ANYONE,
    response=list[CapabilityOut],
    summary="What stores can do at all; a format switches some of it on",
)
def list_capabilities(request: Request) -> list[CapabilityOut]:
    return [
        CapabilityOut(code=each.code, name=each.names.say(), about=each.about.say(), way=each.way)
        for each in CAPABILITIES.values()
    ]


@door.get(
    "/stores",
    who=ANYONE,
    response=StorePageOut,
    summary="The stores a page at a time, nearest first when a position is given",
    errors=[StoreUnknown, PositionIncomplete],
)
def list_stores(
    request: Request,
    code: Annotated[list[Slug], Query([], max_length=MOST_IN_A_PAGE)],
    q: Asked = "",
    latitude: Latitude | None = None,
    longitude: Longitude | None = None,
    after: Slug | None = None,
    limit: Limit = 50,
) -> StorePageOut:
    """By code where no position is given. `q`: words of a name or a code; `code`: only these stores, as when their names are wanted."""
    place = position(latitude, longitude)
    page = find_stores(words=q, codes=code or None, near=place, after=after or "", limit=limit)
    return StorePageOut(stores=[show(card, place=place) for card in page.stores], next_after=page.next_after)


@door.get(
    "/stores/{store_id}",
    who=ANYONE,
    response=StoreOut,
    summary="One store",
    errors=[StoreUnknown, PositionIncomplete],
)
def show_store(
    request: Request, store_id: str, latitude: Latitude | None = None, longitude: Longitude | None = None
) -> StoreOut:
    return show(queries.store(store_id), place=position(latitude, longitude))


@door.patch(
    "/stores/{store_id}/state",
    who=MANAGER,
    response=StoreOut,
    summary="Open, slow down, pause or close the store",
    errors=[StoreUnknown, MinutesMissing],
)
def change_state(request: Request, store_id: str, body: StateIn) -> StoreOut:
    set_state(
        store_id=store_id,
        state=body.state,
        busy_minutes=body.busy_minutes,
        reason=body.reason,
        by=request.caller.actor,
    )
    queries.forget_store(store_id)
    return show(queries.store(store_id))


@door.get(
    "/stores/{store_id}/floor", who=FLOOR_STAFF, response=FloorOut, summary="Zones, conveyor and packing"
)
def show_floor(request: Request, store_id: str) -> FloorOut:
    return FloorOut(
        zones=[
            ZoneOut(
                code=zone.code,
                name=zone.names.say(),
                temperature=zone.temperature,
                walk_order=zone.walk_order,
            )
            for zone in queries.zones(store_id)
        ],
        conveyor_entries=queries.conveyor_entries(store_id),
        packing_stations=queries.packing_stations(store_id),
    )


@door.get(
    "/stores/{store_id}/snoozes", who=FLOOR_STAFF, response=list[SnoozeOut], summary="Products not sold now"
)
def list_snoozes(request: Request, store_id: str) -> list[SnoozeOut]:
    return _snoozes_out(queries.snoozes(store_id, clock.now()))


@door.put(
    "/stores/{store_id}/snoozes/{sku_id}",
    who=MANAGER,
    response=SnoozeOut,
    summary="Do not sell a product until a time",
    errors=[NotListed, SnoozeEnded],
)
def snooze_product(request: Request, store_id: str, sku_id: Code, body: SnoozeIn) -> SnoozeOut:
    asleep = snooze(
        store_id=store_id, sku_id=sku_id, until=body.until, reason=body.reason, by=request.caller.actor
    )
    return _snoozes_out([asleep])[0]


@door.delete(
    "/stores/{store_id}/snoozes/{sku_id}",
    who=MANAGER,
    response={204: None},
    summary="Sell a product again",
    errors=[NotSnoozed],
)
def wake_product(request: Request, store_id: str, sku_id: Code) -> tuple[int, None]:
    wake(store_id=store_id, sku_id=sku_id, by=request.caller.actor)
    return 204, None


def _snoozes_out(snoozes: Sequence[Snooze]) -> list[SnoozeOut]:
    faces = catalog.faces(each.sku_id for each in snoozes)
    return [
        SnoozeOut(
            sku_id=each.sku_id,
            name=faces[each.sku_id].name,
            picture=faces[each.sku_id].picture,
            until=each.until,
            reason=each.reason,
            at=each.at,
        )
        for each in snoozes
    ]
