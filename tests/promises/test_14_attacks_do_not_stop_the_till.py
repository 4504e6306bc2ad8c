"""Promise 14 at the socket: whoever opens connections, announces bodies or follows streams without end stops nobody who means to buy.

How much slower an order becomes under each of these is measured by `python -m bench.attack`.
"""

import contextlib
import json
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from newretail.kernel.http import bodies
from newretail.live import streams
from newretail.members import api as members
from newretail.stores.api import Role
from tests.promises.live_house import House, live_house, token_of
from tests.sale_floor import open_store, worker
from tests.stock_room import standing_clock

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(120)]

HOST = b"Host: localhost\r\n"
SILENT = 1_200
"""More than the server's queue for newcomers; a machine's usual limit on open files leaves room for no more in one test."""
UNFINISHED = 300


@pytest.fixture(scope="module")
def house(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("house")
    with live_house(folder) as house:
        yield house
    assert "Traceback" not in (folder / "server.log").read_text()


@contextlib.contextmanager
def held(house: House, number: int, request: bytes) -> Iterator[list[socket.socket]]:
    """So many connections that send this and then nothing."""
    lines: list[socket.socket] = []
    with contextlib.ExitStack() as open_lines:
        for _ in range(number):
            line = open_lines.enter_context(socket.create_connection(("127.0.0.1", house.port), timeout=20))
            if request:
                line.sendall(request)
            lines.append(line)
        yield lines


def status_of(house: House, request: bytes, *, then_close: bool = False) -> tuple[int, str, float]:
    """Status, code of the problem, seconds until it was said."""
    began = time.monotonic()
    with socket.create_connection(("127.0.0.1", house.port), timeout=20) as line:
        line.sendall(request)
        if then_close:
            line.shutdown(socket.SHUT_WR)
        said = line.makefile("rb")
        status = int(said.readline().split()[1])
        headers = dict(each.lower().split(b": ", 1) for each in iter(said.readline, b"\r\n"))
        body = said.read(int(headers[b"content-length"]))
    assert headers[b"server"] == b"newretail\r\n"
    problem = json.loads(body).get("code", "") if b"problem+json" in headers.get(b"content-type", b"") else ""
    return status, problem, time.monotonic() - began


def head(method: str, path: str, *lines: str) -> bytes:
    return "\r\n".join([f"{method} {path} HTTP/1.1", "Host: localhost", *lines, "", ""]).encode()


def buys(house: House) -> None:
    """Twenty people come in, each at once, as if nobody else were there."""
    for _ in range(20):
        answer = house.post("/guests", {}, token="")
        assert answer.status == 201, answer.body


def test_unfinished_bodies_are_nobodys_work(house: House) -> None:
    for begun in (
        head("POST", "/api/v1/guests", "Content-Length: 500") + b"{",
        head("POST", "/api/v1/guests", "Transfer-Encoding: chunked") + b"1\r\n{\r\n",
    ):
        with held(house, UNFINISHED, begun):
            buys(house)


def test_a_body_that_does_not_come_is_waited_for_for_seconds_only(house: House) -> None:
    status, problem, seconds = status_of(house, head("POST", "/api/v1/guests", "Content-Length: 500") + b"{")
    assert (status, problem) == (408, "body_too_slow")
    assert seconds < bodies.IDLE_SECONDS + 5


def test_silent_connections_leave_room_for_others(house: House) -> None:
    with held(house, SILENT, b""):
        buys(house)


def test_a_body_that_broke_off_is_not_taken_for_a_whole_one(house: House) -> None:
    begun = head("POST", "/api/v1/guests", "Transfer-Encoding: chunked") + b"2\r\n{}\r\n"
    assert status_of(house, begun, then_close=True)[:2] == (400, "body_cut_off")
    assert status_of(house, begun + b"zz\r\n")[:2] == (400, "body_cut_off")
    with held(house, 20, begun):
        pass  # gone before the end
    buys(house)


def test_a_method_in_small_letters_is_the_same_method(house: House) -> None:
    body = b"Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"
    assert status_of(house, b"post /api/v1/guests HTTP/1.1\r\n" + HOST + body)[0] == 201
    assert status_of(house, b"post /api/v1/photos HTTP/1.1\r\n" + HOST + body)[:2] == (401, "sign_in_needed")


def test_large_bodies_are_read_from_those_who_may_send_them(house: House) -> None:
    guest = members.open_guest()[1]
    large = f"Content-Length: {6_000_000}"
    for path in ("/api/v1/photos", "/api/v1/catalog/imports", "/admin/catalog/product/import/"):
        assert status_of(house, head("POST", path, large))[:2] == (401, "sign_in_needed"), path
        chunked = head("POST", path, "Transfer-Encoding: chunked")
        assert status_of(house, chunked)[:2] == (401, "sign_in_needed"), path
    for path in ("/api/v1/catalog/imports", "/admin/catalog/product/import/"):
        status, _, seconds = status_of(house, head("POST", path, large, f"Authorization: Bearer {guest}"))
        assert status in (401, 403) and seconds < 5
    more = f"Content-Length: {settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1}"
    for path in ("/admin/login/", "/admin/catalog/product/", "/api/v1/orders", "/accounts/login/"):
        assert status_of(house, head("POST", path, more))[:2] == (413, "body_too_large"), path


def test_a_guest_who_asks_without_a_pause_is_asked_to_wait_and_nobody_else_is(house: House) -> None:
    greedy, other = (f"Authorization: Bearer {members.open_guest()[1]}" for _ in range(2))
    asked = head("GET", "/api/v1/me", greedy)
    began = time.monotonic()
    while (said := status_of(house, asked))[0] == 200 and time.monotonic() < began + 60:
        pass
    assert said[:2] == (429, "too_many_requests")
    assert status_of(house, head("GET", "/api/v1/me", other))[0] == 200
    buys(house)


def test_over_http_2_nobody_holds_a_hundred_requests_on_one_connection(house: House) -> None:
    with socket.create_connection(("127.0.0.1", house.port), timeout=20) as line:
        line.sendall(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")
        assert not line.makefile("rb").readline().startswith(b"\x00"), "no settings frame"


def test_nobody_follows_more_than_a_few_streams(tmp_path: Path, db: None) -> None:
    with standing_clock(tmp_path):
        floor = open_store()
        tokens = [token_of(worker(Role.MANAGER, floor.store)) for _ in range(2)]
    path = f"/api/v1/live/stores/{floor.store}"
    asked = [head("GET", path, f"Authorization: {token}") for token in tokens]
    with live_house(tmp_path) as house, held(house, streams.MOST_OF_A_CALLER, asked[0]) as lines:
        assert [line.makefile("rb").readline().split()[1] for line in lines] == [b"200"] * len(lines)
        assert status_of(house, asked[0])[:2] == (429, "too_many_streams_of_yours")
        with held(house, 1, asked[1]) as others:
            assert others[0].makefile("rb").readline().split()[1] == b"200", "somebody else"
        lines.pop().close()
        for _ in range(50):
            with held(house, 1, asked[0]) as again:
                if again[0].makefile("rb").readline().split()[1] == b"200":
                    return
            time.sleep(0.1)
        raise AssertionError("a stream that ended leaves no place")
