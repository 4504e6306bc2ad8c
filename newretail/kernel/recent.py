"""What was looked up a moment ago: a small memory of this process, bounded in age and in number."""

import threading
import time
from collections.abc import Callable
from typing import Any, Generic, TypeVar
from weakref import WeakSet

Key = TypeVar("Key")
Value = TypeVar("Value")


_every: "WeakSet[Recent[Any, Any]]" = WeakSet()


def forget_all() -> None:
    """Empty every memory of this process, as between two tests."""
    for each in list(_every):
        each.clear()


class Recent(Generic[Key, Value]):
    """Keeps at most `most` values for at most `seconds` of real time. Safe between threads; the oldest goes first."""

    def __init__(self, *, seconds: float, most: int, ticks: Callable[[], float] = time.monotonic) -> None:
        assert seconds > 0 and most > 0
        self._seconds = seconds
        self._most = most
        self._ticks = ticks
        self._kept: dict[Key, tuple[float, Value]] = {}
        self._lock = threading.Lock()
        _every.add(self)

    def get(self, key: Key) -> Value | None:
        kept = self._kept.get(key)
        if kept is None or self._ticks() >= kept[0]:
            return None
        return kept[1]

    def keep(self, key: Key, value: Value) -> Value:
        with self._lock:
            self._kept.pop(key, None)
            while len(self._kept) >= self._most:
                del self._kept[next(iter(self._kept))]
            self._kept[key] = (self._ticks() + self._seconds, value)
        return value

    def forget(self, key: Key) -> None:
        with self._lock:
            self._kept.pop(key, None)

    def forget_where(self, means: Callable[[Value], bool]) -> None:
        """Forget every value that is meant; looks through all of them."""
        with self._lock:
            for key in [key for key, (_, value) in self._kept.items() if means(value)]:
                del self._kept[key]

    def clear(self) -> None:
        with self._lock:
            self._kept.clear()
