from uuid import UUID

from newretail.kernel.errors import SignInNeeded
from newretail.members.models import Member


def lock_member(member_id: UUID) -> Member:
    """The row of a member who is still somebody, locked until the transaction ends.

    Raises SignInNeeded for one who was erased or closed a moment ago: nothing personal may be written after that.
    """
    member = Member.objects.select_for_update().filter(id=member_id, is_active=True).first()
    if member is None:
        raise SignInNeeded()
    return member
