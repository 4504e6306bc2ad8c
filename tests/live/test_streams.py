"""Streams on a real server: a thousand in one process, and nothing missed across breaks, restarts of the database connection
and slow readers."""

import asyncio
import threading

import orjson
import pytest
from django.db import connection, transaction

from newretail.kernel import relay
from newretail.kernel.events import publish
from newretail.stores.events import StoreStateChanged
from tests.live.server import Stream, serving

STREAMS = 1000

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(120)]


def changed(store_id, number):
    return StoreStateChanged(
        store_id=store_id, state="busy", before="open", busy_minutes=number, reason="", by=""
    )


def numbers(facts):
    return [fact["data"]["busy_minutes"] for fact in facts]


@pytest.fixture(scope="module")
def port(django_db_setup, tmp_path_factory):
    with serving(tmp_path_factory.mktemp("server"), NEWRETAIL_STREAMS_OF_ONE=str(STREAMS)) as port:
        yield port


def test_a_thousand_streams_in_one_process(port, store_id, token_of, happen):
    path, token = f"/api/v1/live/stores/{store_id}", token_of("manager", store=store_id)

    async def run():
        gate = asyncio.Semaphore(50)

        async def one():
            async with gate:
                return await (await Stream(port, path, token).open()).until_ready()

        streams = await asyncio.gather(*(one() for _ in range(STREAMS)))
        assert {stream.status for stream in streams} == {200}
        await asyncio.to_thread(in_thread, happen, *(changed(store_id, number) for number in range(5)))
        heard = await asyncio.gather(*(stream.facts(5) for stream in streams))
        for stream in streams:
            stream.close()
        return heard

    heard = asyncio.run(run())
    assert len(heard) == STREAMS
    assert all(numbers(facts) == [0, 1, 2, 3, 4] for facts in heard)


def test_a_reader_that_breaks_off_again_and_again_misses_nothing(port, store_id, token_of):
    path, token = f"/api/v1/live/stores/{store_id}", token_of("manager", store=store_id)
    total = 400

    def publish_all():
        try:
            for number in range(total):
                with transaction.atomic():
                    publish(changed(store_id, number))
        finally:
            connection.close()

    over = threading.Event()

    def relay_all():
        try:
            handled = 0
            while handled < total and not over.is_set():
                handled += relay.relay_waiting(most=7)
        finally:
            connection.close()

    async def run():
        stream = await (await Stream(port, path, token).open()).until_ready()
        threads = [threading.Thread(target=target) for target in (publish_all, publish_nothing, relay_all)]
        for thread in threads:
            thread.start()
        heard = []
        while len(heard) < total:
            heard += await stream.facts(min(37, total - len(heard)))
            last = heard[-1]["position"]
            stream.close()
            stream = await Stream(port, path, token, after=last).open()
        stream.close()
        for thread in threads:
            await asyncio.to_thread(thread.join)
        return heard

    try:
        heard = asyncio.run(run())
    finally:
        over.set()
    assert numbers(heard) == list(range(total))
    positions = [fact["position"] for fact in heard]
    assert positions == sorted(set(positions))


def publish_nothing():
    """A transaction that takes a number and is rolled back: readers must not wait for it."""
    try:
        with transaction.atomic():
            publish(changed("nowhere", 1))
            transaction.set_rollback(True)
    finally:
        connection.close()


def test_the_reader_comes_back_when_its_database_connection_is_cut(port, store_id, token_of, happen):
    path, token = f"/api/v1/live/stores/{store_id}", token_of("manager", store=store_id)

    def cut():
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE application_name = 'newretail live' AND datname = current_database()"
            )

    async def run():
        stream = await (await Stream(port, path, token).open()).until_ready()
        await asyncio.to_thread(in_thread, happen, changed(store_id, 1))
        await asyncio.to_thread(in_thread, cut)
        await asyncio.to_thread(in_thread, happen, changed(store_id, 2))
        heard = await stream.facts(2)
        stream.close()
        return heard

    assert numbers(asyncio.run(run())) == [1, 2]


def test_who_may_not_see_gets_a_problem_not_a_stream(port, store_id, token_of):
    path = f"/api/v1/live/stores/{store_id}"

    async def status(token, after=None, path=path):
        stream = Stream(port, path, token, after=after)
        await stream.open()
        stream.close()
        return stream.status, b"application/problem+json" in stream.headers

    stranger, manager = token_of(), token_of("manager", store=store_id)
    assert asyncio.run(status("")) == (401, True)
    assert asyncio.run(status("nonsense")) == (401, True)
    assert asyncio.run(status(stranger)) == (403, True)
    assert asyncio.run(status(manager, path=path + "?after=x")) == (422, True)
    assert asyncio.run(status(manager, path="/api/v1/live/orders/0193a1b2-7c00-7000-8000-00000000c0de")) == (
        404,
        True,
    )


@pytest.mark.parametrize("last", ["abc", "-5", "1.5", str(10**15), "9" * 40])
def test_a_last_event_id_of_elsewhere_begins_at_the_present_and_says_so(port, store_id, token_of, last):
    """A refusal would end an EventSource for good; beginning silently would hide what was missed."""
    path, token = f"/api/v1/live/stores/{store_id}", token_of("manager", store=store_id)

    async def first():
        stream = await Stream(port, path, token, after=last).open()
        async with asyncio.timeout(30):
            async for fields in stream.blocks():
                if b"event" in fields:
                    stream.close()
                    return stream.status, fields

    status, fields = asyncio.run(first())
    assert (status, fields[b"event"]) == (200, b"position")
    assert orjson.loads(fields[b"data"]) == {"position": int(fields[b"id"]), "restarted": True}


def test_no_frame_is_an_id_alone(port, store_id, token_of, happen):
    path, token = f"/api/v1/live/stores/{store_id}", token_of("manager", store=store_id)

    async def frames():
        stream = await Stream(port, path, token).open()
        heard = []
        async with asyncio.timeout(30):
            async for fields in stream.blocks():
                heard.append(fields)
                if len(heard) == 2:
                    await asyncio.to_thread(in_thread, happen, changed(store_id, 1))
                if fields.keys() == {b"id", b"data"}:
                    stream.close()
                    return heard

    greeting, *positions, _fact = asyncio.run(frames())
    assert set(greeting) == {b"retry"}
    assert positions and all(each.keys() == {b"event", b"id", b"data"} for each in positions)


def test_a_full_server_refuses_and_a_reader_that_leaves_makes_room(tmp_path, store_id, token_of):
    path, token = f"/api/v1/live/stores/{store_id}", token_of("manager", store=store_id)

    async def run(port):
        streams = [await (await Stream(port, path, token).open()).until_ready() for _ in range(3)]
        refused = await Stream(port, path, token).open()
        refused.close()
        streams.pop().close()
        for _ in range(50):
            again = await Stream(port, path, token).open()
            again.close()
            if again.status == 200:
                break
            await asyncio.sleep(0.1)
        return refused.status, again.status

    with serving(tmp_path, NEWRETAIL_STREAMS="3") as port:
        assert asyncio.run(run(port)) == (503, 200)


def in_thread(work, *arguments):
    try:
        work(*arguments)
    finally:
        connection.close()
