import secrets
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from newretail.kernel import clock
from newretail.kernel.access import access_changed
from newretail.kernel.security_log import note
from newretail.members import rules
from newretail.members.errors import MemberUnknown, TooManyTokens
from newretail.members.lock_member import lock_member
from newretail.members.models import Member, Token

MOST_TOKENS = 20
MOST_SHIFT_TOKENS = 8


def issue_token_to(
    *, email: str, label: str, scopes: Iterable[str] = (), expires_at: datetime | None = None
) -> str:
    """A token for the person with this e-mail address. Raises MemberUnknown, TooManyTokens."""
    member = Member.objects.filter(email=email.lower(), is_active=True).first()
    if member is None:
        raise MemberUnknown()
    return issue_token(member, label=label, scopes=scopes, expires_at=expires_at)


def issue_token(
    member: Member, *, label: str, scopes: Iterable[str] = (), expires_at: datetime | None = None
) -> str:
    """A new bearer token for the member; returns its secret, which is kept nowhere. Raises TooManyTokens."""
    kept = member.tokens.filter(ref="").only("expires_at")
    good = [token for token in kept if rules.is_good(token.expires_at, at=clock.now())]
    if len(good) >= MOST_TOKENS:
        raise TooManyTokens(most=MOST_TOKENS)
    return _new_token(member, label=label, scopes=sorted(set(scopes)), expires_at=expires_at)


def issue_shift_token(*, member_id: UUID, store_id: str, ref: str, label: str, expires_at: datetime) -> str:
    """A token for somebody's work at one store ("": head office), and for nothing of their own. Ends with `ref`.

    The same ref keeps the last eight: whoever begins work once more ends their oldest one, and is never sent away.
    Raises SignInNeeded for a member who was erased or closed. In the caller's transaction.
    """
    member = lock_member(member_id)
    for old in Token.objects.filter(ref=ref).order_by("-id")[MOST_SHIFT_TOKENS - 1 :]:
        old.delete()
        access_changed(member_id)
    scopes = [f"{rules.BADGE_SCOPE}{store_id}"]
    return _new_token(member, label=label, scopes=scopes, expires_at=expires_at, ref=ref)


def _new_token(
    member: Member, *, label: str, scopes: list[str], expires_at: datetime | None, ref: str = ""
) -> str:
    secret = rules.SECRET_PREFIX + secrets.token_urlsafe(32)
    token = Token.objects.create(
        hash=rules.digest(secret), member=member, label=label, scopes=scopes, expires_at=expires_at, ref=ref
    )
    note("token_issued", member_id=member.id, token_id=token.id, scopes=scopes)
    return secret
