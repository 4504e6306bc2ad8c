"""How many streams are open: in all, from one address, of one caller. Used on the event loop alone."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from newretail.kernel.errors import Refusal


class Seats:
    """`most` in all. `most_of_one`: of each name that a taker goes by."""

    def __init__(
        self, most: int, *, most_of_one: int, full: type[Refusal], full_for_one: type[Refusal]
    ) -> None:
        self.most, self._most_of_one = most, most_of_one
        self._full, self._full_for_one = full, full_for_one
        self._taken: Counter[str] = Counter()

    @property
    def taken(self) -> int:
        return self._taken.total()

    @contextmanager
    def seat(self, name: str) -> Iterator[None]:
        """Sit while the block lasts. Raises what `full` and `full_for_one` say."""
        if self.taken >= self.most:
            raise self._full(most=self.most)
        if self._taken[name] >= self._most_of_one:
            raise self._full_for_one(most=self._most_of_one)
        self._taken[name] += 1
        try:
            yield
        finally:
            self._taken[name] -= 1
            if not self._taken[name]:
                del self._taken[name]
