"""The server without its port: one request, called as the port calls it, and what it did is undone."""

from collections.abc import Callable
from functools import partial
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import orjson
from django.db import transaction

from newretail.kernel import recent
from newretail.kernel.http import bridge
from newretail.kernel.http.work import of_callers


class Answer:
    """An answer of the house, called as its server calls it but in this process."""

    def __init__(self, status: int, headers: bridge.Headers, body: bytes) -> None:
        self.status, self.body = status, body
        self.headers = dict(headers)

    def trouble(self) -> str:
        """What is wrong with it, or nothing."""
        if self.status >= 500:
            return f"{self.status} {self.body[:200]!r}"
        if self.status < 400:
            return ""
        if not self.headers.get("content-type", "").startswith("application/problem+json"):
            return f"{self.status} is no problem document: {self.headers.get('content-type')} {self.body[:100]!r}"
        problem = orjson.loads(self.body)
        if not (problem["code"] and problem["detail"] and problem["status"] == self.status):
            return f"{self.status} does not say what is wrong: {problem}"
        return ""


def ask(
    method: str,
    path: str,
    body: bytes = b"",
    *,
    token: str = "",
    content_type: str = "application/json",
    headers: tuple[tuple[bytes, bytes], ...] = (),
) -> Answer:
    """One request; what it did is undone. The path is as a server gives it: percent signs resolved."""
    path, _, query = path.partition("?")
    scope: Any = SimpleNamespace(
        method=method,
        path=path,
        query_string=query,
        server="testserver:80",
        client="127.0.0.1:50000",
        scheme="http",
        http_version="1.1",
        headers={
            "host": "testserver",
            "content-type": content_type,
            "idempotency-key": uuid4().hex,
            **({"authorization": token} if token else {}),
            **{name.decode(): value.decode("latin-1") for name, value in headers},
        },
    )
    return undone(partial(bridge.call, bridge.environ_of(scope, body)))


def undone(call: Callable[[], bridge.Answer]) -> Answer:
    with transaction.atomic():
        answer = Answer(*call())
        transaction.set_rollback(True)
    recent.forget_all()
    of_callers.forget_all()  # else it would refuse all that comes after the first few hundred, unread
    return answer


def application(environ: dict[str, Any], start_response: Any) -> list[bytes]:
    """The house for schemathesis, whose client asks for gzip and does not unpack it."""
    environ.pop("HTTP_ACCEPT_ENCODING", None)
    answer = undone(partial(bridge.call, environ))
    start_response(f"{answer.status} -", list(answer.headers.items()))
    return [answer.body]
