"""HTTP: who works here, and as what."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import StringConstraints, model_validator

from newretail.chain.api import PhoneNumber
from newretail.chain.errors import NoPhoneNumber
from newretail.kernel.http import Body, Door, Out, Request, Words
from newretail.kernel.text import Text
from newretail.kernel.who import HEAD_OFFICE, KNOWN, MANAGER, Caller
from newretail.members.errors import MemberUnknown
from newretail.stores import queries
from newretail.stores.errors import LastOfHeadOffice, RoleNotHeld, RoleNotYours, StoreUnknown
from newretail.stores.grant_role import grant_role
from newretail.stores.hire import hire
from newretail.stores.may_staff import why_not_yours
from newretail.stores.queries import HeadOfficeLine, StaffLine
from newretail.stores.revoke_role import revoke_role
from newretail.stores.roles import Role

door = Door(tags=["stores"])

StoreRole = Literal["picker", "packer", "cashier", "courier", "manager", "device"]


ONE_OF_BOTH = Text(
    en="give either an e-mail address or a phone number",
    ko="이메일 주소나 전화번호 중 하나만 적어 주세요",
    zh="电子邮箱与电话号码请只填其一",
)


class HireIn(Body):
    example = {"role": "picker", "name": "Li Na", "phone": "+8613900000000"}

    role: StoreRole
    name: Annotated[Words, StringConstraints(min_length=1, max_length=80)]
    email: Annotated[
        Words, StringConstraints(max_length=254, pattern=r"^([^@\s]{1,64}@[^@\s]+\.[^@\s]+)?$")
    ] = ""
    phone: PhoneNumber = ""

    @model_validator(mode="after")
    def _one_way_to_reach(self) -> "HireIn":
        if bool(self.email) == bool(self.phone):
            raise ValueError(ONE_OF_BOTH)
        return self


class RoleOut(Out):
    role: str
    store_id: str


@door.get("/me/roles", who=KNOWN, response=list[RoleOut], summary="What I may do, and where")
def list_my_roles(request: Request) -> list[RoleOut]:
    return [RoleOut(role=role, store_id=store_id) for role, store_id in sorted(request.caller.roles)]


@door.get("/stores/{store_id}/staff", who=MANAGER, response=list[StaffLine], summary="Who works here")
def list_staff(request: Request, store_id: str) -> list[StaffLine]:
    return queries.staff(store_id, request.caller)


@door.post(
    "/stores/{store_id}/staff",
    who=MANAGER,
    once=True,
    response={201: StaffLine},
    summary="Give a role to somebody by e-mail address or phone number",
    errors=[StoreUnknown, MemberUnknown, RoleNotYours, NoPhoneNumber],
)
def hire_staff(request: Request, store_id: str, body: HireIn) -> tuple[int, StaffLine]:
    role = Role(body.role)
    refuse_too_high(request.caller, role)
    held = hire(
        store_id=store_id,
        role=role,
        name=body.name,
        email=body.email,
        phone=body.phone,
        by=request.caller.actor,
    )
    theirs = queries.staff(store_id, request.caller, member_id=held.member_id)
    return 201, next(line for line in theirs if line.role == held.role)


@door.put(
    "/stores/{store_id}/staff/{member_id}/{role}",
    who=MANAGER,
    response={204: None},
    summary="Give a role",
    errors=[StoreUnknown, MemberUnknown, RoleNotYours],
)
def give_role(request: Request, store_id: str, member_id: UUID, role: StoreRole) -> tuple[int, None]:
    refuse_too_high(request.caller, Role(role))
    grant_role(member_id=member_id, role=Role(role), store_id=store_id, by=request.caller.actor)
    return 204, None


@door.delete(
    "/stores/{store_id}/staff/{member_id}/{role}",
    who=MANAGER,
    response={204: None},
    summary="Take a role back",
    errors=[RoleNotHeld, RoleNotYours],
)
def take_role(request: Request, store_id: str, member_id: UUID, role: StoreRole) -> tuple[int, None]:
    refuse_too_high(request.caller, Role(role))
    revoke_role(member_id=member_id, role=Role(role), store_id=store_id, by=request.caller.actor)
    return 204, None


@door.get(
    "/head-office", who=HEAD_OFFICE, response=list[HeadOfficeLine], summary="Who may do everything everywhere"
)
def list_head_office(request: Request) -> list[HeadOfficeLine]:
    return queries.head_office()


@door.put(
    "/head-office/{member_id}",
    who=HEAD_OFFICE,
    response={204: None},
    summary="Make somebody head office",
    errors=[MemberUnknown],
)
def make_head_office(request: Request, member_id: UUID) -> tuple[int, None]:
    grant_role(member_id=member_id, role=Role.HEAD_OFFICE, by=request.caller.actor)
    return 204, None


@door.delete(
    "/head-office/{member_id}",
    who=HEAD_OFFICE,
    response={204: None},
    summary="Take head office back",
    errors=[RoleNotHeld, LastOfHeadOffice],
)
def unmake_head_office(request: Request, member_id: UUID) -> tuple[int, None]:
    revoke_role(member_id=member_id, role=Role.HEAD_OFFICE, by=request.caller.actor)
    return 204, None


def refuse_too_high(caller: Caller, role: Role) -> None:
    if why_not := why_not_yours(caller, role):
        raise why_not
