"""When to try again, when to give up, and how a message is signed: as Standard Webhooks (standardwebhooks.com) says."""

import hashlib
import hmac
from base64 import b64decode, b64encode
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
_WHSEC = "whsec_"
GONE = 410


def wait_after(tries: int) -> timedelta:
    """How long to wait after so many failed tries in a row."""
    assert tries >= 1
    return timedelta(seconds=WAITS_SECONDS[min(tries, len(WAITS_SECONDS)) - 1])


def is_taken(status: int | None) -> bool:
    """Whether the receiver has taken the message: any 2xx. A redirection is not followed and not a yes."""
    return status is not None and 200 <= status < 300


def secret(*, key: str, endpoint_id: UUID, turn: int) -> str:
    """The secret of an endpoint, always the same for one turn; nobody without `key` can find it. 32 bytes in base64."""
    digest = hmac.digest(key.encode(), f"webhook secret {endpoint_id} {turn}".encode(), hashlib.sha256)
    return _WHSEC + b64encode(digest).decode()


def signed_headers(
    *, message_id: str, sent_at_seconds: int, body: bytes, secrets: Iterable[str]
) -> dict[str, str]:
    """The three headers by which a receiver knows a message: its id, when it was sent, and a signature under each secret.

    A signature is `v1,` and the base64 of HMAC-SHA256 over `<id>.<timestamp>.<body>`. `sent_at_seconds`: Unix time of the real world, whatever
    the store's clock says, because that is what a receiver compares it with.
    """
    signed = f"{message_id}.{sent_at_seconds}.".encode() + body
    keys = [b64decode(each.removeprefix(_WHSEC)) for each in secrets]
    marks = [b64encode(hmac.digest(key, signed, hashlib.sha256)).decode() for key in keys]
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(sent_at_seconds),
        "webhook-signature": " ".join(f"v1,{mark}" for mark in marks),
    }


def turns_in_force(*, turn: int, turned_at: datetime, at: datetime) -> tuple[int, ...]:
    """The secret's number, and the one before it while that still counts."""
    return (turn, turn - 1) if turn > 1 and at - turned_at < OLD_SECRET_LASTS else (turn,)
