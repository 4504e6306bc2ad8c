"""HTTP: badges of the staff, and the way in with one."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from newretail.kernel.http import Body, Door, Out, Request
from newretail.kernel.who import ANYONE, MANAGER
from newretail.members import api as members
from newretail.stores import queries
from newretail.stores.badge_gate import begin_shift
from newretail.stores.endpoints.staff import RoleOut
from newretail.stores.errors import (
    BadgeNotGood,
    BadgeUnknown,
    RoleNotHeld,
    RoleNotYours,
    TooManyBadges,
    TooManyWrongBadges,
)
from newretail.stores.issue_badge import badge_link
from newretail.stores.issue_badge import issue_badge as issue
from newretail.stores.may_staff import why_not_yours_to_badge
from newretail.stores.queries import BadgeLine
from newretail.stores.withdraw_badge import withdraw_badge as withdraw

door = Door(tags=["stores"])


class BadgeMadeOut(Out):
    badge_id: UUID
    code: str = Field(
        description="shown once: for the QR on the badge", examples=["SHOP-7K2M-9QXA-0B4D-ZT5W"]
    )
    link: str = Field(description="opens the screens of this person's work and signs in")


class BadgeIn(Body):
    example = {"code": "SHOP-7K2M-9QXA-0B4D-ZT5W"}

    code: Annotated[str, StringConstraints(min_length=1, max_length=64)]


class ShiftOut(Out):
    """Good for this work only: what belongs to the person (orders, addresses, tokens) needs a sign-in of their own."""

    token: str = Field(description="send it as `Authorization: Bearer …`", examples=["nr_…"])
    member_id: UUID
    name: str
    language: str
    roles: list[RoleOut]
    expires_at: datetime


@door.post(
    "/badge-sign-ins",
    who=ANYONE,
    response={201: ShiftOut},
    summary="Begin work with a badge",
    description="A token for twelve hours. It ends before when the badge is withdrawn or a role is taken back.",
    errors=[BadgeNotGood, TooManyWrongBadges],
)
def sign_in_by_badge(request: Request, body: BadgeIn) -> tuple[int, ShiftOut]:
    """Not kept by an idempotency key: an answer that holds a secret is stored nowhere, and a second token ends by itself."""
    shift = begin_shift(request, code=body.code)
    person = members.profile(shift.member_id)
    return 201, ShiftOut(
        token=shift.token,
        member_id=shift.member_id,
        name=person.name,
        language=person.language,
        roles=[RoleOut(role=role, store_id=shift.store_id) for role in sorted(shift.roles)],
        expires_at=shift.expires_at,
    )


@door.post(
    "/stores/{store_id}/staff/{member_id}/badges",
    who=MANAGER,
    response={201: BadgeMadeOut},
    summary="Give somebody a badge",
    errors=[RoleNotHeld, RoleNotYours, TooManyBadges],
)
def issue_badge(request: Request, store_id: str, member_id: UUID) -> tuple[int, BadgeMadeOut]:
    """Not kept by an idempotency key: its answer holds a secret. A badge too many can be withdrawn."""
    roles = queries.roles_at(store_id, member_id)
    if why_not := why_not_yours_to_badge(request.caller, member_id=member_id, roles=roles):
        raise why_not
    badge, code = issue(member_id=member_id, store_id=store_id, by=request.caller.actor)
    return 201, BadgeMadeOut(badge_id=badge.id, code=code, link=badge_link(code, roles=roles))


@door.get("/stores/{store_id}/badges", who=MANAGER, response=list[BadgeLine], summary="The badges in use")
def list_badges(request: Request, store_id: str) -> list[BadgeLine]:
    return queries.badges(store_id)


@door.delete(
    "/stores/{store_id}/badges/{badge_id}",
    who=MANAGER,
    response={204: None},
    summary="Withdraw a badge and sign out whoever used it",
    errors=[BadgeUnknown],
)
def withdraw_badge(request: Request, store_id: str, badge_id: UUID) -> tuple[int, None]:
    withdraw(badge_id=badge_id, store_id=store_id, by=request.caller.actor)
    return 204, None
