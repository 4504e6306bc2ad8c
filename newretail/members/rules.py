"""What holds for members without asking the database."""

import hashlib
from datetime import datetime, timedelta

SECRET_PREFIX = "nr_"  # noqa: S105 - no secret itself
"""Lets a secret scanner recognise a token that ended up in a public place."""

GUEST_TOKEN_LIFE = timedelta(days=30)
PERSON_TOKEN_LIFE = timedelta(days=180)
SHIFT_TOKEN_LIFE = timedelta(hours=12)

BADGE_SCOPE = "badge:"
"""Begins the scope of a token that a badge gave; the code of the store follows, nothing for head office."""


def digest(secret: str) -> str:
    """SHA-256 of a token, in hex. The secret has 256 random bits, so a slow password hash would add nothing."""
    return hashlib.sha256(secret.encode()).hexdigest()


def is_good(expires_at: datetime | None, *, at: datetime) -> bool:
    """A token without an expiry is good until it is withdrawn."""
    return expires_at is None or at < expires_at


def caller_kind(*, member_kind: str, scopes: frozenset[str]) -> str:
    """What a bearer of a token is to the doors: guest, member, badge, or a token that acts for a device or an integration."""
    if member_kind == "guest":
        return "guest"
    if any(scope.startswith(BADGE_SCOPE) for scope in scopes):
        return "badge"
    return "token" if member_kind == "device" or scopes else "member"
