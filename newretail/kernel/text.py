"""Words for people, always in the three languages of the house."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Literal, cast

Language = Literal["en", "ko", "zh"]
LANGUAGES: tuple[Language, ...] = ("en", "ko", "zh")

_current: ContextVar[Language] = ContextVar("language", default="en")


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """One sentence or name in English, Korean and Simplified Chinese; `{name}` marks a value to fill in."""

    en: str
    ko: str
    zh: str

    def say(self, language: str | None = None, **values: object) -> str:
        """The sentence in `language` (default: the caller's), with its values filled in."""
        chosen = cast(str, getattr(self, spoken(language) if language else _current.get()))
        return chosen.format_map(_Forgiving(values)) if values else chosen

    def __str__(self) -> str:
        return self.say()


class _Forgiving(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return "{" + key + "}"


def spoken(tag: str | None) -> Language:
    """The house's language nearest to a BCP 47 tag: `ko-KR` is ko, any Chinese is zh, everything else en."""
    primary = (tag or "").lower().replace("_", "-").split("-")[0]
    return primary if primary in LANGUAGES else "en"


def preferred(accept_language: str) -> Language | None:
    """The first language of an Accept-Language header that the house speaks, by its weights; None if there is none."""
    best: tuple[float, Language] | None = None
    for item in accept_language[:200].split(","):
        tag, _, parameters = item.strip().partition(";")
        primary = tag.lower().split("-")[0]
        if primary not in LANGUAGES:
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
    return _current.get()


@contextmanager
def speaking(tag: str | None) -> Iterator[None]:
    """Answer in the language of `tag` inside the block."""
    token = _current.set(spoken(tag))
    try:
        yield
    finally:
        _current.reset(token)
