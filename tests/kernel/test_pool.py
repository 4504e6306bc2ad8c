"""The threads that answer: in order, errors and all, and none is left in the middle."""

import asyncio
import threading
import time

import pytest

from newretail.kernel import errors
from newretail.kernel.http import bridge
from newretail.kernel.http.brake import Brake
from newretail.kernel.http.pool import Lines, Pool, Turn

GOOD = (200, [("content-type", "text/plain")], b"good")


@pytest.fixture
def pool():
    pool = Pool("test", 1, waiting=64)
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


def turn(name):
    return Turn(lambda: name, None)


def order_of(lines):
    taken = []
    while (each := lines.take()) is not None:
        taken.append(each.work())
    return taken


def test_callers_take_turns():
    lines = Lines(100)
    for caller, name in [
        ("greedy", "g1"),
        ("greedy", "g2"),
        ("greedy", "g3"),
        ("till", "t1"),
        ("till", "t2"),
    ]:
        assert lines.add(caller, turn(name)) is None
    assert order_of(lines) == ["g1", "t1", "g2", "t2", "g3"]


def test_the_longest_line_gives_way_to_whoever_has_a_shorter_one():
    lines = Lines(3)
    greedy = [turn(f"g{number}") for number in range(3)]
    for each in greedy:
        assert lines.add("greedy", each) is None
    assert not lines.has_room("greedy") and lines.has_room("till")
    one_more = turn("g4")
    assert lines.add("greedy", one_more) is one_more
    assert lines.add("till", turn("t1")) is greedy[2], "the newest of the longest"
    assert not lines.has_room("till"), "two would be more than a fair share"
    assert order_of(lines) == ["g0", "t1", "g1"]
    assert lines.has_room("greedy")


def test_one_too_many_is_told_so_at_once_and_all_others_are_answered(monkeypatch):
    begun, go_on = threading.Event(), threading.Event()

    def call(environ):
        begun.set()
        go_on.wait(5)
        return GOOD

    monkeypatch.setattr(bridge, "call", call)
    pool = Pool("small", 1, waiting=1)

    async def ask():
        at_work = pool.answer({}, "a")
        await asyncio.to_thread(begun.wait, 5)
        waiting = pool.answer({}, "a")
        with pytest.raises(errors.Overloaded):
            await pool.answer({}, "a")
        with pytest.raises(errors.Overloaded):
            pool.refuse_when_full("a")
        go_on.set()
        return [await at_work, await waiting]

    assert asyncio.run(ask()) == [GOOD, GOOD]
    pool.stop()


def test_whoever_is_refused_again_and_again_hears_it_later():
    brake = Brake(free=3, pause_seconds=0.2)

    async def seconds(address):
        began = time.monotonic()
        await brake.hold(address)
        return time.monotonic() - began

    async def ask():
        at_once = [await seconds("a") for _ in range(3)]
        return at_once, await seconds("a"), await seconds("b")

    while time.monotonic() % 1 > 0.5:  # all within one of its seconds
        time.sleep(0.05)
    at_once, later, other = asyncio.run(ask())
    assert max(*at_once, other) < 0.1 < later
