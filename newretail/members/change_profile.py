from uuid import UUID

from django.db import transaction

from newretail.kernel import text
from newretail.members.lock_member import lock_member
from newretail.members.models import Member


@transaction.atomic
def change_profile(*, member_id: UUID, name: str | None = None, language: str | None = None) -> Member:
    """Change what a member is called or spoken to in. E-mail and phone change at sign-in, where a code proves them."""
    member = lock_member(member_id)
    if name is not None:
        member.name = name
    if language is not None:
        member.language = text.spoken(language)
    member.save(update_fields=["name", "language"])
    return member
