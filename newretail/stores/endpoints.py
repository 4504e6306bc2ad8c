"""HTTP: stores for shoppers, and the few switches of a manager."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Query
from pydantic import AwareDatetime, Field, StringConstraints, model_validator

from newretail.kernel import clock
from newretail.kernel.http import Body, Code, Door, Out, Request, Words
from newretail.kernel.who import ANYONE, HEAD_OFFICE, MANAGER, SIGNED_IN, Caller, Role, staff
from newretail.members.errors import MemberUnknown
from newretail.stores import queries
from newretail.stores.errors import (
    LastOfHeadOffice,
    MinutesMissing,
    NotListed,
    NotSnoozed,
    RoleNotHeld,
    RoleNotYours,
    SnoozeEnded,
    StoreUnknown,
)
from newretail.stores.grant_role import grant_role
from newretail.stores.hire import hire
from newretail.stores.models import State
from newretail.stores.revoke_role import revoke_role
from newretail.stores.set_state import MOST_BUSY_MINUTES, set_state
from newretail.stores.show_store import StoreOut, show
from newretail.stores.snooze import snooze
from newretail.stores.wake import wake

door = Door(tags=["stores"])

FLOOR_STAFF = staff(Role.PICKER, Role.PACKER, Role.CASHIER, Role.COURIER, Role.DEVICE)
FLOOR_ROLES = frozenset({Role.PICKER, Role.PACKER, Role.CASHIER, Role.COURIER})
"""What a manager may give; a manager or a device is made by head office."""

Latitude = Annotated[float | None, Query(None, ge=-90, le=90, allow_inf_nan=False)]
Longitude = Annotated[float | None, Query(None, ge=-180, le=180, allow_inf_nan=False)]
StoreRole = Literal["picker", "packer", "cashier", "courier", "manager", "device"]
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
    until: datetime
    reason: str
    at: datetime


class StaffOut(Out):
    member_id: UUID
    name: str
    role: str
    granted_at: datetime


class HireIn(Body):
    example = {"role": "picker", "name": "Li Na", "phone": "+8613900000000"}

    role: StoreRole
    name: Annotated[Words, StringConstraints(min_length=1, max_length=80)]
    email: Annotated[
        Words, StringConstraints(max_length=254, pattern=r"^([^@\s]{1,64}@[^@\s]+\.[^@\s]+)?$")
    ] = ""
    phone: Annotated[str, StringConstraints(pattern=r"^(\+[1-9]\d{5,14})?$")] = ""

    @model_validator(mode="after")
    def _one_way_to_reach(self) -> "HireIn":
        if bool(self.email) == bool(self.phone):
            raise ValueError("give either an e-mail address or a phone number")
        return self


class RoleOut(Out):
    role: str
    store_id: str


class ZoneOut(Out):
    code: str
    name: str
    temperature: str
    walk_order: int


class FloorOut(Out):
    zones: list[ZoneOut]
    conveyor_entries: dict[str, str | None]
    packing_stations: list[str]


@door.get(
    "/stores",
    who=ANYONE,
    response=list[StoreOut],
    summary="The stores, nearest first when a position is given",
)
def list_stores(request: Request, latitude: Latitude, longitude: Longitude) -> Any:
    shown = [show(card, latitude=latitude, longitude=longitude) for card in queries.stores()]
    return sorted(shown, key=lambda store: (store.delivery.metres if store.delivery else 0, store.code))


@door.get("/stores/{store_id}", who=ANYONE, response=StoreOut, summary="One store", errors=[StoreUnknown])
def show_store(request: Request, store_id: str, latitude: Latitude, longitude: Longitude) -> Any:
    return show(queries.store(store_id), latitude=latitude, longitude=longitude)


@door.patch(
    "/stores/{store_id}/state",
    who=MANAGER,
    response=StoreOut,
    summary="Open, slow down, pause or close the store",
    errors=[StoreUnknown, MinutesMissing],
)
def change_state(request: Request, store_id: str, body: StateIn) -> Any:
    set_state(
        store_id=store_id,
        state=body.state,
        busy_minutes=body.busy_minutes,
        reason=body.reason,
        by=_by(request.caller),
    )
    queries.forget_store(store_id)
    return show(queries.store(store_id), latitude=None, longitude=None)


@door.get(
    "/stores/{store_id}/floor", who=FLOOR_STAFF, response=FloorOut, summary="Zones, conveyor and packing"
)
def show_floor(request: Request, store_id: str) -> Any:
    return {
        "zones": [
            {
                "code": zone.code,
                "name": zone.names.say(),
                "temperature": zone.temperature,
                "walk_order": zone.walk_order,
            }
            for zone in queries.zones(store_id)
        ],
        "conveyor_entries": queries.conveyor_entries(store_id),
        "packing_stations": queries.packing_stations(store_id),
    }


@door.get(
    "/stores/{store_id}/snoozes", who=FLOOR_STAFF, response=list[SnoozeOut], summary="Products not sold now"
)
def list_snoozes(request: Request, store_id: str) -> Any:
    return queries.snoozes(store_id, clock.now())


@door.put(
    "/stores/{store_id}/snoozes/{sku_id}",
    who=MANAGER,
    response=SnoozeOut,
    summary="Do not sell a product until a time",
    errors=[NotListed, SnoozeEnded],
)
def snooze_product(request: Request, store_id: str, sku_id: Code, body: SnoozeIn) -> Any:
    return snooze(
        store_id=store_id, sku_id=sku_id, until=body.until, reason=body.reason, by=_by(request.caller)
    )


@door.delete(
    "/stores/{store_id}/snoozes/{sku_id}",
    who=MANAGER,
    response={204: None},
    summary="Sell a product again",
    errors=[NotSnoozed],
)
def wake_product(request: Request, store_id: str, sku_id: Code) -> Any:
    wake(store_id=store_id, sku_id=sku_id, by=_by(request.caller))
    return 204, None


@door.get("/me/roles", who=SIGNED_IN, response=list[RoleOut], summary="What I may do, and where")
def list_my_roles(request: Request) -> Any:
    return [{"role": role, "store_id": store_id} for role, store_id in sorted(request.caller.roles)]


@door.get("/stores/{store_id}/staff", who=MANAGER, response=list[StaffOut], summary="Who works here")
def list_staff(request: Request, store_id: str) -> Any:
    return queries.staff(store_id)


@door.post(
    "/stores/{store_id}/staff",
    who=MANAGER,
    once=True,
    response={201: StaffOut},
    summary="Give a role to somebody by e-mail address or phone number",
    errors=[StoreUnknown, MemberUnknown, RoleNotYours],
)
def hire_staff(request: Request, store_id: str, body: HireIn) -> Any:
    role = Role(body.role)
    _refuse_too_high(request.caller, role)
    held = hire(
        store_id=store_id,
        role=role,
        name=body.name,
        email=body.email,
        phone=body.phone,
        by=_by(request.caller),
    )
    return 201, {
        "member_id": held.member_id,
        "name": body.name,
        "role": held.role,
        "granted_at": held.granted_at,
    }


@door.put(
    "/stores/{store_id}/staff/{member_id}/{role}",
    who=MANAGER,
    response={204: None},
    summary="Give a role",
    errors=[StoreUnknown, MemberUnknown, RoleNotYours],
)
def give_role(request: Request, store_id: str, member_id: UUID, role: StoreRole) -> Any:
    _refuse_too_high(request.caller, Role(role))
    grant_role(member_id=member_id, role=Role(role), store_id=store_id, by=_by(request.caller))
    return 204, None


@door.delete(
    "/stores/{store_id}/staff/{member_id}/{role}",
    who=MANAGER,
    response={204: None},
    summary="Take a role back",
    errors=[RoleNotHeld, RoleNotYours],
)
def take_role(request: Request, store_id: str, member_id: UUID, role: StoreRole) -> Any:
    _refuse_too_high(request.caller, Role(role))
    revoke_role(member_id=member_id, role=Role(role), store_id=store_id, by=_by(request.caller))
    return 204, None


@door.put(
    "/head-office/{member_id}",
    who=HEAD_OFFICE,
    response={204: None},
    summary="Make somebody head office",
    errors=[MemberUnknown],
)
def make_head_office(request: Request, member_id: UUID) -> Any:
    grant_role(member_id=member_id, role=Role.HEAD_OFFICE, by=_by(request.caller))
    return 204, None


@door.delete(
    "/head-office/{member_id}",
    who=HEAD_OFFICE,
    response={204: None},
    summary="Take head office back",
    errors=[RoleNotHeld, LastOfHeadOffice],
)
def unmake_head_office(request: Request, member_id: UUID) -> Any:
    revoke_role(member_id=member_id, role=Role.HEAD_OFFICE, by=_by(request.caller))
    return 204, None


def _refuse_too_high(caller: Caller, role: Role) -> None:
    if role not in FLOOR_ROLES and not caller.is_head_office:
        raise RoleNotYours(role=role.value)


def _by(caller: Caller) -> str:
    return f"member:{caller.member_id}"
