"""What is bounded: the number of streams, and how far a slow reader may fall behind."""

import asyncio
from types import SimpleNamespace

from newretail.live import streams
from newretail.live.following import Following
from newretail.live.hub import END, QUEUE_LIMIT, Feed, News
from newretail.live.rules import Audience


def news(position):
    return News(SimpleNamespace(position=position))


def test_one_stream_too_many_is_refused(monkeypatch):
    monkeypatch.setattr(streams, "MOST_STREAMS", 0)
    sent = []
    scope = SimpleNamespace(
        method="GET",
        path="/api/v1/live/stores/lujiazui",
        query_string="",
        headers={"accept-language": "ko"},
        client="127.0.0.1:50000",
    )
    protocol = SimpleNamespace(response_bytes=lambda *answer: sent.append(answer))
    asyncio.run(streams.serve_stream(scope, protocol))
    [(status, headers, body)] = sent
    assert status == 503
    assert ("retry-after", "2") in headers
    assert "too_many_streams" in body.decode()
    assert "다시 시도" in body.decode()


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
