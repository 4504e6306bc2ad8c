"""Words for people: what the program says (`Text`), and what people have called something (`ByLanguage`)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, ClassVar

from pydantic_core import CoreSchema, core_schema

from newretail.kernel import languages

Language = str
"""The code of a language of `kernel.languages`."""

_offered: tuple[Language, ...] = languages.IN_CODE
_current: ContextVar[Language | None] = ContextVar("language", default=None)


def offer(chosen: Sequence[Language]) -> None:
    """Speak these languages from now on, in the whole process: the first where nothing better is asked for."""
    global _offered
    assert chosen and set(chosen) <= set(languages.KNOWN)
    _offered = tuple(chosen)


def offered() -> tuple[Language, ...]:
    """What people may choose from, in the order in which it is shown."""
    return _offered


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """One sentence of the program in English, Korean and Simplified Chinese; `{name}` marks a value to fill in.

    Other languages translate it, by the English sentence. So a sentence is made once, when its module is loaded: one that is put
    together while the program runs would be found by nobody who translates. What comes from the tables is a `ByLanguage`.
    """

    en: str
    ko: str
    zh: str

    sentences: ClassVar[dict[str, None]] = {}
    """Every English sentence that has been made so far, for those who translate."""

    def __post_init__(self) -> None:
        self.sentences[self.en] = None

    def say(self, language: str | None = None, **values: object) -> str:
        """The sentence in the offered language nearest to `language` (default: the caller's), with its values filled in."""
        chosen = self.read_in(spoken(language) if language else _speaking())
        return chosen.format_map(_Forgiving(values)) if values else chosen

    def read_in(self, code: Language) -> str:
        """The sentence in this very language, offered or not; in English where nobody has translated it."""
        if code in languages.IN_CODE:
            said: str = getattr(self, code)
            return said
        known = languages.KNOWN.get(code)
        return known.translate(self.en) if known else self.en

    def __str__(self) -> str:
        return self.say()


class _Forgiving(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return "{" + key + "}"


class ByLanguage(dict[Language, str]):
    """What people have called something, by language; a blank is no name. What has no translation is shown in another language."""

    def __init__(self, said: Mapping[str, str] | Iterable[tuple[str, str]] = ()) -> None:
        super().__init__((code, words) for code, words in dict(said).items() if words)

    def say(self, language: str | None = None) -> str:
        """In the offered language nearest to `language` (default: the caller's)."""
        return self.read_in(spoken(language) if language else _speaking())

    def read_in(self, code: Language) -> str:
        """In this very language; else in the first offered one that it has, else in any, else blank."""
        if found := self.get(code):
            return found
        return next((self[each] for each in (*_offered, *self) if each in self), "")

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> CoreSchema:
        """On the wire it is an object by language."""
        words = core_schema.dict_schema(core_schema.str_schema(), core_schema.str_schema())
        return core_schema.no_info_after_validator_function(cls, words)

    def __hash__(self) -> int:  # type: ignore[override]  # it is read and never written to: cards that many hold keep it
        return hash(frozenset(self.items()))

    def __str__(self) -> str:
        return self.say()


def spoken(tag: str | None) -> Language:
    """The offered language nearest to a BCP 47 tag: `ko-KR` is ko, any Chinese is zh, everything else the first offered one."""
    primary = (tag or "").lower().replace("_", "-").split("-")[0]
    return primary if primary in _offered else _offered[0]


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
