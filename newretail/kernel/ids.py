"""Identifiers: UUIDv7 for things, so that keys sort by the time of their making and a client may make them."""

import secrets
from uuid import UUID

from newretail.kernel import clock


def uuid7() -> UUID:
    """A UUID version 7 (RFC 9562, section 5.7) of the store's own clock: 48 bits of milliseconds, 74 random bits."""
    milliseconds = int(clock.now().timestamp() * 1000)
    random = secrets.randbits(74)
    high = (milliseconds & (1 << 48) - 1) << 16 | 0x7000 | random >> 62
    low = 0b10 << 62 | random & (1 << 62) - 1
    return UUID(int=high << 64 | low)
