"""Facts in the format of server-sent events (HTML standard, section 9.2)."""

import orjson

from newretail.live.queries import Fact

RETRY_MILLISECONDS = 2000


def greeting() -> bytes:
    """How long a reader waits before it comes back."""
    return b"retry: %d\n\n" % RETRY_MILLISECONDS


def event(fact: Fact) -> bytes:
    """One event; its name is in its data, so that one listener hears all kinds. JSON holds no line break."""
    return b"id: %d\ndata: %s\n\n" % (fact.position, orjson.dumps(fact))


def mark(position: int) -> bytes:
    """Moves the reader's Last-Event-ID without an event."""
    return b"id: %d\n\n" % position


def heartbeat(position: int) -> bytes:
    """Keeps the connection warm and the reader's position fresh."""
    return b": here\n" + mark(position)
