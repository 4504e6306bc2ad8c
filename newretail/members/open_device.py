from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from newretail.members.issue_token import issue_token
from newretail.members.models import Kind, Member


@transaction.atomic
def open_device(
    *, label: str, scopes: Iterable[str] = (), expires_at: datetime | None = None
) -> tuple[Member, str]:
    """Something that acts in its own name: a scale, a gate, an integration. Returns it and its only token.

    A device with the same label is the same device: it gets a further token. Roles are given by stores.
    """
    member, created = Member.objects.get_or_create(kind=Kind.DEVICE, name=label, defaults={"language": "en"})
    if created:
        member.set_unusable_password()
        member.save(update_fields=["password"])
    return member, issue_token(member, label=label, scopes=scopes, expires_at=expires_at)
