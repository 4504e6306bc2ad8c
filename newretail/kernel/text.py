"""Words for people, always in the three languages of the house."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Literal, cast

Language = Literal["en", "ko", "zh"]
LANGUAGES: tuple[Language, ...] = ("en", "ko", "zh")

_offered: tuple[Language, ...] = LANGUAGES
_current: ContextVar[Language | None] = ContextVar("language", default=None)


def offer(languages: Sequence[Language]) -> None:
    """Speak these languages from now on, in the whole process: the first where nothing better is asked for."""
    global _offered
    assert languages and set(languages) <= set(LANGUAGES)
    _offered = tuple(languages)


def offered() -> tuple[Language, ...]:
    """What people may choose from, in the order in which it is shown."""
    return _offered


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """One sentence or name in English, Korean and Simplified Chinese; `{name}` marks a value to fill in."""

    en: str
    ko: str
    zh: str

    def say(self, language: str | None = None, **values: object) -> str:
        """The sentence in `language` (default: the caller's), with its values filled in."""
        chosen = cast(str, getattr(self, spoken(language) if language else _speaking()))
        return chosen.format_map(_Forgiving(values)) if values else chosen

    def __str__(self) -> str:
        return self.say()


class _Forgiving(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return "{" + key + "}"


def spoken(tag: str | None) -> Language:
    """The offered language nearest to a BCP 47 tag: `ko-KR` is ko, any Chinese is zh, everything else the first offered one."""
    primary = (tag or "").lower().replace("_", "-").split("-")[0]
    return next((each for each in _offered if each == primary), _offered[0])


def preferred(accept_language: str) -> Language | None:
    """The first language of an Accept-Language header that is offered, by its weights; None if there is none."""
    best: tuple[float, Language] | None = None
    for item in accept_language[:200].split(","):
        tag, _, parameters = item.strip().partition(";")
        primary = tag.lower().split("-")[0]
        if primary not in _offered:
            continue
        weight = 1.0
        if parameters.strip().startswith("q="):
            try:
                weight = float(parameters.strip()[2:])
            except ValueError:
                continue
        if weight > 0 and (best is None or weight > best[0]):
            best = (weight, primary)
    return best[1] if best else None


def language() -> Language:
    """The language of the person who is being answered."""
    return _speaking()


def _speaking() -> Language:
    return _current.get() or _offered[0]


@contextmanager
def speaking(tag: str | None) -> Iterator[None]:
    """Answer in the language of `tag` inside the block."""
    token = _current.set(spoken(tag))
    try:
        yield
    finally:
        _current.reset(token)
