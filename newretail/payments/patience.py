"""A sweep that asks the network shares its process with others, so it gives up a tender that answers slowly or not at all.
What it leaves due comes first in the next sweep."""

import time

SECONDS = 2.0
IN_VAIN = 8
"""Questions in a row without an answer: then the tender is away, and the next ones would cost the database for nothing."""


class Patience:
    """Begins when it is made. It measures the network and therefore real seconds, not the store's clock."""

    def __init__(self) -> None:
        self._ends_at = time.monotonic() + SECONDS
        self._in_vain = 0

    def ends(self, *, answered: bool) -> bool:
        """Whether the sweep stops after a question that was, or was not, answered."""
        self._in_vain = 0 if answered else self._in_vain + 1
        return not answered and (self._in_vain >= IN_VAIN or time.monotonic() > self._ends_at)
