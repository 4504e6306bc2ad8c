"""Load on the house: keep-alive lines that ask one thing after another, either as fast as they are answered or at a given rate.

At a given rate a request's time counts from when it was due, so that a house that stands still is not measured by the few who got in.
"""

import asyncio
import json
import time
import uuid
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

PATIENCE_SECONDS = 30.0
BROKEN = 0
"""The status of a request whose line broke."""


@dataclass(slots=True)
class Answer:
    status: int
    body: bytes = b""
    retry_after: bool = False

    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def code(self) -> str:
        """Of a problem document; else the status."""
        try:
            return str(self.json()["code"])
        except (ValueError, KeyError, TypeError):
            return str(self.status)


@dataclass(slots=True)
class Tally:
    """What happened. Seconds of what was answered with a 2xx, by the request's name; everything else by its code."""

    began: float = field(default_factory=time.monotonic)
    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    ends: list[tuple[float, bool]] = field(default_factory=list)
    """When each job ended, since the beginning, and whether it reached its end."""
    took: list[float] = field(default_factory=list)
    """Seconds of each of these jobs, since it was due."""
    refused: Counter[str] = field(default_factory=Counter)
    without_word: int = 0
    """503 and 429 that do not say when to come again."""
    kept: list[str] = field(default_factory=list)
    """Ids that the house has answered for."""

    def count(self, name: str, answer: Answer, seconds: float) -> bool:
        """Whether it was answered with a 2xx."""
        if 200 <= answer.status < 300:
            self.seconds[name].append(seconds)
            return True
        self.refused[answer.code if answer.status else "line broke"] += 1
        self.without_word += answer.status in (429, 503) and not answer.retry_after
        return False

    def end(self, due: float, reached: bool) -> None:
        """A job has ended."""
        now = time.monotonic()
        self.ends.append((now - self.began, reached))
        self.took.append(now - due)

    @property
    def done(self) -> int:
        return sum(reached for _, reached in self.ends)


class Line:
    """One keep-alive connection; it comes back by itself."""

    def __init__(self, port: int, *, from_address: str = "127.0.0.1") -> None:
        self._port, self._from = port, from_address
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None

    async def ask(self, method: str, path: str, body: Any = None, *, token: str) -> Answer:
        content = b"" if body is None else json.dumps(body).encode()
        head = (
            f"{method} /api/v1{path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {token}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(content)}\r\n"
        )
        if method == "POST":
            head += f"Idempotency-Key: {uuid.uuid4()}\r\n"
        return await self.send(head.encode() + b"\r\n" + content)

    async def send(self, request: bytes) -> Answer:
        """Send bytes and read one answer. A line that had been closed meanwhile is opened anew, once."""
        again = self._writer is not None
        while True:
            try:
                async with asyncio.timeout(PATIENCE_SECONDS):
                    return await self._send(request)
            except (OSError, asyncio.IncompleteReadError, ValueError, TimeoutError):
                self.close()
                if not again:
                    return Answer(BROKEN)
                again = False

    async def _send(self, request: bytes) -> Answer:
        if self._writer is None or self._reader is None:
            self._reader, self._writer = await asyncio.open_connection(
                "127.0.0.1", self._port, local_addr=(self._from, 0)
            )
        self._writer.write(request)
        head = (await self._reader.readuntil(b"\r\n\r\n")).lower()
        length = int(head.split(b"content-length: ", 1)[1].split(b"\r\n", 1)[0])
        body = await self._reader.readexactly(length)
        if b"connection: close" in head:
            self.close()
        return Answer(int(head[9:12]), body, b"\r\nretry-after: " in head)

    def close(self) -> None:
        if self._writer is not None:
            self._writer.close()
        self._reader = self._writer = None


Job = Callable[[Line, int, Tally, float], Awaitable[bool]]
"""Does one thing over a line: its number, where it is counted, since when it is due. Whether it reached its end."""


async def as_fast_as_answered(port: int, job: Job, *, lines: int, seconds: float) -> Tally:
    """So many lines, each with its next job as soon as the last one ended."""
    tally, numbers = Tally(), iter(range(10**9))
    until = tally.began + seconds

    async def work() -> None:
        line = Line(port)
        while (now := time.monotonic()) < until:
            reached = await job(line, next(numbers), tally, now)
            tally.end(now, reached)
        line.close()

    await asyncio.gather(*(work() for _ in range(lines)))
    return tally


async def at_a_rate(
    port: int, job: Job, *, a_second: float, seconds: float, lines: int, first: int = 0
) -> Tally:
    """So many jobs a second, whatever becomes of them, as long as one of the lines is free."""
    tally, numbers = Tally(), iter(range(int(a_second * seconds)))

    async def work() -> None:
        line = Line(port)
        for number in numbers:
            due = tally.began + number / a_second
            await asyncio.sleep(due - time.monotonic())
            reached = await job(line, first + number, tally, due)
            tally.end(due, reached)
        line.close()

    await asyncio.gather(*(work() for _ in range(lines)))
    return tally


def quantile(values: list[float], share: float) -> float:
    """Milliseconds; nan of nothing."""
    ordered = sorted(values)
    return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else float("nan")
