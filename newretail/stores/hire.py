from django.db import transaction

from newretail.kernel import text
from newretail.kernel.who import Role
from newretail.members.models import Member
from newretail.stores.errors import MemberUnknown
from newretail.stores.grant_role import grant_role
from newretail.stores.models import StaffRole


@transaction.atomic
def hire(
    *, store_id: str, role: Role, name: str, email: str = "", phone: str = "", by: str = ""
) -> StaffRole:
    """Give a role to the person with this e-mail address or phone number, who then signs in by a code to it.

    Somebody unknown becomes a member under `name`. Raises MemberUnknown for an account that was closed, StoreUnknown.
    """
    assert email or phone
    who = {"email": email.lower()} if email else {"phone": phone}
    member, is_new = Member.objects.get_or_create(**who, defaults={"name": name, "language": text.language()})
    if is_new:
        member.set_unusable_password()
        member.save(update_fields=["password"])
    if not member.is_active:
        raise MemberUnknown()
    return grant_role(member_id=member.id, role=role, store_id=store_id, by=by)
