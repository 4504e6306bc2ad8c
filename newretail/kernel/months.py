"""Facts lie in one part of their table for each month (UTC). Parts are made ahead of time and dropped whole, later.

A fact's id is a UUIDv7, which begins with the milliseconds of the clock that made it, so a range of ids is a range of time, and
the id alone is the key. What happens in a month without a part, as after a jump of a simulated clock, lies in the part for
all others (`kernel_event_other`) and is forgotten row by row. Facts are kept for `settings.FACTS_KEPT_DAYS`; those that last
(`Event.lasts`) are copied to a table of their own before their month goes. A month stays while anything in it is still waited for.
"""

import logging
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction

from newretail.kernel import clock, sql
from newretail.kernel.events import Event
from newretail.kernel.jobs import duty

log = logging.getLogger(__name__)

MONTHS_AHEAD = 2
_BATCH = 5000

_PARTS = """
SELECT inhrelid::regclass::text AS name FROM pg_inherits
WHERE inhparent = 'kernel_event'::regclass ORDER BY inhrelid::regclass::text
"""
_ELSEWHERE = """
SELECT EXISTS (SELECT FROM kernel_event_other WHERE event_id >= %(begin)s AND event_id < %(end)s) AS there
"""
_WAITED_FOR = """
SELECT EXISTS (SELECT FROM kernel_event WHERE event_id < %(end)s AND event_id >= %(begin)s AND position IS NULL)
    OR EXISTS (SELECT FROM kernel_retry WHERE event_id < %(end)s AND event_id >= %(begin)s) AS there
"""
_COPY = """
INSERT INTO kernel_lastingevent (event_id, name, store_id, ref, body, occurred_at, position)
SELECT event_id, name, store_id, ref, body, occurred_at, position FROM {part} fact
WHERE name = ANY(%(lasting)s) AND position IS NOT NULL AND event_id < %(end)s AND {not_yet}
ORDER BY event_id LIMIT %(most)s
RETURNING 1
"""
_BEYOND_THE_LAST = """event_id > coalesce(
    (SELECT event_id FROM kernel_lastingevent WHERE event_id >= %(begin)s AND event_id < %(end)s ORDER BY event_id DESC LIMIT 1),
    '00000000-0000-0000-0000-000000000000')"""
"""A month is copied in the order of its ids, so the last one copied says where to go on."""
_NOT_COPIED = "NOT EXISTS (SELECT FROM kernel_lastingevent known WHERE known.event_id = fact.event_id)"
_DELETE_OTHERS = """
DELETE FROM kernel_event_other WHERE event_id IN (
    SELECT event_id FROM kernel_event_other other
    WHERE event_id < %(end)s AND position IS NOT NULL
      AND NOT EXISTS (SELECT FROM kernel_retry retry WHERE retry.event_id = other.event_id)
    ORDER BY event_id LIMIT %(most)s)
RETURNING 1
"""
_BEGINNING_OF_TIME = UUID(int=0)


def month_of(moment: datetime) -> datetime:
    """The first instant of a moment's month."""
    return moment.astimezone(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def next_month(month: datetime) -> datetime:
    return month_of(month + timedelta(days=32))


def first_id(moment: datetime) -> UUID:
    """The smallest UUIDv7 that can be made at this moment: all ids made earlier are smaller, all later ones are not."""
    return UUID(int=int(moment.timestamp() * 1000) << 80)


@duty(every_seconds=3600)
def make_months_ahead() -> int:
    """Make the parts of this month and the next two that are not there yet; returns how many were made."""
    there, made, month = set(_parts()), 0, month_of(clock.now())
    for _ in range(MONTHS_AHEAD + 1):
        if _part_of(month) not in there:
            made += _make(month)
        month = next_month(month)
    return made


def _make(month: datetime) -> bool:
    """Make a month's part. A month that has begun elsewhere stays there: its rows are in the way."""
    ends = {"begin": first_id(month), "end": first_id(next_month(month))}
    if sql.fetch(_ELSEWHERE, ends)[0].there:
        return False
    sql.run(
        f"CREATE TABLE {_part_of(month)} PARTITION OF kernel_event"
        f" FOR VALUES FROM ('{ends['begin']}') TO ('{ends['end']}') WITH (fillfactor = 80)"
    )
    return True


@duty(every_seconds=3600)
def forget_months() -> int:
    """Copy what lasts and drop the parts that are older than facts are kept; returns how many rows or parts it handled."""
    kept_from = clock.now() - timedelta(days=settings.FACTS_KEPT_DAYS)
    for part in _parts():
        month = _month_in(part)
        if month is not None and next_month(month) <= kept_from:
            handled = _forget_month(part, month)
            if handled:
                return handled
    return _forget_others(before=first_id(kept_from))


def _forget_month(part: str, month: datetime) -> int:
    ends = {"begin": first_id(month), "end": first_id(next_month(month))}
    if sql.fetch(_WAITED_FOR, ends)[0].there:
        log.warning("%s is kept: a handler has yet to take a fact of that month", part)
        return 0
    if copied := _copy_lasting(part, ends, not_yet=_BEYOND_THE_LAST):
        return copied
    try:
        with transaction.atomic():
            sql.run(f"ALTER TABLE kernel_event DETACH PARTITION {part}")
            sql.run(f"DROP TABLE {part}")
    except IntegrityError:
        log.warning("%s is kept: a row elsewhere still points to a fact of that month", part)
        return 0
    log.info("%s was forgotten", part)
    return 1


def _forget_others(*, before: UUID) -> int:
    """The same for what lies in no month's part."""
    ends = {"begin": _BEGINNING_OF_TIME, "end": before}
    if not sql.fetch(_ELSEWHERE, ends)[0].there:
        return 0
    if copied := _copy_lasting("kernel_event_other", ends, not_yet=_NOT_COPIED):
        return copied
    with transaction.atomic():
        sql.run("SET LOCAL newretail.forgetting = 'on'")
        gone = len(sql.fetch(_DELETE_OTHERS, {"end": before, "most": _BATCH}))
        sql.run("SET LOCAL newretail.forgetting = 'off'")
        return gone


def _copy_lasting(part: str, ends: dict[str, Any], *, not_yet: str) -> int:
    lasting = [name for name, kind in Event.kinds.items() if kind.lasts]
    return len(
        sql.fetch(
            _COPY.format(part=part, not_yet=not_yet), ends | {"lasting": sorted(lasting), "most": _BATCH}
        )
    )


def _parts() -> list[str]:
    return [row.name for row in sql.fetch(_PARTS)]


def _part_of(month: datetime) -> str:
    return f"kernel_event_{month:%Y_%m}"


def _month_in(part: str) -> datetime | None:
    """The month of a part by its name; None for the part of all others."""
    try:
        return datetime.strptime(part.rpartition("kernel_event_")[2], "%Y_%m").replace(tzinfo=UTC)
    except ValueError:
        return None
