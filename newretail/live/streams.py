"""Server-sent events on the event loop: a thousand open streams to a process.

A stream opens by asking for its first page at the JSON route beside it, so permission, sign-in and problems in the caller's
language are the same there. What it has missed comes from the database page by page, then the hub hands it what is new.
"""

import asyncio
import contextlib
import os
import random
import re
import time
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import parse_qsl, urlencode

from newretail.kernel import errors
from newretail.kernel.http import bridge, problems
from newretail.kernel.http.bridge import Receive, Scope, Send
from newretail.live import queries, wire
from newretail.live.endpoints import FIRST_PAGE
from newretail.live.errors import BadPosition, TooManyStreams
from newretail.live.following import Following
from newretail.live.hub import END, Feed, Hub

MOST_STREAMS = int(os.environ.get("NEWRETAIL_STREAMS", "2000"))
"""Open streams in this process. A stream costs about 40 kB and one file descriptor."""
THREADS = 2
"""Streams that open or catch up at once; each thread holds one database connection, apart from those of requests."""
PAGE = 200
HEARTBEAT_SECONDS = 15.0
SLOWEST_READ_SECONDS = 30.0
"""A reader that does not take a piece for so long is let go."""
LONGEST_SECONDS = 1800.0
"""A stream ends after this; the reader comes back by itself, and its permission is looked at again."""

FirstPage = tuple[Following, queries.Page]

_PATH = re.compile(r"/api/v1/live/(orders|stores|trips)/[^/]{1,64}")
_pool = ThreadPoolExecutor(THREADS, thread_name_prefix="live")
_open = 0
_hub: Hub | None = None


def is_stream(scope: Scope) -> bool:
    """Whether this request is for a stream of events."""
    return scope["method"] == "GET" and _PATH.fullmatch(scope["path"]) is not None


async def serve_stream(scope: Scope, receive: Receive, send: Send) -> None:
    """Serve one stream until its reader leaves, falls behind, or half an hour is over."""
    global _open
    if _open >= MOST_STREAMS:
        return await bridge.refuse(TooManyStreams(), scope, send)
    _open += 1
    try:
        await _serve(scope, receive, send)
    finally:
        _open -= 1


async def _serve(scope: Scope, receive: Receive, send: Send) -> None:
    try:
        after = _asked_position(scope)
    except errors.Refusal as refusal:
        return await bridge.refuse(refusal, scope, send)
    status, headers, body, first = await _ask(scope, after)
    if first is None:
        await send({"type": "http.response.start", "status": status, "headers": headers})
        return await send({"type": "http.response.body", "body": body})
    try:
        hub = await asyncio.wait_for(_the_hub(), 5)
    except TimeoutError:
        return await bridge.refuse(errors.Unavailable(), scope, send)
    await send({"type": "http.response.start", "status": 200, "headers": _stream_headers(headers)})
    await _until_gone(_write(send, hub, *first), receive)


async def _the_hub() -> Hub:
    global _hub
    if _hub is None:
        _hub = Hub()
    await _hub.ready()
    return _hub


async def _ask(
    scope: Scope, after: int | None
) -> tuple[int, list[tuple[bytes, bytes]], bytes, FirstPage | None]:
    """Ask for the first page as a request of its own: status, headers, body, and when it is 200 the page itself."""
    query = [
        (name, value) for name, value in parse_qsl(scope["query_string"].decode("latin-1")) if name == "lang"
    ]
    query += [("limit", str(PAGE)), *([("after", str(after))] if after is not None else [])]
    inner = {**scope, "path": scope["path"] + "/events", "query_string": urlencode(query).encode()}
    told: list[FirstPage] = []
    environ = {**bridge.environ_of(inner, b""), FIRST_PAGE: told}
    status, headers, body = await asyncio.get_running_loop().run_in_executor(_pool, bridge.call, environ)
    return status, headers, body, told[0] if status == 200 and told else None


async def _write(send: Send, hub: Hub, following: Following, page: queries.Page) -> None:
    """Send the first page, what else was missed, then what comes."""
    ends_at = time.monotonic() + LONGEST_SECONDS * random.uniform(0.9, 1.0)  # noqa: S311 - so that not all come back at once
    feed = Feed(following)
    begins = hub.join(feed)
    try:
        await _send(send, wire.greeting() + _piece(page))
        while page.more or page.position < begins:
            page = await _page_after(following, page.position)
            await _send(send, _piece(page))
        async for piece in _news(feed, hub, page.position, ends_at):
            await _send(send, piece)
    finally:
        hub.leave(feed)
    await send({"type": "http.response.body", "body": b""})


async def _news(feed: Feed, hub: Hub, reached: int, ends_at: float) -> AsyncIterator[bytes]:
    """Pieces of the stream as facts come, a heartbeat when none do; ends when the feed does or its time is over."""
    while time.monotonic() < ends_at:
        try:
            batch = [await asyncio.wait_for(feed.queue.get(), HEARTBEAT_SECONDS)]
        except TimeoutError:
            if feed.queue.empty():  # else something came in this very moment
                reached = max(reached, hub.position)
            yield wire.heartbeat(reached)
            continue
        while not feed.queue.empty():
            batch.append(feed.queue.get_nowait())
        fresh = [news for news in batch if news is not END and news.position > reached]
        if piece := b"".join(news.piece(feed.following) for news in fresh):
            yield piece
        if fresh:
            reached = fresh[-1].position
        if END in batch:
            return


def _piece(page: queries.Page) -> bytes:
    return b"".join(map(wire.event, page.events)) + wire.mark(page.position)


async def _page_after(following: Following, after: int) -> queries.Page:
    return await asyncio.get_running_loop().run_in_executor(_pool, _read_page, following, after)


def _read_page(following: Following, after: int) -> queries.Page:
    try:
        return queries.page(following, after=after, limit=PAGE)
    except Exception as error:
        raise problems.of(error) from error  # also lets a broken connection go


async def _until_gone(writing: Any, receive: Receive) -> None:
    """Run `writing` until it ends or the reader has left."""
    writer = asyncio.ensure_future(writing)
    leaving = asyncio.ensure_future(_disconnected(receive))
    try:
        await asyncio.wait({writer, leaving}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in (writer, leaving):
            task.cancel()
            with contextlib.suppress(
                asyncio.CancelledError, errors.Refusal, TimeoutError, OSError, RuntimeError
            ):
                await task


async def _disconnected(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _send(send: Send, piece: bytes) -> None:
    await asyncio.wait_for(
        send({"type": "http.response.body", "body": piece, "more_body": True}), SLOWEST_READ_SECONDS
    )


def _asked_position(scope: Scope) -> int | None:
    """`Last-Event-ID`, which a browser sends when it comes back, goes before `?after=`. Raises BadPosition."""
    headers = dict(scope["headers"])
    asked = headers.get(b"last-event-id", b"").decode("latin-1").strip()
    asked = asked or dict(parse_qsl(scope["query_string"].decode("latin-1"))).get("after", "")
    if not asked:
        return None
    if not (asked.isascii() and asked.isdecimal() and len(asked) <= 18):
        raise BadPosition(position=asked[:40])
    return int(asked)


def _stream_headers(headers: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """The page's headers, those that speak of its body replaced."""
    kept = [
        (name, value)
        for name, value in headers
        if name not in (b"content-type", b"content-length", b"cache-control")
    ]
    return [
        *kept,
        (b"content-type", b"text/event-stream; charset=utf-8"),
        (b"cache-control", b"no-store"),
        (b"x-accel-buffering", b"no"),
    ]
