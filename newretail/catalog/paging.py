"""Where a page of a search ends."""

from dataclasses import dataclass

from newretail.kernel.paging import read_cursor, write_cursor


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """The last SKU of a page: how well it fits (0 is best) and its code. words: those that were searched instead of the typed ones. loosely: as
    `find_page` takes it."""

    rank: int
    code: str
    words: str | None = None
    loosely: bool = False

    def write(self) -> str:
        return write_cursor(self.rank, self.code, self.words, int(self.loosely))


def read(cursor: str) -> Reached | None:
    """What `write` wrote; None for the beginning. Raises Invalid."""
    key = read_cursor(cursor, int, str, (str, type(None)), int)
    return None if key is None else Reached(rank=key[0], code=key[1], words=key[2], loosely=bool(key[3]))
