"""Server-sent events on the event loop: a thousand open streams to a process.

A stream opens by asking for its first page at the JSON route beside it, so permission, sign-in and problems in the caller's
language are the same there. What it has missed comes from the database page by page, then the hub hands it what is new.
"""

import asyncio
import contextlib
import hashlib
import os
import random
import re
import time
from collections.abc import AsyncIterator, Coroutine
from functools import partial
from typing import Any, Protocol
from urllib.parse import parse_qsl, urlencode

from granian.rsgi import HTTPProtocol, Scope

from newretail.kernel import errors, metrics
from newretail.kernel.http import attended, bridge, problems
from newretail.kernel.http.pool import Pool
from newretail.live import queries, wire
from newretail.live.endpoints import FIRST_PAGE
from newretail.live.errors import BadPosition, TooManyStreams, TooManyStreamsOfYours
from newretail.live.following import Following
from newretail.live.hub import END, Feed, Hub
from newretail.live.seats import Seats

MOST_STREAMS = int(os.environ.get("NEWRETAIL_STREAMS", "2000"))
"""Open streams in this process. A stream costs about 40 kB and one file descriptor."""
MOST_OF_A_CALLER = int(os.environ.get("NEWRETAIL_STREAMS_OF_ONE", "10"))
"""Open streams of one token or session in this process: more than anybody has windows that follow something."""
MOST_WAITING = 64
"""Streams that wait until they may open or catch up."""
THREADS = 2
"""Streams that open or catch up at once; each thread holds one database connection, apart from those of requests."""
PAGE = 200
HEARTBEAT_SECONDS = 15.0
SLOWEST_READ_SECONDS = 30.0
"""A reader that does not take a piece for so long is let go."""
LONGEST_SECONDS = 1800.0
"""A stream ends after this, or sooner with what its reader is known by; the reader comes back by itself and is looked at again."""


OF_NOWHERE = 10**18
"""A position that no house ever reaches."""


class Reader(Protocol):
    """The way to whoever reads a stream, as the server gives it."""

    async def send_bytes(self, data: bytes) -> None: ...


FirstPage = tuple[str, Following, queries.Page]
"""Who asked, what they may follow, what they missed."""

_PATH = re.compile(r"/api/v1/live/(orders|stores|trips)/[^/]{1,64}")
_pool = Pool("live", THREADS, waiting=MOST_WAITING)
_of_addresses = Seats(
    MOST_STREAMS,
    most_of_one=MOST_STREAMS - MOST_STREAMS // 10,
    full=TooManyStreams,
    full_for_one=TooManyStreams,
)
"""A tenth is left for others than the one who fills the rest."""
_of_credentials = Seats(
    MOST_STREAMS, most_of_one=MOST_OF_A_CALLER, full=TooManyStreams, full_for_one=TooManyStreamsOfYours
)
"""Counted before anything is looked up, so that who has enough asks for nothing; whoever has several is counted as themselves too."""
_of_callers = Seats(
    MOST_STREAMS, most_of_one=MOST_OF_A_CALLER, full=TooManyStreams, full_for_one=TooManyStreamsOfYours
)
_streams_open = metrics.gauge("streams_open", "Streams of events that somebody reads")
_hub: Hub | None = None


def is_stream(method: str, path: str) -> bool:
    """Whether this request is for a stream of events."""
    return method.upper() == "GET" and _PATH.fullmatch(path) is not None


async def serve_stream(scope: Scope, protocol: HTTPProtocol, environ: dict[str, Any], address: str) -> None:
    """Serve one stream until its reader leaves, falls behind or has no right to it any more, or half an hour is over.

    Nobody uses a session or a token by following something: it ends as if nobody were there, and the stream with it.

    Raises BadPosition, TooManyStreams, TooManyStreamsOfYours, or Overloaded where too many open at once.
    """
    after = _asked_position(scope)
    with _of_addresses.seat(address), _of_credentials.seat(_credential(environ)):
        answer, first = await _ask(scope, environ, after, address)
        if first is None:
            return protocol.response_bytes(*answer)
        caller, following, page = first
        with _of_callers.seat(caller):
            try:
                hub = await asyncio.wait_for(_the_hub(), 5)
            except TimeoutError:
                raise errors.Unavailable() from None
            status, headers, _ = answer
            reader = protocol.response_stream(status, _stream_headers(headers))
            await _until_gone(_write(reader, hub, following, page), protocol)


async def keep_up() -> None:
    """Listen from the start of the process: also to whose rights have ended while nobody follows anything."""
    await _the_hub()


def _credential(environ: dict[str, Any]) -> str:
    """What somebody comes with, before it is asked whose it is; hashed, as it is nobody's business here."""
    shown = environ.get("HTTP_AUTHORIZATION") or environ.get("HTTP_COOKIE", "")
    return hashlib.blake2b(shown.encode(), digest_size=16).hexdigest()


async def _the_hub() -> Hub:
    global _hub
    if _hub is None:
        _hub = Hub()
    await _hub.ready()
    return _hub


