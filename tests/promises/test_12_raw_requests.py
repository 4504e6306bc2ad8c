"""Promise 12 at the socket: what no client library would send gets a calm answer or a closed line, and the house stays up."""

import re
import socket
from pathlib import Path

import httpx
import pytest
from django.conf import settings

from newretail.members import api as members
from tests.promises.live_house import House, live_house

pytestmark = pytest.mark.django_db(transaction=True)

HOST = b"Host: localhost\r\n"
JSON = b"Content-Type: application/json\r\n"

REQUESTS = {
    "not HTTP": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    "nothing": b"\r\n\r\n",
    "no such version": b"GET /api/v1/health HTTP/9.9\r\n" + HOST + b"\r\n",
    "no host": b"GET /api/v1/health HTTP/1.1\r\n\r\n",
    "a stranger's host": b"GET /api/v1/health HTTP/1.1\r\nHost: evil.example\r\n\r\n",
    "two hosts": b"GET /api/v1/health HTTP/1.1\r\n" + HOST + HOST + b"\r\n",
    "NUL in the path": b"GET /api/v1/\x00 HTTP/1.1\r\n" + HOST + b"\r\n",
    "escaped NUL in the path": b"GET /api/v1/skus/%00 HTTP/1.1\r\n" + HOST + b"\r\n",
    "broken UTF-8 in the path": b"GET /api/v1/skus/%ff%fe%c0%80 HTTP/1.1\r\n" + HOST + b"\r\n",
    "broken escapes": b"GET /api/v1/skus/%zz%1 HTTP/1.1\r\n" + HOST + b"\r\n",
    "out of the house": b"GET /static/%2e%2e/%2e%2e/etc/passwd HTTP/1.1\r\n" + HOST + b"\r\n",
    "broken UTF-8 in the query": b"GET /api/v1/products?q=%ff%fe&limit=%00 HTTP/1.1\r\n" + HOST + b"\r\n",
    "bytes in a header": b"GET /api/v1/products HTTP/1.1\r\n" + HOST + b"Accept-Language: \xff\xfe\r\n\r\n",
    "bytes in the token": b"GET /api/v1/me HTTP/1.1\r\n" + HOST + b"Authorization: Bearer \xc3\x28\r\n\r\n",
    "a stream by a stranger": b"GET /api/v1/live/orders/%00/events HTTP/1.1\r\n" + HOST + b"\r\n",
    "a stream of nothing": b"GET /api/v1/live/stores/%ff/events?after=NaN HTTP/1.1\r\n" + HOST + b"Last-Event-ID: 9e999\r\n\r\n",
    "a flood of headers": b"GET /api/v1/health HTTP/1.1\r\n" + HOST + b"".join(b"X-%d: x\r\n" % number for number in range(5_000)) + b"\r\n",
    "a header without end": b"GET /api/v1/health HTTP/1.1\r\n" + HOST + b"X: " + b"x" * 1_000_000 + b"\r\n\r\n",
    "a path without end": b"GET /" + b"x" * 1_000_000 + b" HTTP/1.1\r\n" + HOST + b"\r\n",
    "a negative length": b"POST /api/v1/guests HTTP/1.1\r\n" + HOST + JSON + b"Content-Length: -5\r\n\r\n{}",
    "two lengths": b"POST /api/v1/guests HTTP/1.1\r\n" + HOST + JSON + b"Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
    "length and chunks": b"POST /api/v1/guests HTTP/1.1\r\n" + HOST + JSON + b"Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "broken chunks": b"POST /api/v1/guests HTTP/1.1\r\n" + HOST + JSON + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n",
    "another method": b"BREW /api/v1/guests HTTP/1.1\r\n" + HOST + b"\r\n",
    "an upgrade": b"GET /api/v1/health HTTP/1.1\r\n" + HOST + b"Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n",
}  # fmt: skip


def say(port: int, request: bytes) -> bytes:
    """The status line that comes back; empty where the line was closed, or where the server waits for more."""
    with socket.create_connection(("127.0.0.1", port), timeout=3) as line:
        try:
            line.sendall(request)
            return line.makefile("rb").readline()
        except OSError:
            return b""


def test_whatever_comes_in_the_house_stays_up(tmp_path: Path) -> None:
    token = f"Bearer {members.open_guest()[1]}"
    with live_house(tmp_path) as house:
        answers = {name: say(house.port, request) for name, request in REQUESTS.items()}
        assert sum(map(bool, answers.values())) > len(REQUESTS) / 2, answers
        calm = re.compile(rb"HTTP/1\.[01] [1-4]\d\d ")
        assert not {name: answer for name, answer in answers.items() if answer and not calm.match(answer)}
        large_bodies_are_refused(house, token)
        assert httpx.get(f"http://127.0.0.1:{house.port}/api/v1/health").status_code == 200
    assert "Traceback" not in (tmp_path / "server.log").read_text()


def large_bodies_are_refused(house: House, token: str) -> None:
    """With a length that says so, and in chunks that do not."""
    most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    chunks = (b" " * 100_000 for _ in range(most // 100_000 + 1))
    for body in (b" " * (most + 1), chunks):
        answer = httpx.post(
            f"http://127.0.0.1:{house.port}/api/v1/orders",
            content=body,
            headers={"Authorization": token, "Idempotency-Key": "x", "Content-Type": "application/json"},
        )
        assert (answer.status_code, answer.json()["code"]) == (413, "body_too_large")
