"""One port. Streams live on the event loop, a thousand to a process; everything else runs on bounded pools of threads, each
with its own database connection.

Django's ASGI handler starts a thread per request for synchronous views; calling its WSGI handler from a pool costs less.
"""

import asyncio
import gc
import os
from functools import partial
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newretail.settings")

import django
from granian.rsgi import HTTPProtocol, Scope

django.setup()

import newretail.urls  # noqa: E402, F401  a route that does not say who may call it keeps the server from starting
from newretail.kernel import errors  # noqa: E402
from newretail.kernel.http import bridge  # noqa: E402
from newretail.kernel.http.address import network_behind  # noqa: E402
from newretail.kernel.http.answers import Answers  # noqa: E402
from newretail.kernel.http.bodies import Bodies, said_length  # noqa: E402
from newretail.kernel.http.brake import Brake  # noqa: E402
from newretail.kernel.http.needs import NOTHING, Knock, Needs, body_limit, needs_of  # noqa: E402
from newretail.kernel.http.pool import Pool  # noqa: E402
from newretail.kernel.http.unread import bound_unread  # noqa: E402
from newretail.live.streams import is_stream, keep_up, serve_stream  # noqa: E402
from newretail.photos.errors import TooManyPictures  # noqa: E402

THREADS = int(os.environ.get("NEWRETAIL_THREADS", "2"))
"""Requests at work at once in this process; each thread holds one database connection. Few, because they share one
interpreter: more of them only take turns."""
OUTWARD_THREADS = 8
"""Requests that may wait for a neighbour's network, or work long (`Door.post(..., waits=True)`), have threads of their own, so that
a slow one stops nobody else."""
MOST_WAITING = 64
"""Requests that may wait for a thread of one pool. Beyond that the answer is a quick 503, so that an overload passes."""
MOST_DRAWINGS_WAITING = 8
"""Pictures that wait to be drawn. One takes a good part of a second, so more would wait for longer than their senders do."""
TOO_MANY = 429
LIVE, LIVE_HEADERS = "/livez", [("content-type", "text/plain"), ("cache-control", "no-store"), bridge.SERVER]
"""Does this process still turn? Answered without a thread: an overload is no reason to end it."""

gc.freeze()  # what is loaded by now lives as long as the process; collections need not walk it
gc.set_threshold(20_000, 20, 20)

_pool = Pool("request", THREADS, waiting=MOST_WAITING)
_outward_pool = Pool("outward", OUTWARD_THREADS, waiting=MOST_WAITING)
_drawing_pool = Pool("drawing", 1, waiting=MOST_DRAWINGS_WAITING, full=TooManyPictures)
_bodies = Bodies()
_answers = Answers()
_brake = Brake()


class Port:
    """What the server calls: RSGI, granian's own interface, which costs a request a third less than ASGI's messages."""

    def __rsgi_init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._listening = loop.create_task(keep_up())
        self._bounding = loop.create_task(bound_unread())

    def __rsgi_del__(self, loop: asyncio.AbstractEventLoop) -> None:
        for pool in (_pool, _outward_pool, _drawing_pool):
            pool.stop()

    async def __rsgi__(self, scope: Scope, protocol: HTTPProtocol) -> None:
        if scope.proto != "http":
            return
        if scope.path == LIVE:
            return protocol.response_bytes(200, LIVE_HEADERS, b"ok\n")
        environ = bridge.environ_of(scope)
        caller = network_behind(environ["REMOTE_ADDR"], environ.get("HTTP_X_FORWARDED_FOR", ""))
        try:
            if is_stream(environ["REQUEST_METHOD"], scope.path):
                await serve_stream(scope, protocol, environ, caller)
            else:
                await _serve_request(scope, protocol, environ, caller)
        except errors.Refusal as refusal:
            await _brake.hold(caller)
            bridge.refuse(refusal, scope, protocol)


application = Port()


async def _serve_request(scope: Scope, protocol: HTTPProtocol, environ: dict[str, Any], caller: str) -> None:
    """Read the body, have the request answered, answer. Raises the refusals of whoever does not come so far."""
    needs = needs_of(environ["REQUEST_METHOD"], scope.path)
    pool = _pool_for(needs)
    pool.refuse_when_full(caller)  # again when the body is there; but then it has been read for nothing
    if needs.knock is not None:
        await _look(needs.knock, scope, environ, caller)
    body = await _bodies.read(scope, protocol, limit=body_limit(needs), address=caller)
    if body is None:
        return  # whoever began to send it has gone
    try:
        answer = await pool.answer(bridge.bring(environ, body), caller)
    finally:
        body.close()
    if answer[0] == TOO_MANY:
        await _brake.hold(caller)
    await _answers.send(answer, scope, protocol, address=caller)


async def _look(knock: Knock, scope: Scope, environ: dict[str, Any], caller: str) -> None:
    """See who brings a large body before it is read. Raises the refusal of whoever may not."""
    said = said_length(scope)
    if said is not None and said <= body_limit(NOTHING):
        return  # what anybody may send is read first and asked about once
    if refusal := await _pool.run(partial(bridge.look, environ, knock), caller):
        raise refusal


def _pool_for(needs: Needs) -> Pool:
    if needs.draws:
        return _drawing_pool
    return _outward_pool if needs.waits else _pool
