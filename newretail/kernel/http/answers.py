"""An answer on its way to whoever asked: a large one goes in pieces, within a time, a size and a number.

The server takes an answer of any size at once and holds it until the other side has read it, for ever if it never does. So a large one
is given to it only as fast as it is read. What a piece leaves behind in the server and the system is small, and the system ends a
connection that takes nothing at all (`kernel.http.unread`).
"""

import asyncio
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from granian.rsgi import HTTPProtocol, Scope

from newretail.kernel import errors, metrics
from newretail.kernel.http.bridge import Answer, Headers

SMALL = 32_768
"""Bytes: what is no larger than this fits into the system's own buffer, and is out of our hands at once."""
PIECE = 32_768
IDLE_SECONDS = 20.0
"""The longest that one piece may wait to be taken."""
LEAST_BYTES_PER_SECOND = 10_000
"""A large answer may take longer, as on a slow phone, but not go slower than this on the whole."""
MOST_BYTES = 256_000_000
"""Of all large answers of this process that are on their way."""
MOST_BYTES_OF_ONE = 64_000_000
"""The same to one address; a whole store may stand behind one."""

_cut_off = metrics.counter(
    "answers_cut_off", "Large answers that were not read in time, or whose reader left"
)


@dataclass(slots=True, eq=False)
class Answers:
    """All answers of this process; used on its event loop alone."""

    most_bytes: int = MOST_BYTES
    most_bytes_of_one: int = MOST_BYTES_OF_ONE
    idle_seconds: float = IDLE_SECONDS
    least_bytes_per_second: int = LEAST_BYTES_PER_SECOND
    held_bytes: int = 0
    _held_of: Counter[str] = field(default_factory=Counter)

    async def send(self, answer: Answer, scope: Scope, protocol: HTTPProtocol, *, address: str) -> None:
        """Send it; return when it is on its way, or whoever asked has gone or does not read.

        Raises Overloaded where too much is on its way already; nothing has been sent then.
        """
        status, headers, body = answer
        if len(body) <= SMALL or scope.method == "HEAD":
            protocol.response_bytes(status, headers, body)
            return
        with self._hold(len(body), address):
            reader = protocol.response_stream(status, _of_length(headers, len(body)))
            longest = self.idle_seconds + len(body) / self.least_bytes_per_second
            try:
                async with asyncio.timeout(longest):
                    for begins in range(0, len(body), PIECE):
                        piece = reader.send_bytes(body[begins : begins + PIECE])
                        await asyncio.wait_for(piece, self.idle_seconds)
            except (TimeoutError, OSError, RuntimeError):  # the server's own errors are RuntimeErrors
                _cut_off.inc()

    @contextmanager
    def _hold(self, size: int, address: str) -> Iterator[None]:
        for held, most in (
            (self.held_bytes, self.most_bytes),
            (self._held_of[address], self.most_bytes_of_one),
        ):
            if held and held + size > most:
                raise errors.Overloaded()
        self.held_bytes += size
        self._held_of[address] += size
        try:
            yield
        finally:
            self.held_bytes -= size
            self._held_of[address] -= size
            if not self._held_of[address]:
                del self._held_of[address]


def _of_length(headers: Headers, length: int) -> Headers:
    """With its length, so that whoever is cut off sees that something is missing."""
    return [
        *((name, value) for name, value in headers if name != "content-length"),
        ("content-length", str(length)),
    ]
