from uuid import UUID

from django.db import transaction

from newretail.kernel import clock
from newretail.kernel.access import access_changed
from newretail.kernel.events import publish
from newretail.kernel.security_log import note
from newretail.members import api as members
from newretail.members.errors import MemberUnknown
from newretail.stores.errors import StoreUnknown
from newretail.stores.events import RoleGranted
from newretail.stores.models import StaffRole, Store
from newretail.stores.roles import Role


@transaction.atomic
def grant_role(*, member_id: UUID, role: Role, store_id: str = "", by: str = "") -> StaffRole:
    """Let a member do something at a store, or everywhere for head office. Granting again changes nothing.

    Raises MemberUnknown or StoreUnknown.
    """
    if not members.may_hold_roles(member_id):
        raise MemberUnknown()
    store_code = None if role == Role.HEAD_OFFICE else store_id
    if store_code is not None and not Store.objects.filter(code=store_code).exists():
        raise StoreUnknown()
    held, is_new = StaffRole.objects.get_or_create(
        member_id=member_id,
        store_id=store_code,
        role=role.value,
        revoked_at=None,
        defaults={"granted_by": by, "granted_at": clock.now()},
    )
    if is_new:
        if role == Role.HEAD_OFFICE:
            members.admit_to_back_office(member_id)
        publish(RoleGranted(store_id=store_code or "", member_id=str(member_id), role=role.value, by=by))
        access_changed(member_id)
        note("role_granted", member_id=member_id, role=role.value, store_id=store_code or "", by=by)
        members.review_sessions(member_id=member_id)
    return held
