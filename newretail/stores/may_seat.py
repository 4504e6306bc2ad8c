"""What head office may do about a member's seat in head office, and why not: the use case asks the same."""

from typing import Literal
from uuid import UUID

from newretail.kernel.errors import Refusal
from newretail.members import api as members
from newretail.stores.errors import LastOfHeadOffice, RoleNotHeld
from newretail.stores.models import StaffRole
from newretail.stores.roles import Role

SeatDeed = Literal["make_head_office", "end_head_office"]


def deeds_of_seat(member_id: UUID) -> list[SeatDeed]:
    """What would change something: who sits there already is not seated again."""
    holders = set(
        StaffRole.objects.filter(role=Role.HEAD_OFFICE.value, revoked_at=None).values_list(
            "member_id", flat=True
        )
    )
    if member_id not in holders:
        return ["make_head_office"] if members.may_hold_roles(member_id) else []
    return ["end_head_office"] if why_not_ended(member_id, holders) is None else []


def why_not_ended(member_id: UUID, holders: set[UUID]) -> Refusal | None:
    """RoleNotHeld; LastOfHeadOffice rather than leave the chain without anybody. `holders`: all who sit there."""
    if member_id not in holders:
        return RoleNotHeld()
    return LastOfHeadOffice() if holders == {member_id} else None
