"""How often something may be tried: counted for all processes together, in one statement, by real time.

A limit counts what it is told (an address, a number, both, everybody) over a window that begins with the first try. What is counted
is kept as a digest.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from newretail.kernel import sql

MINUTE, HOUR, DAY = 60, 3_600, 86_400

_COUNT = sql.load(__file__, "count_try.sql")


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `most` in `seconds`, of each thing that is counted under this name."""

    name: str
    most: int
    seconds: int


def use(*wanted: tuple[Limit, str]) -> int:
    """Count one more try under each limit, the narrowest first: one that has no room ends it, and wider ones are not used up by it.

    Returns 0, or after how many seconds that limit has room again.
    """
    for limit, subject in wanted:
        if wait := _use(limit, subject):
            return wait
    return 0


def _use(limit: Limit, subject: str) -> int:
    now = timezone.now()
    key = hashlib.sha256(f"{limit.name} {limit.seconds} {subject}".encode()).hexdigest()
    values = {"key": key, "now": now, "ends_at": now + timedelta(seconds=limit.seconds)}
    [row] = sql.fetch(_COUNT, values)
    return _seconds_until(row.ends_at, now=now) if row.tries > limit.most else 0


def _seconds_until(end: datetime, *, now: datetime) -> int:
    return max(1, -int((now - end).total_seconds() // 1))
