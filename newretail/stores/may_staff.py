"""What somebody may do about those who work at a store, and why not: routes and use cases ask the same."""

from collections.abc import Collection
from typing import Literal
from uuid import UUID

from newretail.kernel.errors import Refusal
from newretail.kernel.who import Caller
from newretail.stores.errors import RoleNotHeld, RoleNotYours, TooManyBadges
from newretail.stores.roles import Role

StaffDeed = Literal["give_badge", "take_role"]

FLOOR_ROLES = frozenset({Role.PICKER, Role.PACKER, Role.CASHIER, Role.COURIER})
"""What a manager may give; a manager or a device is made by head office."""
MOST_BADGES = 5


def deeds_about(
    caller: Caller, *, member_id: UUID, role: str, roles: Collection[str], badges: int
) -> list[StaffDeed]:
    """About a role that a member holds at a store; `roles`: all that they hold there, `badges`: how many of theirs are good there."""
    give = why_not_yours_to_badge(caller, member_id=member_id, roles=roles) or why_no_badge(
        roles, badges=badges
    )
    take = why_not_yours(caller, Role(role))
    possible: dict[StaffDeed, Refusal | None] = {"give_badge": give, "take_role": take}
    return [deed for deed, why_not in possible.items() if why_not is None]


def why_not_yours(caller: Caller, role: Role) -> Refusal | None:
    """RoleNotYours for a role that only head office gives and takes."""
    return None if role in FLOOR_ROLES or caller.is_head_office else RoleNotYours(role=role.value)


def why_not_yours_to_badge(caller: Caller, *, member_id: UUID, roles: Collection[str]) -> Refusal | None:
    """RoleNotYours where a badge would open more than this caller may give; one's own opens nothing new."""
    if member_id == caller.member_id:
        return None
    refusals = (why_not_yours(caller, Role(role)) for role in sorted(roles))
    return next((each for each in refusals if each is not None), None)


def why_no_badge(roles: Collection[str], *, badges: int) -> Refusal | None:
    """RoleNotHeld for whoever does not work there, and for a device, which has its token; TooManyBadges."""
    if not set(roles) - {Role.DEVICE.value}:
        return RoleNotHeld()
    return TooManyBadges(most=MOST_BADGES) if badges >= MOST_BADGES else None
