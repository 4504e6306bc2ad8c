"""From the event loop to Django: an RSGI request as a WSGI one, and a refusal said without Django.

Django's handlers are called by threads of our own pools; its ASGI handler would start a thread per request. Its signals around
a request are not sent: what they are for here is to let go of a connection that broke, and `call` does that itself.
"""

import contextlib
import io
import time
from collections.abc import Callable
from functools import cache, partial
from typing import Any, cast

from django.contrib.auth.middleware import AuthenticationMiddleware
from django.core.handlers.base import BaseHandler
from django.core.handlers.exception import convert_exception_to_response
from django.core.handlers.wsgi import WSGIRequest
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from granian.rsgi import HTTPProtocol, Scope

from newretail.kernel import errors, logs, text
from newretail.kernel.http import problems, work
from newretail.kernel.http.address import address_of_scope, peer_of_scope
from newretail.kernel.http.attended import SessionMiddleware
from newretail.kernel.http.bodies import Body
from newretail.kernel.http.middleware import OuterMiddleware
from newretail.kernel.http.protect import protect

Headers = list[tuple[str, str]]
Answer = tuple[int, Headers, bytes]
"""Status, headers, body."""
SERVER = ("server", "newretail")
"""Instead of the name of the program that speaks HTTP for us."""


class MachineHandler(BaseHandler):
    """For requests that carry a token: no session, no form, no page, so nothing but the outer middleware stands around the view."""

    def load_middleware(self, is_async: bool = False) -> None:
        # the stubs leave out Django's innermost call, and give every wrapped one an asynchronous half
        innermost: Any = self._get_response  # type: ignore[attr-defined]
        outer = OuterMiddleware(cast(Any, convert_exception_to_response(innermost)))
        self._view_middleware: list[Any] = []
        self._template_response_middleware: list[Any] = []
        self._exception_middleware = [outer.process_exception]
        self._middleware_chain = convert_exception_to_response(outer)


@cache
def _for_people() -> BaseHandler:
    return _ready(BaseHandler())


@cache
def _for_machines() -> BaseHandler:
    return _ready(MachineHandler())


def _ready(handler: BaseHandler) -> BaseHandler:
    handler.load_middleware()
    return handler


def _handler(environ: dict[str, Any]) -> BaseHandler:
    with_token = "HTTP_AUTHORIZATION" in environ and environ["PATH_INFO"].startswith("/api/v1/")
    return _for_machines() if with_token else _for_people()


def call(environ: dict[str, Any]) -> Answer:
    """Django's answer to a WSGI request."""
    request, began = WSGIRequest(environ), time.thread_time()
    try:
        response = _handler(environ).get_response(request)
        with contextlib.closing(response) if response.streaming else contextlib.nullcontext():
            return _answer(response)
    finally:
        if caller := getattr(request, "caller", None):
            work.of_callers.charge(caller, time.thread_time() - began)
        logs.leave()
        request.close()
        if not connection.in_atomic_block:  # else somebody around us, as a test, still needs it
            connection.close_if_unusable_or_obsolete()


def look(environ: dict[str, Any], knock: Callable[[HttpRequest], None]) -> errors.Refusal | None:
    """Ask who sends a WSGI request whose body has not been read: the refusal that `knock` raises, or None for somebody who may."""
    request = WSGIRequest(environ)
    try:
        for each in _recognise():
            each(request)
        knock(request)
    except Exception as error:
        return problems.of(error)
    finally:
        request.close()
        if not connection.in_atomic_block:
            connection.close_if_unusable_or_obsolete()
    return None


@cache
def _recognise() -> list[Callable[[HttpRequest], None]]:
    """What finds out who a browser belongs to."""

    def unused(request: HttpRequest) -> HttpResponse:
        raise NotImplementedError

    return [SessionMiddleware(unused).process_request, AuthenticationMiddleware(unused).process_request]


def _answer(response: HttpResponseBase) -> Answer:
    headers = [(name.lower(), value) for name, value in response.items()]
    headers.append(SERVER)
    cookies = [("set-cookie", each.output(header="").strip()) for each in response.cookies.values()]
    return response.status_code, headers + cookies, response.getvalue()


def bring(environ: dict[str, Any], body: Body) -> dict[str, Any]:
    """The same environment with the request's body."""
    environ["wsgi.input"] = body.file
    environ["CONTENT_LENGTH"] = str(body.size)
    return environ


def environ_of(scope: Scope, body: bytes = b"") -> dict[str, Any]:
    """The WSGI environment (PEP 3333) of an RSGI HTTP scope. Methods are known by their capital letters, however they are sent."""
    server, _, port = scope.server.rpartition(":")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope.method.upper(),
        "SCRIPT_NAME": "",
        "PATH_INFO": scope.path.encode().decode("latin-1"),
        "QUERY_STRING": scope.query_string.encode().decode("latin-1"),
        "SERVER_NAME": server,
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": "HTTP/" + scope.http_version,
        "REMOTE_ADDR": peer_of_scope(scope),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        "CONTENT_LENGTH": str(len(body)),
    }
    for name, value in scope.headers.items():
        if "_" in name:
            continue  # it would pass for the one with a hyphen
        key = name.upper().replace("-", "_")
        if key == "CONTENT_TYPE":
            environ[key] = value
        elif key != "CONTENT_LENGTH":
            key = "HTTP_" + key
            between = "; " if key == "HTTP_COOKIE" else ","
            environ[key] = f"{environ[key]}{between}{value}" if key in environ else value
    return environ


def refuse(refusal: errors.Refusal, scope: Scope, protocol: HTTPProtocol) -> None:
    """Answer a refusal in the language that the request asks for."""
    headers = scope.headers
    asked = headers.get(logs.HEADER.lower(), "")
    request_id = logs.follow(asked=asked, address=partial(address_of_scope, scope))
    with text.speaking(text.preferred(headers.get("accept-language", ""))):
        response = problems.answer(refusal)
    response[logs.HEADER] = request_id
    protect(response, path=scope.path)
    logs.leave()
    protocol.response_bytes(*_answer(response))
