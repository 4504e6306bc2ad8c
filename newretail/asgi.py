"""One port. Streams live on the event loop, a thousand to a process; everything else runs on a bounded pool of threads, each
with its own database connection.

Django's own ASGI handler starts a thread per request for synchronous views; calling its WSGI handler from a pool costs less.
"""

import asyncio
import gc
import os
from concurrent.futures import ThreadPoolExecutor

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newretail.settings")

import django

django.setup()

import newretail.urls  # noqa: E402, F401  a route that does not say who may call it keeps the server from starting
from newretail.kernel import errors  # noqa: E402
from newretail.kernel.http import bridge  # noqa: E402
from newretail.kernel.http.bridge import Receive, Scope, Send  # noqa: E402
from newretail.kernel.http.middleware import body_limit  # noqa: E402
from newretail.live.streams import is_stream, serve_stream  # noqa: E402

THREADS = int(os.environ.get("NEWRETAIL_THREADS", "2"))
"""Requests at work at once in this process; each thread holds one database connection. Few, because they share one
interpreter: more of them only take turns."""
OUTWARD_THREADS = 8
OUTWARD_PATHS = ("/payments", "/inquiries", "/resends", "/repairs", "/test", "/photos")
"""Requests that may wait for a neighbour's network, or draw a picture, have threads of their own, so that a slow one does not stop the
till."""
MOST_WAITING = 64
"""Requests that may wait for a thread. Beyond that the answer is a quick 503, so that an overload passes."""

gc.freeze()  # what is loaded by now lives as long as the process; collections need not walk it
gc.set_threshold(20_000, 20, 20)

_pool = ThreadPoolExecutor(THREADS, thread_name_prefix="request")
_outward_pool = ThreadPoolExecutor(OUTWARD_THREADS, thread_name_prefix="outward")
_at_work = 0


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "lifespan":
        return await _lifespan(receive, send)
    if scope["type"] != "http":
        return None
    if is_stream(scope):
        return await serve_stream(scope, receive, send)
    return await _serve_request(scope, receive, send)


async def _serve_request(scope: Scope, receive: Receive, send: Send) -> None:
    global _at_work
    if _at_work >= THREADS + MOST_WAITING:
        return await bridge.refuse(errors.Overloaded(), scope, send)
    _at_work += 1
    try:
        limit = body_limit(scope["path"])
        body = await _whole_body(receive, limit)
        if body is None:
            return await bridge.refuse(errors.BodyTooLarge(limit=limit), scope, send)
        status, headers, chunks = await asyncio.get_running_loop().run_in_executor(
            _pool_for(scope), bridge.call, bridge.environ_of(scope, body)
        )
    finally:
        _at_work -= 1
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": chunks})


def _pool_for(scope: Scope) -> ThreadPoolExecutor:
    outward = scope["method"] == "POST" and scope["path"].endswith(OUTWARD_PATHS)
    return _outward_pool if outward else _pool


async def _whole_body(receive: Receive, limit: int) -> bytes | None:
    """The request's body, or None once it is larger than `limit`, whatever its Content-Length says."""
    parts: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return b"".join(parts)
        part = message.get("body", b"")
        size += len(part)
        if size > limit:
            return None
        parts.append(part)
        if not message.get("more_body"):
            return b"".join(parts)


async def _lifespan(receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            await send({"type": "lifespan.startup.complete"})
        elif message["type"] == "lifespan.shutdown":
            for pool in (_pool, _outward_pool):
                pool.shutdown(wait=True, cancel_futures=True)
            await send({"type": "lifespan.shutdown.complete"})
            return
