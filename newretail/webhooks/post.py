"""One message to one receiver: bounded in time and in size, to a checked address, no redirection followed."""

import logging
import ssl
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import certifi
import httpcore

from newretail.webhooks.causes import ANSWER_SECONDS, CONNECT_SECONDS, TOTAL_SECONDS, Cause, cause_of
from newretail.webhooks.destinations import addresses_of, check_url

log = logging.getLogger(__name__)

SNIPPET_BYTES = 500


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of it: a status with the beginning of the answer, or else why there is none.

    `detail`: how the network or its library put it, for a technician."""

    status: int | None
    snippet: str
    cause: Cause
    detail: str
    milliseconds: int


def post(url: str, *, body: bytes, headers: Mapping[str, str]) -> Answer:
    """Send `body` to `url`. Never raises for what a receiver or the network does."""
    begun = time.monotonic()
    status, snippet, cause, detail = None, "", Cause.NONE, ""
    try:
        check_url(url)
        status, snippet = _exchange(url, body=body, headers=headers, deadline=begun + TOTAL_SECONDS)
    except Exception as trouble:
        cause, detail = cause_of(trouble), f"{type(trouble).__name__}: {trouble}"[:200]
        if cause is Cause.UNFORESEEN:
            log.exception("a webhook could not be sent")
    return Answer(status, snippet, cause, detail, int((time.monotonic() - begun) * 1000))


def _exchange(url: str, *, body: bytes, headers: Mapping[str, str], deadline: float) -> tuple[int, str]:
    timeouts = {"connect": CONNECT_SECONDS, "read": ANSWER_SECONDS, "write": ANSWER_SECONDS, "pool": 1.0}
    pool = httpcore.ConnectionPool(
        ssl_context=_trust(), network_backend=PinnedAddressBackend(deadline), max_connections=1, retries=0
    )
    request_headers = {"Content-Length": str(len(body)), **headers}
    with (
        pool,
        pool.stream(
            "POST", url, headers=list(request_headers.items()), content=body, extensions={"timeout": timeouts}
        ) as response,
    ):
        return response.status, _snippet(response)


def _snippet(response: httpcore.Response) -> str:
    """The first bytes of the answer as text that a table can hold. A status counts even if its text never ends."""
    begun = b""
    try:
        for part in response.iter_stream():
            begun += part[:SNIPPET_BYTES]
            if len(begun) >= SNIPPET_BYTES:
                break
    except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.TimeoutException):
        pass
    text = begun[:SNIPPET_BYTES].decode("utf-8", "replace")
    return "".join(character if character.isprintable() else " " for character in text).strip()


@cache
def _trust() -> ssl.SSLContext:
    return ssl.create_default_context(cafile=certifi.where())


class PinnedAddressBackend(httpcore.NetworkBackend):
    """Connects to an address that was checked a moment ago, not to a name that may have changed since."""

    def __init__(self, deadline: float) -> None:
        self._deadline = deadline
        self._inner = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        failure: Exception = httpcore.ConnectError(f"{host} has no address")
        for address in addresses_of(host, port)[:3]:
            try:
                stream = self._inner.connect_tcp(
                    str(address), port, timeout=_left(self._deadline, timeout), socket_options=socket_options
                )
                return DeadlineStream(stream, self._deadline)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure


class DeadlineStream(httpcore.NetworkStream):
    """A connection whose every step must end before one deadline, so that a receiver cannot drip for ever."""

    def __init__(self, inner: httpcore.NetworkStream, deadline: float) -> None:
        self._inner, self._deadline = inner, deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, timeout=_left(self._deadline, timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, timeout=_left(self._deadline, timeout))

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return DeadlineStream(
            self._inner.start_tls(ssl_context, server_hostname, timeout=_left(self._deadline, timeout)),
            self._deadline,
        )

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)

    def close(self) -> None:
        self._inner.close()


def _left(deadline: float, timeout: float | None) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout("the time for this message is over")
    return left if timeout is None else min(left, timeout)
