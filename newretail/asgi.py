"""One port. Streams live on the event loop, a thousand to a process; everything else runs on a bounded pool of threads, each
with its own database connection.

Django's own ASGI handler starts a thread per request for synchronous views; calling its WSGI handler from a pool costs less.
"""

import asyncio
import io
import os
from collections.abc import Awaitable, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newretail.settings")

from django.conf import settings  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402

wsgi = get_wsgi_application()

from newretail.kernel import errors, text  # noqa: E402
from newretail.kernel.http import problems  # noqa: E402
from newretail.kernel.http.middleware import UPLOAD_LIMIT, UPLOAD_PATHS  # noqa: E402

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]

THREADS = int(os.environ.get("NEWRETAIL_THREADS", "8"))
"""Requests at work at once in this process; each thread holds one database connection."""
MOST_WAITING = 64
"""Requests that may wait for a thread. Beyond that the answer is a quick 503, so that an overload passes."""

_pool = ThreadPoolExecutor(THREADS, thread_name_prefix="request")
_at_work = 0


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "lifespan":
        return await _lifespan(receive, send)
    if scope["type"] != "http":
        return None
    from newretail.live.streams import is_stream, serve_stream

    if is_stream(scope):
        return await serve_stream(scope, receive, send)
    return await _serve_request(scope, receive, send)


async def _serve_request(scope: Scope, receive: Receive, send: Send) -> None:
    global _at_work
    if _at_work >= THREADS + MOST_WAITING:
        return await _refuse(errors.Overloaded(), scope, send)
    _at_work += 1
    try:
        limit = UPLOAD_LIMIT if scope["path"].startswith(UPLOAD_PATHS) else settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        body = await _whole_body(receive, limit)
        if body is None:
            return await _refuse(errors.BodyTooLarge(limit=limit), scope, send)
        status, headers, chunks = await asyncio.get_running_loop().run_in_executor(_pool, _call, _environ(scope, body))
    finally:
        _at_work -= 1
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": chunks})


def _call(environ: dict[str, Any]) -> tuple[int, list[tuple[bytes, bytes]], bytes]:
    answer: list[Any] = []
    result = wsgi(environ, lambda status, headers, _=None: answer.extend((status, headers)))  # type: ignore[arg-type]
    try:
        body = b"".join(result)
    finally:
        if hasattr(result, "close"):
            result.close()
    status, headers = answer
    return int(status[:3]), [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers], body


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


def _environ(scope: Scope, body: bytes) -> dict[str, Any]:
    """The WSGI environment (PEP 3333) of an ASGI HTTP scope."""
    server = scope.get("server") or ("localhost", 80)
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": scope["path"].encode().decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": server[0],
        "SERVER_PORT": str(server[1]),
        "SERVER_PROTOCOL": "HTTP/" + scope.get("http_version", "1.1"),
        "REMOTE_ADDR": (scope.get("client") or ("", 0))[0],
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        "CONTENT_LENGTH": str(len(body)),
    }
    for raw_name, raw_value in _once_each(scope["headers"]):
        name, value = raw_name.decode("latin-1").upper().replace("-", "_"), raw_value.decode("latin-1")
        if name == "CONTENT_TYPE":
            environ[name] = value
        elif name != "CONTENT_LENGTH":
            key = "HTTP_" + name
            environ[key] = f"{environ[key]},{value}" if key in environ else value
    return environ


def _once_each(headers: Iterable[tuple[bytes, bytes]]) -> Iterable[tuple[bytes, bytes]]:
    """Headers whose names hold an underscore are dropped: they would pass for the ones with a hyphen."""
    return (header for header in headers if b"_" not in header[0])


async def _refuse(refusal: errors.Refusal, scope: Scope, send: Send) -> None:
    accept = dict(scope["headers"]).get(b"accept-language", b"").decode("latin-1")
    with text.speaking(text.preferred(accept)):
        response = problems.answer(refusal)
    headers = [(name.lower().encode(), value.encode()) for name, value in response.items()]
    await send({"type": "http.response.start", "status": response.status_code, "headers": headers})
    await send({"type": "http.response.body", "body": response.content})


async def _lifespan(receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            await send({"type": "lifespan.startup.complete"})
        elif message["type"] == "lifespan.shutdown":
            _pool.shutdown(wait=True, cancel_futures=True)
            await send({"type": "lifespan.shutdown.complete"})
            return
