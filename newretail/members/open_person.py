from uuid import UUID

from django.db import transaction

from newretail.kernel import text
from newretail.members.models import Member


@transaction.atomic
def open_person(*, name: str, email: str = "", phone: str = "") -> UUID:
    """The id of the person with this e-mail address or phone number; somebody unknown becomes a member under `name`,
    and signs in by a code sent there."""
    assert bool(email) != bool(phone)
    who = {"email": email.strip().lower()} if email else {"phone": phone.strip()}
    member, is_new = Member.objects.get_or_create(
        **who, defaults={"name": name[:80], "language": text.language()}
    )
    if is_new:
        member.set_unusable_password()
        member.save(update_fields=["password"])
    return member.id
