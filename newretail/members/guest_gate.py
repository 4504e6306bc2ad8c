"""A bound on how many guests may appear from one network address: a visit costs nothing, a row does.

Two counts. Over the minute in each process, without a statement, so that a flood costs the database nothing; over the day for all
processes together. A shopping mall may send all its visitors out by one address, so the day's bound is what a large one sees.
"""

import os
import threading
import time

from newretail.members.errors import TooManyGuests
from newretail.members.limits import DAY, Limit, use

GUESTS_PER_MINUTE = 3000
GUESTS_A_DAY = int(os.environ.get("NEWRETAIL_GUESTS_A_DAY", "20000"))
"""From one network address; 0: without a bound, for a simulated city whose whole crowd comes from this machine."""
MOST_ADDRESSES = 10_000

_lock = threading.Lock()
_counts: dict[str, int] = {}
_minute = 0


def let_in(network_address: str) -> None:
    """Count one more guest from this network address. Raises TooManyGuests."""
    if wait := _this_minute(network_address) or _today(network_address):
        raise TooManyGuests(retry_after=wait)


def _this_minute(network_address: str) -> int:
    global _minute
    now = time.monotonic()
    minute = int(now // 60)
    with _lock:
        if minute != _minute or len(_counts) > MOST_ADDRESSES:
            _counts.clear()
            _minute = minute
        count = _counts.get(network_address, 0) + 1
        _counts[network_address] = count
    return 60 - int(now % 60) if count > GUESTS_PER_MINUTE else 0


def _today(network_address: str) -> int:
    if not GUESTS_A_DAY:
        return 0
    return use((Limit("guest from", GUESTS_A_DAY, DAY), network_address))
