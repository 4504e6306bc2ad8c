"""After several failures in a row the gateway is left alone for a while, so that a till does not wait for each one."""

import threading
import time

from newretail.kernel import metrics

FAILURES = 5
REST_SECONDS = 5.0

_resting = metrics.gauge(
    "alipay_resting", "1 while the gateway is left alone after failures in a row", of_all="livemax"
)
_failed = metrics.counter("alipay_failures", "Calls of the gateway that brought no answer")


class Breaker:
    """Counts failures in a row. When it is open, one caller per rest period may still try.

    It measures the network and therefore real seconds, not the store's clock, which may stand still.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._failures = 0
        self._closed_again_at = 0.0

    def admits(self) -> bool:
        """Whether a call may be made now."""
        with self._lock:
            if self._failures < FAILURES:
                return True
            if time.monotonic() < self._closed_again_at:
                return False
            self._closed_again_at = time.monotonic() + REST_SECONDS
            return True

    def succeeded(self) -> None:
        with self._lock:
            if self._failures >= FAILURES:
                _resting.set(0)
            self._failures = 0

    def failed(self) -> None:
        with self._lock:
            self._failures += 1
            _failed.inc()
            if self._failures >= FAILURES:
                _resting.set(1)
                self._closed_again_at = time.monotonic() + REST_SECONDS
