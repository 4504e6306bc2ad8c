"""Pictures that could not be read, counted for whoever sent them: each costs as much as one that is kept."""

import time
from collections import OrderedDict, deque
from threading import Lock
from uuid import UUID

from newretail.photos.errors import TooManyTries

MOST_TRIES = 10
WITHIN_SECONDS = 3600.0
MOST_PEOPLE = 10_000
"""Remembered in this process; who tried longest ago is forgotten first."""

_tries: "OrderedDict[UUID, deque[float]]" = OrderedDict()
_lock = Lock()


def refuse_after_many(made_by: UUID) -> None:
    """Raises TooManyTries."""
    since = time.monotonic() - WITHIN_SECONDS
    with _lock:
        tries = _tries.get(made_by, ())
        if sum(each > since for each in tries) >= MOST_TRIES:
            raise TooManyTries()


def count(made_by: UUID) -> None:
    """One more that could not be read."""
    with _lock:
        _tries.setdefault(made_by, deque(maxlen=MOST_TRIES)).append(time.monotonic())
        _tries.move_to_end(made_by)
        if len(_tries) > MOST_PEOPLE:
            _tries.popitem(last=False)


def forget(made_by: UUID) -> None:
    with _lock:
        _tries.pop(made_by, None)
