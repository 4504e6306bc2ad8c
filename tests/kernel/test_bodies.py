"""A body is nobody's work before it is there: it has a time, a size and a place, and gives the place up to whoever is quicker."""

import asyncio
from types import SimpleNamespace

import pytest

from newretail.kernel import errors
from newretail.kernel.http import bodies
from newretail.kernel.http.bodies import Bodies


class Sender:
    """A body as the server gives it, in parts; it stops before the part that is None."""

    def __init__(self, *parts):
        self.parts = parts

    async def __call__(self):
        return b"".join([part async for part in self])

    async def __aiter__(self):
        for part in self.parts:
            if part is None:
                await asyncio.Event().wait()
            await asyncio.sleep(0)
            yield part


def scope(**headers):
    return SimpleNamespace(headers={name.replace("_", "-"): str(value) for name, value in headers.items()})


LENGTH_5 = scope(content_length=5)
CHUNKED = scope(transfer_encoding="chunked")
END = b""
"""What the server gives after the last part of a body that is whole; where the line broke it comes twice."""


def read(where, sender, *, limit=100, bodies=None, address="a"):
    return (bodies or Bodies(idle_seconds=0.05)).read(where, sender, limit=limit, address=address)


def test_what_was_sent_is_read_however_it_comes():
    async def run():
        small = await read(LENGTH_5, Sender(b"he", b"llo"))
        chunked = await read(CHUNKED, Sender(b"he", b"llo", END))
        nothing = await read(scope(), Sender())
        return [(each.file.read(), each.size) for each in (small, chunked, nothing)]

    assert asyncio.run(run()) == [(b"hello", 5), (b"hello", 5), (b"", 0)]


@pytest.mark.parametrize("where", [LENGTH_5, CHUNKED, scope(content_length=90_000)])
def test_a_body_that_stalls_is_dropped_and_leaves_nothing_behind(where):
    all_bodies = Bodies(idle_seconds=0.02)

    async def run():
        with pytest.raises(errors.BodyTooSlow):
            await read(where, Sender(b"he", None), limit=100_000, bodies=all_bodies)

    asyncio.run(run())
    assert (all_bodies.unread, all_bodies.held_bytes) == (0, 0)


def test_a_body_that_drips_is_dropped_too(monkeypatch):
    monkeypatch.setattr(bodies, "LEAST_BYTES_PER_SECOND", 10_000_000)

    class Dripping(Sender):
        async def __aiter__(self):
            while True:
                await asyncio.sleep(0.01)
                yield b"x"

    async def run():
        with pytest.raises(errors.BodyTooSlow):
            await read(scope(content_length=90_000), Dripping(), limit=100_000)

    asyncio.run(asyncio.wait_for(run(), 5))


def test_a_body_that_breaks_off_is_not_taken_for_a_whole_one():
    async def run():
        for where, sender in (
            (CHUNKED, Sender(b"he", END, END)),
            (scope(content_length=90_000), Sender(b"he", END)),
        ):
            with pytest.raises(errors.BodyCutOff):
                await read(where, sender, limit=100_000)

    asyncio.run(run())


def test_a_body_is_no_larger_than_it_may_be_whatever_it_says():
    async def run():
        for where in (scope(content_length=101), CHUNKED):
            with pytest.raises(errors.BodyTooLarge):
                await read(where, Sender(b"x" * 101, END))

    asyncio.run(run())


def test_many_that_wait_push_out_one_another_and_nobody_who_sends():
    all_bodies = Bodies(idle_seconds=5, most=4, most_of_one=3)

    async def run():
        stalled = [
            asyncio.ensure_future(read(LENGTH_5, Sender(None), bodies=all_bodies, address=address))
            for address in "aaaabbb"
        ]
        await asyncio.sleep(0.02)
        assert all_bodies.unread == 4
        honest = await read(LENGTH_5, Sender(b"hello"), bodies=all_bodies, address="a")
        for each in stalled:
            each.cancel()
        ended = await asyncio.gather(*stalled, return_exceptions=True)
        return honest, sum(isinstance(each, errors.Overloaded) for each in ended)

    honest, let_go = asyncio.run(run())
    assert honest is not None and honest.size == 5
    assert let_go >= 3 and all_bodies.unread == 0


def test_large_bodies_together_take_no_more_than_they_may_and_wait_in_files():
    all_bodies = Bodies(idle_seconds=5, most_bytes=300_000)
    large = scope(content_length=200_000)
    parts = [b"x" * 50_000] * 4 + [END]

    async def run():
        first = await read(large, Sender(*parts), limit=1_000_000, bodies=all_bodies)
        with pytest.raises(errors.Overloaded):
            await read(large, Sender(*parts), limit=1_000_000, bodies=all_bodies)
        order = await read(
            scope(content_length=60_000), Sender(b"x" * 60_000, END), limit=1_000_000, bodies=all_bodies
        )
        assert order.size == 60_000, "what is no file is not refused for files"
        assert first.file._rolled, "it is in a file"
        first.close()
        order.close()

    asyncio.run(run())
    assert all_bodies.held_bytes == 0
