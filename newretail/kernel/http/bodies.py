"""A request's body, read on the event loop before anybody works on it: within a time, a size and a number.

A body that is still on its way is nobody's work. Where too many are, the one that began first is let go: whoever sends what
they announced is done within moments, so those who hold their bodies back only push out one another.
"""

import asyncio
import io
from dataclasses import dataclass, field
from tempfile import SpooledTemporaryFile
from typing import IO

from granian.rsgi import HTTPProtocol, ProtocolClosed, Scope

from newretail.kernel import errors

SMALL = 32_768
"""Bytes: a body that says it is no larger is read in one piece."""
IDLE_SECONDS = 10.0
"""The longest silence within a body, and the time for the whole of a small one."""
LEAST_BYTES_PER_SECOND = 50_000
"""A larger body may take longer, as on a slow phone, but not go slower than this on the whole."""
SPOOLED_FROM = 65_536
"""Bytes: what is larger waits in a file, not in memory."""
MOST_UNREAD = 2048
"""Bodies on their way in this process; one that does not come costs a connection and what there is of it."""
MOST_UNREAD_OF_ONE = 512
"""The same from one address; a whole store may stand behind one."""
MOST_BYTES = 512_000_000
"""Of all large bodies of this process together."""


@dataclass(slots=True, eq=False)
class Body:
    """What was sent, until it is closed."""

    file: IO[bytes]
    size: int = 0
    within: "Bodies | None" = None
    """Where its bytes are counted, if it is a large one."""

    def add(self, part: bytes) -> None:
        if self.within is not None:
            self.within.held_bytes += len(part)
        self.size += len(part)
        self.file.write(part)

    def close(self) -> None:
        if self.within is not None:
            self.within.held_bytes -= self.size
            self.within = None
        self.file.close()


@dataclass(slots=True, eq=False)
class _Reading:
    """A body on its way."""

    address: str
    time: asyncio.Timeout
    let_go: bool = False


@dataclass(slots=True, eq=False)
class Bodies:
    """All bodies of this process; used on its event loop alone."""

    most: int = MOST_UNREAD
    most_of_one: int = MOST_UNREAD_OF_ONE
    most_bytes: int = MOST_BYTES
    idle_seconds: float = IDLE_SECONDS
    held_bytes: int = 0
    _unread: dict[_Reading, None] = field(default_factory=dict)
    """In the order in which they began."""
    _unread_of: dict[str, dict[_Reading, None]] = field(default_factory=dict)

    @property
    def unread(self) -> int:
        """How many are on their way."""
        return len(self._unread)

    async def read(self, scope: Scope, protocol: HTTPProtocol, *, limit: int, address: str) -> Body | None:
        """The whole body, at most `limit` bytes; None when its sender has gone.

        Raises BodyTooLarge, BodyTooSlow, BodyCutOff, or Overloaded where others needed its place.
        """
        said = said_length(scope)
        if said == 0:
            return Body(io.BytesIO())
        if said is not None and said > limit:
            raise errors.BodyTooLarge(limit=limit)
        reading = self._begin(address)
        try:
            async with reading.time:
                if said is not None and said <= SMALL:  # the server takes no more than was said
                    content = await protocol()
                    return Body(io.BytesIO(content), len(content))
                return await self._gather(reading, protocol, limit=limit, said=said)
        except ProtocolClosed:
            return None
        except TimeoutError:
            raise errors.Overloaded() if reading.let_go else errors.BodyTooSlow() from None
        finally:
            self._end(reading)

    def _begin(self, address: str) -> _Reading:
        of_one = self._unread_of.setdefault(address, {})
        if len(of_one) >= self.most_of_one:
            self._let_go(next(iter(of_one)))
        elif len(self._unread) >= self.most:
            self._let_go(next(iter(self._unread)))
        reading = _Reading(address, asyncio.timeout(self.idle_seconds))
        self._unread[reading] = self._unread_of.setdefault(address, {})[reading] = None
        return reading

    def _let_go(self, reading: _Reading) -> None:
        reading.let_go = True
        reading.time.reschedule(asyncio.get_running_loop().time())
        self._end(reading)

    def _end(self, reading: _Reading) -> None:
        self._unread.pop(reading, None)
        of_one = self._unread_of.get(reading.address, {})
        of_one.pop(reading, None)
        if not of_one:
            self._unread_of.pop(reading.address, None)

    async def _gather(
        self, reading: _Reading, protocol: HTTPProtocol, *, limit: int, said: int | None
    ) -> Body:
        """Part by part, into a file once it grows."""
        loop = asyncio.get_running_loop()
        latest = loop.time() + self.idle_seconds + (said or limit) / LEAST_BYTES_PER_SECOND
        body = Body(SpooledTemporaryFile(SPOOLED_FROM), within=self)  # noqa: SIM115 - the body closes it
        ends = 0
        try:
            async for part in protocol:
                ends += not part
                body.add(part)
                if body.size > limit:
                    raise errors.BodyTooLarge(limit=limit)
                if self.held_bytes > self.most_bytes and body.size > SPOOLED_FROM:
                    raise errors.Overloaded()
                if not reading.let_go:
                    reading.time.reschedule(min(latest, loop.time() + self.idle_seconds))
            if ends > 1 or (
                said is not None and body.size < said
            ):  # an empty part ends it, two are a broken line
                raise errors.BodyCutOff()
        except BaseException:
            body.close()
            raise
        body.file.seek(0)
        return body


def said_length(scope: Scope) -> int | None:
    """What the request says that it brings: 0 for no body, None for one of unknown length."""
    said = scope.headers.get("content-length")
    if said is not None:
        return int(said)
    return None if scope.headers.get("transfer-encoding") is not None else 0
