"""The threads that answer: in order, errors and all, and none is left in the middle."""

import asyncio
import threading

import pytest

from newretail.kernel.http import bridge
from newretail.kernel.http.pool import Pool

GOOD = (200, [("content-type", "text/plain")], b"good")


@pytest.fixture
def pool():
    pool = Pool("test", 1)
    yield pool
    pool.stop()


def test_requests_are_answered_in_the_order_they_came(monkeypatch, pool):
    seen = []

    def call(environ):
        seen.append(environ["number"])
        return GOOD

    monkeypatch.setattr(bridge, "call", call)

    async def ask():
        return await asyncio.gather(*(pool.answer({"number": number}) for number in range(20)))

    assert asyncio.run(ask()) == [GOOD] * 20
    assert seen == list(range(20))


def test_an_error_is_raised_where_the_answer_is_awaited_and_the_thread_goes_on(monkeypatch, pool):
    def call(environ):
        if environ:
            raise LookupError(environ["why"])
        return GOOD

    monkeypatch.setattr(bridge, "call", call)

    async def ask():
        with pytest.raises(LookupError, match="broken"):
            await pool.answer({"why": "broken"})
        return await pool.answer({})

    assert asyncio.run(ask()) == GOOD


def test_an_answer_that_nobody_waits_for_any_more_harms_nobody(monkeypatch, pool):
    go_on = threading.Event()

    def call(environ):
        go_on.wait(5)
        return GOOD

    monkeypatch.setattr(bridge, "call", call)

    async def ask():
        left = pool.answer({})
        next_one = pool.answer({})
        left.cancel()
        go_on.set()
        return await next_one

    assert asyncio.run(ask()) == GOOD


def test_what_has_begun_is_done_to_its_end_and_what_waits_is_not_begun(monkeypatch, pool):
    begun, go_on, done = threading.Event(), threading.Event(), []

    def call(environ):
        begun.set()
        go_on.wait(5)
        done.append(environ["number"])
        return GOOD

    monkeypatch.setattr(bridge, "call", call)

    async def ask():
        first = pool.answer({"number": 1})
        pool.answer({"number": 2})
        assert await asyncio.to_thread(begun.wait, 5)
        threading.Timer(0.1, go_on.set).start()
        pool.stop()
        return await first

    assert asyncio.run(ask()) == GOOD
    assert done == [1]
