"""A sweep that asks the network shares its process with others, so it gives up a tender that answers slowly or not at all."""

import time

SECONDS = 2.0


class Patience:
    """Begins when it is made. It measures the network and therefore real seconds, not the store's clock."""

    def __init__(self) -> None:
        self._ends_at = time.monotonic() + SECONDS

    @property
    def ended(self) -> bool:
        return time.monotonic() > self._ends_at
