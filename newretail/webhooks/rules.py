"""When to try again, when to give up, and how a message is signed."""

import hashlib
import hmac
from base64 import urlsafe_b64encode
from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

WAITS_SECONDS = (10, 30, 120, 600, 1800, 3600, 7200, 14_400, 28_800, 28_800, 28_800)
"""Between one try and the next: quick at first, a day and a half in all."""
TRIES = len(WAITS_SECONDS) + 1
PATIENCE = timedelta(days=3)
"""A receiver that has answered nothing well for so long is switched off."""
OLD_SECRET_LASTS = timedelta(hours=24)
"""After a secret was turned, messages carry the signatures of both."""
KEPT_FOR = timedelta(days=30)
GONE = 410


def wait_after(tries: int) -> timedelta:
    """How long to wait after so many failed tries in a row."""
    assert tries >= 1
    return timedelta(seconds=WAITS_SECONDS[min(tries, len(WAITS_SECONDS)) - 1])


def is_taken(status: int | None) -> bool:
    """Whether the receiver has taken the message: any 2xx. A redirection is not followed and not a yes."""
    return status is not None and 200 <= status < 300


def secret(*, key: str, endpoint_id: UUID, turn: int) -> str:
    """The secret of an endpoint, always the same for one turn; nobody without `key` can find it."""
    digest = hmac.digest(key.encode(), f"webhook secret {endpoint_id} {turn}".encode(), hashlib.sha256)
    return "whsec_" + urlsafe_b64encode(digest).decode().rstrip("=")


def signature(*, body: bytes, at: datetime, secrets: Iterable[str]) -> str:
    """The `Newretail-Signature` header: `t` in Unix seconds, then HMAC-SHA256 of `<t>.<body>` in hex under each secret."""
    seconds = int(at.timestamp())
    signed = f"{seconds}.".encode() + body
    marks = [hmac.new(each.encode(), signed, hashlib.sha256).hexdigest() for each in secrets]
    return ",".join([f"t={seconds}", *(f"v1={mark}" for mark in marks)])


def turns_in_force(*, turn: int, turned_at: datetime, at: datetime) -> tuple[int, ...]:
    """The secret's number, and the one before it while that still counts."""
    return (turn, turn - 1) if turn > 1 and at - turned_at < OLD_SECRET_LASTS else (turn,)
