"""A bound on how fast guests may appear from one network address, per process: a visit costs nothing, a row does."""

import threading
import time

from newretail.members.errors import TooManyGuests

GUESTS_PER_MINUTE = 3000
MOST_ADDRESSES = 10_000

_lock = threading.Lock()
_counts: dict[str, int] = {}
_minute = 0


def let_in(network_address: str) -> None:
    """Count one more guest from this network address. Raises TooManyGuests."""
    global _minute
    now = time.monotonic()
    minute = int(now // 60)
    with _lock:
        if minute != _minute or len(_counts) > MOST_ADDRESSES:
            _counts.clear()
            _minute = minute
        count = _counts.get(network_address, 0) + 1
        _counts[network_address] = count
    if count > GUESTS_PER_MINUTE:
        raise TooManyGuests(retry_after=60 - int(now % 60))
