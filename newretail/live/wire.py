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


def mark(position: int, *, restarted: bool = False) -> bytes:
    """Moves the reader's Last-Event-ID: an event of a kind of its own, with data, because readers make an empty event of an id alone."""
    said = orjson.dumps({"position": position, "restarted": restarted})
    return b"event: position\nid: %d\ndata: %s\n\n" % (position, said)


def heartbeat() -> bytes:
    """Keeps the connection warm."""
    return b": here\n\n"
