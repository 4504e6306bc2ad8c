"""Words as they are searched: without case, width or accents."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

MOST_WORDS = 6
_LINE = "\n"


def plain(text: str) -> str:
    """`Crème Brûlée` and `ＣＲＥＭＥ` the way they are compared; Hangul and Han characters stay whole."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    if folded.isascii():
        return folded
    decomposed = unicodedata.normalize("NFD", folded)
    return unicodedata.normalize(
        "NFC", "".join(each for each in decomposed if not unicodedata.combining(each))
    )


def search_text(parts: Iterable[str]) -> str:
    """One searchable text: each part on a line of its own, so that the start of a name can be found."""
    return _LINE + _LINE.join(dict.fromkeys(" ".join(plain(part).split()) for part in parts if part))


def words(text: str) -> list[str]:
    """The words of what somebody typed, as they are compared; the first few of very many."""
    return plain(text[:200]).split()[:MOST_WORDS]


@dataclass(frozen=True, slots=True)
class Patterns:
    """LIKE patterns: all of `holds` must fit; a name that begins with what was typed fits `starts`."""

    holds: list[str]
    starts: str


def patterns(text: str) -> Patterns | None:
    """How to look for what somebody typed; None if that was nothing."""
    typed = words(text)
    if not typed:
        return None
    return Patterns(
        holds=[f"%{_escaped(word)}%" for word in typed], starts=f"%{_LINE}{_escaped(' '.join(typed))}%"
    )


def _escaped(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
