from uuid import UUID

from django.db import transaction

from newretail.kernel import clock
from newretail.kernel.access import access_changed
from newretail.kernel.events import publish
from newretail.kernel.security_log import note
from newretail.members import api as members
from newretail.stores.errors import RoleNotHeld
from newretail.stores.events import RoleRevoked
from newretail.stores.may_seat import why_not_ended
from newretail.stores.models import StaffRole
from newretail.stores.roles import Role
from newretail.stores.withdraw_badge import end_work_here


@transaction.atomic
def revoke_role(*, member_id: UUID, role: Role, store_id: str = "", by: str = "") -> None:
    """End what a member may do. Raises RoleNotHeld; LastOfHeadOffice rather than leave the chain without anybody."""
    store_code = None if role == Role.HEAD_OFFICE else store_id
    held = (
        StaffRole.objects.select_for_update()
        .filter(member_id=member_id, role=role.value, store_id=store_code, revoked_at=None)
        .first()
    )
    if held is None:
        raise RoleNotHeld()
    if role == Role.HEAD_OFFICE:
        _keep_one_of_head_office(member_id)
        members.dismiss_from_back_office(member_id)
    held.revoked_at, held.revoked_by = clock.now(), by
    held.save(update_fields=["revoked_at", "revoked_by"])
    end_work_here(member_id=member_id, store_id=store_code or "", by=by)
    publish(RoleRevoked(store_id=store_code or "", member_id=str(member_id), role=role.value, by=by))
    access_changed(member_id)
    note("role_revoked", member_id=member_id, role=role.value, store_id=store_code or "", by=by)


def _keep_one_of_head_office(member_id: UUID) -> None:
    holders = (
        StaffRole.objects.select_for_update()
        .filter(role=Role.HEAD_OFFICE.value, revoked_at=None)
        .order_by("id")
    )
    if why_not := why_not_ended(member_id, {each.member_id for each in holders}):
        raise why_not
