from uuid import UUID

from newretail.members.models import Member


def admit_to_back_office(member_id: UUID) -> None:
    """Let a member see the desks; what is on them is decided by roles."""
    Member.objects.filter(id=member_id, is_active=True).update(is_staff=True)


def dismiss_from_back_office(member_id: UUID) -> None:
    """Close the desks to a member. A superuser stays: that is nobody's role."""
    Member.objects.filter(id=member_id, is_superuser=False).update(is_staff=False)
