"""How much of this process's work one caller may have: whoever asks for one thing after another without a pause takes the processors
that others need, and taking turns (`pool.Lines`) does not help against that.

Counted is the processor time of the threads that answer, so that a slow machine or neighbour is not held against anybody. People who
work here have no such limit; neither have strangers without an account, who share an address with many others.
"""

import math
import time
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from uuid import UUID

from newretail.kernel import errors
from newretail.kernel.who import Caller

SHARE = 0.02
"""Seconds of work that somebody is given each second: some six long requests."""
SAVED_SECONDS = 1.0
"""What can be saved up while one does nothing: some three hundred requests at once, or the first visit to a process that has just started."""
MOST_CALLERS = 10_000
"""Remembered; who asked longest ago begins anew."""


class Work:
    """What each caller has left."""

    def __init__(
        self,
        *,
        share: float = SHARE,
        saved_seconds: float = SAVED_SECONDS,
        ticks: Callable[[], float] = time.monotonic,
    ) -> None:
        self._share, self._saved, self._ticks = share, saved_seconds, ticks
        self._left: OrderedDict[UUID, tuple[float, float]] = OrderedDict()
        """Seconds left, and when that was so."""
        self._lock = Lock()

    def refuse_greedy(self, caller: Caller) -> None:
        """Raises TooManyRequests for somebody who has used up what they were given."""
        if caller.member_id is None or caller.roles:
            return
        left = self._left_of(caller.member_id)
        if left <= 0:
            raise errors.TooManyRequests(retry_after=max(1, math.ceil(-left / self._share)))

    def charge(self, caller: Caller, seconds: float) -> None:
        """A request of theirs took so much of a processor."""
        if caller.member_id is None or caller.roles:
            return
        with self._lock:
            left = self._left_of(caller.member_id) - seconds
            self._left[caller.member_id] = (left, self._ticks())
            self._left.move_to_end(caller.member_id)
            if len(self._left) > MOST_CALLERS:
                self._left.popitem(last=False)

    def forget_all(self) -> None:
        """Everybody begins anew."""
        with self._lock:
            self._left.clear()

    def _left_of(self, member_id: UUID) -> float:
        left, since = self._left.get(member_id, (self._saved, 0.0))
        return min(self._saved, left + self._share * (self._ticks() - since))


of_callers = Work()
"""This process's."""
