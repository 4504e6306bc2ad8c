"""What is bounded: the number of streams, and how far a slow reader may fall behind."""

import asyncio
from types import SimpleNamespace

import pytest

from newretail.live import streams
from newretail.live.errors import TooManyStreams, TooManyStreamsOfYours
from newretail.live.following import Following
from newretail.live.hub import END, QUEUE_LIMIT, Feed, News
from newretail.live.rules import Audience
from newretail.live.seats import Seats


def news(position):
    return News(SimpleNamespace(position=position))


def full_house(**seats):
    return Seats(
        **{"most": 3, "most_of_one": 2, "full": TooManyStreams, "full_for_one": TooManyStreamsOfYours} | seats
    )


def test_one_stream_too_many_is_refused_and_a_place_is_free_again_when_one_ends():
    seats = full_house()
    with seats.seat("a"), seats.seat("a"):
        with pytest.raises(TooManyStreamsOfYours), seats.seat("a"):
            pass
        with seats.seat("b"), pytest.raises(TooManyStreams), seats.seat("c"):
            pass
    assert seats.taken == 0
    with seats.seat("a"):
        assert seats.taken == 1


def test_one_address_leaves_some_of_the_streams_to_others():
    assert streams._of_addresses._most_of_one < streams.MOST_STREAMS


def test_a_reader_that_falls_behind_is_let_go_and_keeps_its_place():
    async def run():
        feed = Feed(Following(audience=Audience.FLOOR, store_id="s"))
        for position in range(1, QUEUE_LIMIT + 50):
            feed.put(news(position))
        waiting = [feed.queue.get_nowait() for _ in range(feed.queue.qsize())]
        return waiting

    waiting = asyncio.run(run())
    assert waiting[-1] is END
    assert [each.position for each in waiting[:-1]] == list(range(1, QUEUE_LIMIT + 1))


def test_only_streams_are_taken_from_the_request_threads():
    def asked(path, method="GET"):
        return streams.is_stream(method, path)

    assert asked("/api/v1/live/orders/0193a1b2-7c00-7000-8000-00000000c0de")
    assert not asked("/api/v1/live/orders/0193a1b2-7c00-7000-8000-00000000c0de/events")
    assert not asked("/api/v1/live/orders/", "GET")
    assert not asked("/api/v1/live/stores/lujiazui", "POST")
    assert not asked("/api/v1/orders/1")
