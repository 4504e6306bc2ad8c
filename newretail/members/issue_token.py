import secrets
from collections.abc import Iterable
from datetime import datetime

from newretail.kernel import clock
from newretail.members import rules
from newretail.members.errors import MemberUnknown, TooManyTokens
from newretail.members.models import Member, Token

MOST_TOKENS = 20


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
    good = [
        token for token in member.tokens.only("expires_at") if rules.is_good(token.expires_at, at=clock.now())
    ]
    if len(good) >= MOST_TOKENS:
        raise TooManyTokens(most=MOST_TOKENS)
    secret = rules.SECRET_PREFIX + secrets.token_urlsafe(32)
    Token.objects.create(
        hash=rules.digest(secret),
        member=member,
        label=label,
        scopes=sorted(set(scopes)),
        expires_at=expires_at,
    )
    return secret
