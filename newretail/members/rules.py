"""What holds for members without asking the database."""

import hashlib
from datetime import datetime, timedelta

SECRET_PREFIX = "nr_"  # noqa: S105 - no secret itself
"""Lets a secret scanner recognise a token that ended up in a public place."""

GUEST_TOKEN_LIFE = timedelta(days=30)
PERSON_TOKEN_LIFE = timedelta(days=180)
SHIFT_TOKEN_LIFE = timedelta(hours=12)

INTEGRATION_DAYS, LONGEST_INTEGRATION_DAYS = 365, 1095
"""How long a token of a device or an integration is good, unless somebody says otherwise, and at most."""
SHIFT_TOKEN_IDLE = timedelta(hours=4)
"""A device that was signed in by a badge and lay unused for so long asks for the badge again."""
USED_EVERY = timedelta(minutes=5)
"""How exactly it is known when a token was last used."""

BADGE_SCOPE = "badge:"
"""Begins the scope of a token that a badge gave; the code of the store follows, nothing for head office."""


def digest(secret: str) -> str:
    """SHA-256 of a token, in hex. The secret has 256 random bits, so a slow password hash would add nothing."""
    return hashlib.sha256(secret.encode()).hexdigest()


def is_good(expires_at: datetime | None, *, at: datetime) -> bool:
    """A token without an expiry is good until it is withdrawn."""
    return expires_at is None or at < expires_at


_BROWSERS = {"MicroMessenger": "WeChat", "Edg": "Edge", "OPR": "Opera", "SamsungBrowser": "Samsung Internet",
             "Firefox": "Firefox", "FxiOS": "Firefox", "CriOS": "Chrome", "Chrome": "Chrome", "Safari": "Safari"}  # fmt: skip
_SYSTEMS = {"iPhone": "iPhone", "iPad": "iPad", "Android": "Android", "Windows": "Windows", "Mac OS X": "macOS",
            "CrOS": "ChromeOS", "Linux": "Linux"}  # fmt: skip


def browser_name(agent: str) -> str:
    """What a browser calls itself, as its owner would: "Chrome, Android"; "" for one that says nothing we know.

    Each browser names its ancestors too, so the youngest are looked for first.
    """
    browser = next((name for sign, name in _BROWSERS.items() if f"{sign}/" in agent), "")
    system = next((name for sign, name in _SYSTEMS.items() if sign in agent), "")
    return ", ".join(filter(None, (browser, system)))


def end_of(*, expires_at: datetime | None, last_used_at: datetime, scopes: frozenset[str]) -> datetime | None:
    """When a token ends if nobody uses it any more. One that a badge gave may not lie unused; others wait for their day, or for ever."""
    unused = last_used_at + SHIFT_TOKEN_IDLE if is_of_badge(scopes) else None
    return min((each for each in (expires_at, unused) if each is not None), default=None)


def is_of_badge(scopes: frozenset[str]) -> bool:
    return any(scope.startswith(BADGE_SCOPE) for scope in scopes)


def caller_kind(*, member_kind: str, scopes: frozenset[str]) -> str:
    """What a bearer of a token is to the doors: guest, member, badge, or a token that acts for a device or an integration."""
    if member_kind == "guest":
        return "guest"
    if is_of_badge(scopes):
        return "badge"
    return "token" if member_kind == "device" or scopes else "member"
