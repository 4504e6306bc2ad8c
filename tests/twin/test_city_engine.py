"""The engine of the city: order, mailboxes, time-outs, and the same day twice."""

import asyncio
import random

import pytest

from twin.engine import Command, Mailbox, Pause, RunningEngine, SteppedEngine, Take


class Ask(Command):
    def __init__(self, question):
        self.question = question


def stepped(*, call=lambda ask: ask.question, advance=lambda to_ms: False, grain_ms=1000):
    accidents = []
    engine = SteppedEngine(
        now_ms=0,
        call=call,
        advance=advance,
        accident=lambda who, error: accidents.append((who, repr(error))),
        grain_ms=grain_ms,
    )
    engine.accidents = accidents
    return engine


def run(engine, *, seconds=3600):
    engine.run(until=lambda: engine.now_ms >= seconds * 1000)


def test_people_act_in_the_order_of_their_moments():
    engine, said = stepped(), []

    async def person(name, seconds):
        await Pause(seconds)
        said.append((name, engine.now_ms))

    engine.start(person("late", 20), name="late")
    engine.start(person("early", 10), name="early")
    engine.start(person("also early", 10), name="also early")
    run(engine)
    assert said == [("early", 10_000), ("also early", 10_000), ("late", 20_000)]


def test_people_act_only_at_the_grain_of_time():
    engine, moments = stepped(grain_ms=5000), []

    async def person():
        for _ in range(3):
            await Pause(1.2)
            moments.append(engine.now_ms)

    engine.start(person(), name="person")
    run(engine)
    assert moments == [5000, 10_000, 15_000]


def test_a_thing_in_a_mailbox_reaches_the_one_who_waits_longest():
    engine, got, box = stepped(), [], Mailbox()

    async def waiter(name):
        got.append((name, await Take(box)))

    async def giver():
        await Pause(5)
        engine.post(box, "one")
        engine.post(box, "two")
        engine.post(box, "three")

    engine.start(waiter("first"), name="first")
    engine.start(waiter("second"), name="second")
    engine.start(giver(), name="giver")
    run(engine)
    assert got == [("first", "one"), ("second", "two")]
    assert list(box.things) == ["three"]


def test_waiting_ends_without_a_thing_and_takes_none_later():
    engine, got, box = stepped(), [], Mailbox()

    async def waiter():
        got.append((await Take(box, within=10), engine.now_ms))
        await Pause(100)

    async def giver():
        await Pause(20)
        engine.post(box, "too late")

    engine.start(waiter(), name="waiter")
    engine.start(giver(), name="giver")
    run(engine)
    assert got == [(None, 10_000)]
    assert list(box.things) == ["too late"]


def test_an_error_of_a_call_reaches_its_caller_and_an_accident_stops_nobody_else():
    def call(ask):
        raise ValueError(ask.question)

    engine, heard = stepped(call=call), []

    async def careful():
        try:
            await Ask("really?")
        except ValueError as error:
            heard.append(str(error))

    async def careless():
        await Ask("oh")

    engine.start(careless(), name="careless")
    engine.start(careful(), name="careful")
    run(engine, seconds=60)
    assert heard == ["really?"]
    assert engine.accidents == [("careless", "ValueError('oh')")]
    assert engine.alive == 0


def test_the_world_is_moved_before_people_act_and_soon_after_they_did():
    moves = []
    engine = stepped(advance=lambda to_ms: moves.append(to_ms) or False)

    async def person():
        await Pause(30)
        await Ask("something")

    engine.start(person(), name="person")
    engine.run(until=lambda: engine.now_ms >= 31_000)
    assert moves == [0, 30_000, 31_000]


def a_day(seed):
    engine, log, box = stepped(grain_ms=500), [], Mailbox()

    async def worker(name):
        chance = random.Random(f"{seed}:{name}")
        while True:
            thing = await Take(box, within=50)
            log.append((engine.now_ms, name, thing))
            await Pause(chance.uniform(1, 30))

    async def crowd():
        chance = random.Random(f"{seed}:crowd")
        for number in range(200):
            engine.post(box, number)
            await Pause(chance.expovariate(1 / 8))

    for name in "abc":
        engine.start(worker(name), name=name)
    engine.start(crowd(), name="crowd")
    run(engine, seconds=2000)
    return log


def test_one_seed_gives_one_day_and_another_seed_another():
    assert a_day(1) == a_day(1)
    assert a_day(1) != a_day(2)


def test_running_time_serves_the_same_people_and_calls_overlap():
    async def scenario():
        under_way, most, done = 0, 0, []

        async def call(ask):
            nonlocal under_way, most
            under_way += 1
            most = max(most, under_way)
            await asyncio.sleep(0.05)
            under_way -= 1
            return ask.question

        engine = RunningEngine(now_ms=0, speed=100, call=call, accident=lambda *_: None)
        box = Mailbox()

        async def person(number):
            await Pause(5)
            done.append(await Ask(number))
            engine.post(box, number)

        async def listener():
            for _ in range(5):
                assert await Take(box) is not None
            done.append("all heard")

        engine.start(listener(), name="listener")
        for number in range(5):
            engine.start(person(number), name=f"person {number}")
        await asyncio.wait_for(engine.run(until=lambda: "all heard" in done), 5)
        return most, done

    most, done = asyncio.run(scenario())
    assert most == 5
    assert sorted(done[:-1]) == [0, 1, 2, 3, 4]


def test_nothing_means_an_empty_mailbox():
    with pytest.raises(AssertionError):
        stepped().post(Mailbox(), None)
