"""Whoever is refused again and again hears it a little later: then a client that does not wait costs next to nothing.

Asked on the event loop alone.
"""

import asyncio
import time

FREE_A_SECOND = 20
"""Refusals that one address hears at once, as where a whole store is told to come again in a moment."""
PAUSE_SECONDS = 0.5
MOST_ADDRESSES = 10_000


class Brake:
    def __init__(self, *, free: int = FREE_A_SECOND, pause_seconds: float = PAUSE_SECONDS) -> None:
        self._free, self._pause_seconds = free, pause_seconds
        self._second = 0
        self._refused: dict[str, int] = {}

    async def hold(self, address: str) -> None:
        """Count one more refusal, and pause where there were too many within this second."""
        second = int(time.monotonic())
        if second != self._second or len(self._refused) >= MOST_ADDRESSES:
            self._second, self._refused = second, {}
        number = self._refused[address] = self._refused.get(address, 0) + 1
        if number > self._free:
            await asyncio.sleep(self._pause_seconds)
