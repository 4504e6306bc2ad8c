"""One reader for all streams of a process: it listens for news, reads each new fact once, and hands it to whom it concerns."""

import asyncio
import logging
import random
from collections import defaultdict
from typing import Any
from uuid import UUID

import psycopg
from django.conf import settings
from psycopg.conninfo import make_conninfo
from psycopg.rows import namedtuple_row

from newretail.kernel import access
from newretail.live import queries, wire
from newretail.live.following import Following, keys_of
from newretail.live.rules import Audience

log = logging.getLogger(__name__)

QUEUE_LIMIT = 500
"""Facts that wait for one slow reader; beyond that its stream ends, and it resumes from where it was."""
BATCH = 100
POLL_SECONDS = 10.0
"""How often to look without having been told, should a notification ever be lost."""
LONGEST_PAUSE_SECONDS = 5.0

_PRESENT = "SELECT coalesce(max(position), 0) AS position FROM kernel_event WHERE position IS NOT NULL"
_NEW = f"""
SELECT {queries.COLUMNS} FROM kernel_event WHERE position > %(after)s ORDER BY position LIMIT %(limit)s
"""  # noqa: S608 - only our own column names

COME_BACK_WITHIN_SECONDS = 15.0
"""Over how long those are spread who have to come back."""

END = None
"""In a feed: nothing more comes, the stream is to end."""


class News:
    """A new fact, encoded once for all who see the same of it."""

    def __init__(self, row: Any) -> None:
        self.position: int = row.position
        self._row = row
        self._pieces: dict[tuple[Audience, str], bytes] = {}

    def piece(self, following: Following) -> bytes:
        """What goes down a stream; empty when the follower is not to see the fact."""
        same = following.audience, following.trip_id
        if same not in self._pieces:
            fact = queries.as_fact(self._row, following=following)
            self._pieces[same] = wire.event(fact) if fact else b""
        return self._pieces[same]


class Feed:
    """What one stream is waiting for: news in order, then perhaps END."""

    def __init__(self, following: Following) -> None:
        self.following = following
        self.queue: asyncio.Queue[News | None] = asyncio.Queue(QUEUE_LIMIT + 1)
        self.lost = False

    def put(self, news: News) -> None:
        if self.lost:
            return
        if self.queue.qsize() >= QUEUE_LIMIT:
            self.lost = True
            self.queue.put_nowait(END)
        else:
            self.queue.put_nowait(news)

    def end(self) -> None:
        """Nothing more goes down this stream; its reader may come back and is asked anew who they are."""
        if not self.lost:
            self.lost = True
            while self.queue.full():
                self.queue.get_nowait()
            self.queue.put_nowait(END)


class Hub:
    """`position`: every fact up to here has been handed to its feeds. Lives on one event loop.

    It hears too whose rights have ended (`kernel.access`), ends their streams, and tells the rest of the process.
    """

    def __init__(self) -> None:
        self.position = 0
        self._feeds: dict[str, set[Feed]] = defaultdict(set)
        self._known = asyncio.Event()
        self._reader: asyncio.Task[None] | None = None
        self._was_deaf = False

    async def ready(self) -> None:
        """Wait until the reader knows where the present is."""
        if self._reader is None or self._reader.done():
            self._reader = asyncio.create_task(self._read_forever())
        await self._known.wait()

    def join(self, feed: Feed) -> int:
        """Hand new facts to this feed from now on; returns the position after which it begins."""
        for key in feed.following.keys:
            self._feeds[key].add(feed)
        return self.position

    def leave(self, feed: Feed) -> None:
        for key in feed.following.keys:
            feeds = self._feeds.get(key, set())
            feeds.discard(feed)
            if not feeds:
                self._feeds.pop(key, None)

    async def _read_forever(self) -> None:
        pause_seconds = 0.25
        while True:
            try:
                async with await _connect() as connection:
                    await connection.execute("LISTEN events")
                    await connection.execute(f"LISTEN {access.CHANNEL}")
                    if self._was_deaf:
                        self._doubt_everybody()
                    if not self._known.is_set():
                        self.position = await _present(connection)
                        self._known.set()
                    pause_seconds = 0.25
                    await self._read_on(connection)
            except (psycopg.Error, OSError) as error:
                log.warning("live reader lost the database (%s), retrying", type(error).__name__)
            except Exception:
                log.exception("live reader failed, retrying")
            self._was_deaf = True
            await asyncio.sleep(pause_seconds)
            pause_seconds = min(pause_seconds * 2, LONGEST_PAUSE_SECONDS)

    async def _read_on(self, connection: psycopg.AsyncConnection[Any]) -> None:
        while True:
            await self._read_new(connection)
            async for notice in connection.notifies(timeout=POLL_SECONDS, stop_after=1):
                if notice.channel == access.CHANNEL:
                    self._end_rights(UUID(notice.payload))
            self._end_those_past()

    async def _read_new(self, connection: psycopg.AsyncConnection[Any]) -> None:
        while True:
            if not self._feeds:
                present = await _present(connection)
                # Somebody may have joined while we asked, and counts on every fact after `position`.
                if not self._feeds:
                    self.position = max(self.position, present)
                    return
            cursor = await connection.execute(_NEW, {"after": self.position, "limit": BATCH})
            rows = await cursor.fetchall()
            for row in rows:
                self._hand_out(row)
            if len(rows) < BATCH:
                return
            await asyncio.sleep(0)  # let the streams send before there is more

    def _end_rights(self, member_id: UUID) -> None:
        access.tell(member_id)
        for feed in self._all_feeds():
            if feed.following.member_id == member_id:
                feed.end()

    def _end_those_past(self) -> None:
        for feed in self._all_feeds():
            if feed.following.is_over:
                feed.end()

    def _doubt_everybody(self) -> None:
        """What was said while we heard nothing is not known: everybody comes back and is looked at, not all at once."""
        self._was_deaf = False
        access.doubt_everybody()
        loop = asyncio.get_running_loop()
        for feed in self._all_feeds():
            loop.call_later(random.uniform(0, COME_BACK_WITHIN_SECONDS), feed.end)  # noqa: S311

    def _all_feeds(self) -> set[Feed]:
        return set().union(*self._feeds.values())

    def _hand_out(self, row: Any) -> None:
        feeds: set[Feed] = set()
        for key in keys_of(ref=row.ref, store_id=row.store_id):
            feeds |= self._feeds.get(key, set())
        news = News(row)
        for feed in feeds:
            feed.put(news)
        self.position = row.position


async def _connect() -> psycopg.AsyncConnection[Any]:
    place: dict[str, Any] = settings.DATABASES["default"]
    where = make_conninfo(
        dbname=place["NAME"],
        user=place["USER"] or None,
        password=place["PASSWORD"] or None,
        host=place["HOST"] or None,
        port=place["PORT"] or None,
        connect_timeout=3,
        application_name="newretail live",
        options="-c statement_timeout=30000 -c timezone=UTC",
    )
    connection = await psycopg.AsyncConnection.connect(where, autocommit=True)
    connection.row_factory = namedtuple_row  # type: ignore[assignment]
    return connection


async def _present(connection: psycopg.AsyncConnection[Any]) -> int:
    row = await (await connection.execute(_PRESENT)).fetchone()
    return int(row.position) if row else 0
