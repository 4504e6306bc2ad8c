"""One port. Streams live on the event loop, a thousand to a process; everything else runs on a bounded pool of threads, each
with its own database connection.

Django's ASGI handler starts a thread per request for synchronous views; calling its WSGI handler from a pool costs less.
"""

import asyncio
import gc
import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newretail.settings")

import django
from granian.rsgi import HTTPProtocol, Scope

django.setup()

import newretail.urls  # noqa: E402, F401  a route that does not say who may call it keeps the server from starting
from newretail.kernel import errors  # noqa: E402
from newretail.kernel.http import bridge  # noqa: E402
from newretail.kernel.http.needs import body_limit, needs_of  # noqa: E402
from newretail.kernel.http.pool import Pool  # noqa: E402
from newretail.live.streams import is_stream, serve_stream  # noqa: E402

THREADS = int(os.environ.get("NEWRETAIL_THREADS", "2"))
"""Requests at work at once in this process; each thread holds one database connection. Few, because they share one
interpreter: more of them only take turns."""
OUTWARD_THREADS = 8
"""Requests that may wait for a neighbour's network, or work long (`Door.post(..., waits=True)`), have threads of their own, so that
a slow one stops nobody else."""
MOST_WAITING = 64
"""Requests that may wait for a thread. Beyond that the answer is a quick 503, so that an overload passes."""

gc.freeze()  # what is loaded by now lives as long as the process; collections need not walk it
gc.set_threshold(20_000, 20, 20)

_pool = Pool("request", THREADS)
_outward_pool = Pool("outward", OUTWARD_THREADS)
_at_work = 0


class Port:
    """What the server calls: RSGI, granian's own interface, which costs a request a third less than ASGI's messages."""

    def __rsgi_del__(self, loop: asyncio.AbstractEventLoop) -> None:
        for pool in (_pool, _outward_pool):
            pool.stop()

    async def __rsgi__(self, scope: Scope, protocol: HTTPProtocol) -> None:
        if scope.proto != "http":
            return
        if is_stream(scope.method, scope.path):
            await serve_stream(scope, protocol)
        else:
            await _serve_request(scope, protocol)


application = Port()


async def _serve_request(scope: Scope, protocol: HTTPProtocol) -> None:
    global _at_work
    if _at_work >= THREADS + MOST_WAITING:
        return bridge.refuse(errors.Overloaded(), scope, protocol)
    _at_work += 1
    try:
        needs = needs_of(scope.method, scope.path)
        limit = body_limit(needs)
        body = await _whole_body(scope, protocol, limit)
        if body is None:
            return bridge.refuse(errors.BodyTooLarge(limit=limit), scope, protocol)
        pool = _outward_pool if needs.waits else _pool
        answer = await pool.answer(bridge.environ_of(scope, body))
    finally:
        _at_work -= 1
    protocol.response_bytes(*answer)


async def _whole_body(scope: Scope, protocol: HTTPProtocol, limit: int) -> bytes | None:
    """The request's body, or None once it is larger than `limit`, whatever its Content-Length says."""
    said = scope.headers.get("content-length")
    if said is not None:
        return await protocol() if int(said) <= limit else None  # the server takes no more than was said
    if scope.method == "GET":
        return b""
    parts: list[bytes] = []
    size = 0
    async for part in protocol:
        size += len(part)
        if size > limit:
            return None
        parts.append(part)
    return b"".join(parts)