async def _ask(
    scope: Scope, environ: dict[str, Any], after: int | None, address: str
) -> tuple[bridge.Answer, FirstPage | None]:
    """Ask for the first page as a request of its own: its answer, and when that is 200 the page itself."""
    query = [(name, value) for name, value in parse_qsl(scope.query_string) if name == "lang"]
    query += [("limit", str(PAGE)), *([("after", str(after))] if after is not None else [])]
    told: list[FirstPage] = []
    environ |= {
        "PATH_INFO": environ["PATH_INFO"] + "/events",
        "QUERY_STRING": urlencode(query),
        "HTTP_ACCEPT_ENCODING": "",
        attended.IN_META: "1",
        FIRST_PAGE: told,
    }
    answer = await _pool.answer(environ, address)
    return answer, told[0] if answer[0] == 200 and told else None


async def _write(reader: Reader, hub: Hub, following: Following, page: queries.Page) -> None:
    """Send the first page, what else was missed, then what comes."""
    ends_at = time.monotonic() + LONGEST_SECONDS * random.uniform(0.9, 1.0)  # noqa: S311 - so that not all come back at once
    feed = Feed(following)
    begins = hub.join(feed)
    try:
        await _send(reader, wire.greeting() + _piece(page))
        while page.more or page.position < begins:
            page = await _page_after(following, page.position)
            await _send(reader, _piece(page))
        async for piece in _news(feed, hub, page.position, ends_at):
            await _send(reader, piece)
    finally:
        hub.leave(feed)


async def _news(feed: Feed, hub: Hub, reached: int, ends_at: float) -> AsyncIterator[bytes]:
    """Pieces of the stream as facts come, a heartbeat when none do; ends when the feed, its right or its time does."""
    marked, following = reached, feed.following
    while time.monotonic() < ends_at and not following.is_over:
        left = following.until.seconds_left() if following.until else HEARTBEAT_SECONDS
        try:
            batch = [await asyncio.wait_for(feed.queue.get(), max(0.0, min(left, HEARTBEAT_SECONDS)))]
        except TimeoutError:
            if feed.queue.empty():  # else something came in this very moment
                reached = max(reached, hub.position)
            yield wire.heartbeat() + (wire.mark(reached) if reached > marked else b"")
            marked = reached
            continue
        while not feed.queue.empty():
            batch.append(feed.queue.get_nowait())
        if following.is_over:
            return  # a clock that stood has been moved past its end
        fresh = [news for news in batch if news is not END and news.position > reached]
        if piece := b"".join(news.piece(following) for news in fresh):
            yield piece
        if fresh:
            reached = fresh[-1].position
        if END in batch:
            return


def _piece(page: queries.Page) -> bytes:
    return b"".join(map(wire.event, page.events)) + wire.mark(page.position, restarted=page.restarted)


async def _page_after(following: Following, after: int) -> queries.Page:
    return await _pool.run(partial(_read_page, following, after))


def _read_page(following: Following, after: int) -> queries.Page:
    try:
        return queries.page(following, after=after, limit=PAGE)
    except Exception as error:
        raise problems.of(error) from error  # also lets a broken connection go


async def _until_gone(writing: Coroutine[Any, Any, None], protocol: HTTPProtocol) -> None:
    """Run `writing` until it ends or the reader has left."""
    writer = asyncio.ensure_future(writing)
    leaving = asyncio.ensure_future(protocol.client_disconnect())
    try:
        await asyncio.wait({writer, leaving}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in (writer, leaving):
            task.cancel()
            with contextlib.suppress(
                asyncio.CancelledError, errors.Refusal, TimeoutError, OSError, RuntimeError
            ):
                await task


async def _send(reader: Reader, piece: bytes) -> None:
    await asyncio.wait_for(reader.send_bytes(piece), SLOWEST_READ_SECONDS)


def _asked_position(scope: Scope) -> int | None:
    """`Last-Event-ID`, which a browser sends when it comes back, goes before `?after=`.

    One that is no position of ours counts as one of the future: the reader begins at the present and is told. A refusal would end an
    EventSource for good. Raises BadPosition for `after`, which somebody wrote.
    """
    if seen := scope.headers.get("last-event-id", "").strip():
        return int(seen) if _is_position(seen) else OF_NOWHERE
    asked = dict(parse_qsl(scope.query_string)).get("after", "")
    if asked and not _is_position(asked):
        raise BadPosition(position=asked[:40])
    return int(asked) if asked else None


def _is_position(word: str) -> bool:
    return word.isascii() and word.isdecimal() and len(word) <= 18


def _stream_headers(headers: bridge.Headers) -> bridge.Headers:
    """The page's headers, those that speak of its body replaced."""
    kept = [
        (name, value)
        for name, value in headers
        if name not in ("content-type", "content-length", "cache-control")
    ]
    return [
        *kept,
        ("content-type", "text/event-stream; charset=utf-8"),
        ("cache-control", "no-store"),
        ("x-accel-buffering", "no"),
    ]
