"""Search that forgives: what was typed, and if the catalogue has nothing of it, what was probably meant."""

import logging
import time
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from threading import Lock, Thread

from django.db import connection

from newretail.catalog import paging
from newretail.catalog.queries import SkuCard, SkuPage, find_page
from newretail.catalog.rules import asked, wording
from newretail.kernel import sql
from newretail.kernel.recent import Recent
from newretail.science.likeness import Vocabulary, vocabulary

log = logging.getLogger(__name__)

LOOK_EVERY_SECONDS = 10.0
SMALL = 5_000
"""SKUs whose words are gathered while the first searcher waits, some tenths of a second; those of more in a thread of their own."""
REST = 20
"""That thread rests so many times as long as it worked, however often the catalogue changes."""

_SIGN = "SELECT count(*) AS skus, coalesce(sum(hashtextextended(search_text, 0)), 0) AS sign FROM catalog_sku WHERE active"
_TEXTS = "SELECT search_text FROM catalog_sku WHERE active"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """`corrected`: the words that were searched instead of the typed ones, None where those found something. `cursor`: where the next page
    begins, None on the last one."""

    cards: list[SkuCard]
    corrected: str | None
    cursor: str | None


def find_alike(
    text: str,
    *,
    category: str | None = None,
    among: Collection[str] | None = None,
    limit: int = 50,
    cursor: str = "",
) -> Found:
    """As `find_page`; where the words as typed find nothing, those nearest to them in one of the languages that find something, and at last
    only those that the catalogue knows.

    A further page goes by the words of the first. Raises UnknownCategory, and Invalid for a cursor not made here.
    """
    after = paging.read(cursor)
    searched = after.words if after and after.words else text

    def page(words: str, *, loosely: bool = False) -> SkuPage:
        return find_page(words, category=category, among=among, limit=limit, after=after, loosely=loosely)

    first = page(searched, loosely=bool(after and after.loosely))
    typed = asked.words(text)
    if first.cards or not typed or after:
        return _found(first, corrected=after.words if after else None, loosely=bool(after and after.loosely))
    if asked.loosely(text) and (near := page(text, loosely=True)).cards:
        return _found(near, corrected=None, loosely=True)
    known = _words.now()
    for corrected in [*(known.corrections(typed) if known else []), *_without_unheard(typed, known)]:
        if (meant := page(corrected)).cards:
            return _found(meant, corrected=corrected)
    return _found(first, corrected=None)


def _without_unheard(words: list[str], known: Vocabulary | None) -> Iterator[str]:
    """The words without those that occur nowhere."""
    heard = [word for word in words if known and word in known.everything and _says_something(word)]
    if heard and len(heard) < len(words):
        yield " ".join(heard)


def _says_something(word: str) -> bool:
    return word.isalpha() and (len(word) > 1 or wording.is_wide(word))


def _found(page: SkuPage, *, corrected: str | None, loosely: bool = False) -> Found:
    reached = page.reached
    return Found(
        cards=page.cards,
        corrected=corrected,
        cursor=replace(reached, words=corrected, loosely=loosely).write() if reached else None,
    )


class _Words:
    """The vocabulary of this process, renewed once the catalogue's texts are others."""

    def __init__(self) -> None:
        self._vocabulary: Vocabulary | None = None
        self._sign: tuple[int, int] | None = None
        self._looked: Recent[str, bool] = Recent(seconds=LOOK_EVERY_SECONDS, most=1)
        self._rest_until = 0.0
        self._looking = Lock()
        self._gathering: Thread | None = None

    def now(self) -> Vocabulary | None:
        """The words as of some seconds ago; None while a large catalogue is read for the first time."""
        if self._looked.get("") is None and self._looking.acquire(blocking=False):
            try:
                self._look()
                self._looked.keep("", True)
            finally:
                self._looking.release()
        return self._vocabulary

    def _look(self) -> None:
        [row] = sql.fetch(_SIGN)
        sign = (int(row.skus), int(row.sign))
        if sign == self._sign:
            return
        if row.skus <= SMALL:
            self._gather(sign)
        elif time.monotonic() >= self._rest_until and not (self._gathering and self._gathering.is_alive()):
            self._gathering = Thread(target=self._gather_aside, args=[sign], name="words", daemon=True)
            self._gathering.start()

    def _gather_aside(self, sign: tuple[int, int]) -> None:
        started = time.monotonic()
        try:
            self._gather(sign)
        except Exception:
            log.exception("the words of the catalogue could not be gathered")
        finally:
            self._rest_until = time.monotonic() + REST * (time.monotonic() - started)
            connection.close()

    def _gather(self, sign: tuple[int, int]) -> None:
        self._vocabulary = vocabulary(row.search_text for row in sql.fetch(_TEXTS))
        self._sign = sign


_words = _Words()
