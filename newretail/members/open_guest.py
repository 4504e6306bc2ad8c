from django.db import transaction

from newretail.kernel import clock, text
from newretail.members import rules
from newretail.members.issue_token import issue_token
from newretail.members.models import Kind, Member


@transaction.atomic
def open_guest(*, language: str | None = None, name: str = "") -> tuple[Member, str]:
    """Somebody who buys without signing in: a member without a way to reach them, and the token that proves who they are."""
    member = Member(kind=Kind.GUEST, name=name, language=text.spoken(language or text.language()))
    member.set_unusable_password()
    member.save(force_insert=True)
    return member, issue_token(member, label="guest", expires_at=clock.now() + rules.GUEST_TOKEN_LIFE)
