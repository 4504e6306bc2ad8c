from django.db import transaction

from newretail.members import api as members
from newretail.stores.grant_role import grant_role
from newretail.stores.models import StaffRole
from newretail.stores.roles import Role


@transaction.atomic
def hire(
    *, store_id: str, role: Role, name: str, email: str = "", phone: str = "", by: str = ""
) -> StaffRole:
    """Give a role to the person with this e-mail address or phone number, who then signs in by a code to it.

    Somebody unknown becomes a member under `name`. Raises MemberUnknown for an account that was closed, StoreUnknown.
    """
    member_id = members.open_person(name=name, email=email, phone=phone)
    return grant_role(member_id=member_id, role=role, store_id=store_id, by=by)
