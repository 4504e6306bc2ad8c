"""Answers on their way: whoever does not read one is let go, and keeps neither our memory nor anybody else's answer."""

import asyncio
import socket
from types import SimpleNamespace
from typing import Any

import pytest

from newretail.kernel import errors
from newretail.kernel.http import unread
from newretail.kernel.http.answers import SMALL, Answers

HERE, ELSEWHERE = "203.0.113.7", "198.51.100.1"
HEADERS = [("content-type", "application/json"), ("content-length", "1")]
LARGE_BODY = bytes(range(256)) * 1_000


class Reader:
    """Whoever asked: takes each piece after `waits` seconds, or never."""

    def __init__(self, *, waits: float | None = 0.0) -> None:
        self._waits = waits
        self.taken = b""
        self.headers: dict[str, str] = {}

    def response_bytes(self, status: int, headers: Any, body: bytes) -> None:
        self.headers, self.taken = dict(headers), body

    def response_stream(self, status: int, headers: Any) -> "Reader":
        self.headers = dict(headers)
        return self

    async def send_bytes(self, piece: bytes) -> None:
        await (asyncio.Event().wait() if self._waits is None else asyncio.sleep(self._waits))
        self.taken += piece


async def send(
    answers: Answers, reader: Reader, body: bytes = LARGE_BODY, *, to: str = HERE, method: str = "GET"
):
    scope: Any = SimpleNamespace(method=method)
    protocol: Any = reader
    await answers.send((200, HEADERS, body), scope, protocol, address=to)


@pytest.mark.parametrize("body", [b"", b"x" * SMALL, b"x" * (SMALL + 1), LARGE_BODY])
def test_an_answer_arrives_whole_with_its_length(body: bytes):
    answers, reader = Answers(), Reader()
    asyncio.run(send(answers, reader, body))
    assert reader.taken == body
    if len(body) > SMALL:
        assert reader.headers["content-length"] == str(len(body))
    assert answers.held_bytes == 0


def test_the_body_that_head_leaves_out_waits_for_nobody():
    reader = Reader(waits=None)
    asyncio.run(send(Answers(), reader, method="HEAD"))
    assert reader.taken == LARGE_BODY  # the server leaves it out


@pytest.mark.parametrize("waits", [None, 0.03], ids=["never", "a drop at a time"])
def test_who_does_not_read_is_let_go_and_what_they_held_is_given_back(waits: float | None):
    answers = Answers(idle_seconds=0.05, least_bytes_per_second=10**8)
    reader = Reader(waits=waits)

    async def run():
        async with asyncio.timeout(5):
            await send(answers, reader)

    asyncio.run(run())
    assert len(reader.taken) < len(LARGE_BODY)
    assert answers.held_bytes == 0


def test_what_lies_unread_by_one_address_keeps_no_other_from_its_answer():
    answers = Answers(most_bytes_of_one=3 * len(LARGE_BODY), idle_seconds=0.3)

    async def run() -> bytes:
        held = [asyncio.ensure_future(send(answers, Reader(waits=None))) for _ in range(3)]
        await asyncio.sleep(0)
        with pytest.raises(errors.Overloaded):
            await send(answers, Reader())
        other = Reader()
        await send(answers, other, to=ELSEWHERE)
        await asyncio.gather(*held)
        after = Reader()
        await send(answers, after)
        assert after.taken == LARGE_BODY
        return other.taken

    assert asyncio.run(run()) == LARGE_BODY


def test_all_that_lies_unread_is_bounded():
    answers = Answers(most_bytes=2 * len(LARGE_BODY), idle_seconds=0.1)

    async def run():
        held = [asyncio.ensure_future(send(answers, Reader(waits=None), to=str(each))) for each in range(2)]
        await asyncio.sleep(0)
        with pytest.raises(errors.Overloaded):
            await send(answers, Reader(), to=ELSEWHERE)
        await asyncio.gather(*held)

    asyncio.run(run())


@pytest.mark.skipif(not hasattr(socket, "TCP_USER_TIMEOUT"), reason="this system has no such time-out")
def test_a_connection_is_closed_by_the_system_when_nothing_of_it_is_read():
    """The option of the socket that listens is that of each connection taken there."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        asyncio.run(unread.bound_unread())
        with socket.create_connection(listener.getsockname()), listener.accept()[0] as taken:
            set_to = taken.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT)
    assert set_to == 1000 * unread.UNREAD_SECONDS
