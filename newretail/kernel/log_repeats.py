"""What happens again and again is told a few times a minute: whoever is refused a thousand times a second does not fill our disk.

How often it happened is counted elsewhere in any case (`metrics.REFUSALS`).
"""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass

TOLD_A_MINUTE = 20
"""Records of one kind about one caller."""
MOST_KINDS = 10_000
"""That are remembered; when there are more, counting begins anew."""
_TOLD_AS_REFUSED = frozenset({401, 403, 429})
"""Statuses of which the security log tells already."""


@dataclass(slots=True)
class _Minute:
    number: int
    records: int = 0


class Repeats(logging.Filter):
    """Passes the first records of a kind in each minute. The last of them says `more=left out`, the first of a later minute how
    many were `left_out` before it.

    of: what makes two records of one kind; None for one that is always told.
    """

    def __init__(
        self,
        of: Callable[[logging.LogRecord], tuple[object, ...] | None],
        *,
        told_a_minute: int = TOLD_A_MINUTE,
        ticks: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__()
        self._of, self._told, self._ticks = of, told_a_minute, ticks
        self._kinds: dict[tuple[object, ...], _Minute] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        kind, number = self._of(record), int(self._ticks() // 60)
        if kind is None:
            return True
        if len(self._kinds) >= MOST_KINDS and kind not in self._kinds:
            self._kinds.clear()
        minute = self._kinds.setdefault(kind, _Minute(number))
        if minute.number != number:
            if minute.records > self._told:
                record.left_out = minute.records - self._told
            minute.number, minute.records = number, 0
        minute.records += 1
        if minute.records == self._told:
            record.more = "left out"
        return minute.records <= self._told


def told_already(record: logging.LogRecord) -> bool:
    """For Django's own records of refused requests: False for one that the security log has told."""
    return getattr(record, "status_code", 0) not in _TOLD_AS_REFUSED
