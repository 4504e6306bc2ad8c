"""The languages in which people can be answered. Each is one file here, `<code>.json`: its names, its tags, its words.

English, Korean and Chinese have their words beside each other in the code (`kernel.text.Text`); any further language brings its
translations, from the English sentence to its own. `newretail words CODE` makes one and says what it still lacks.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from string import Formatter
from typing import Any

import orjson

FOLDER = Path(__file__).parent
IN_CODE = ("en", "ko", "zh")
"""Their sentences stand in the code itself; English is what others fall back to."""
HEAD = ("name", "short", "tag", "locale")
CODE = re.compile(r"[a-z]{2,3}\Z")


class BrokenLanguage(ValueError):
    """A language's file that cannot be used; says which sentence, and what is wrong with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """A language as people and programs know it.

    `code`: ISO 639, the key everywhere in the house. `name`, `short`: what its speakers call it. `tag`: BCP 47, for `lang`, and in
    lower case Django's name for it. `locale`: BCP 47 with a country, for the numbers and dates of browsers. `words`: English
    sentence to its own; what is blank has no translation yet.
    """

    code: str
    name: str
    short: str
    tag: str
    locale: str
    words: Mapping[str, str]

    def translate(self, sentence: str) -> str:
        """An English sentence in this language, as it stands where nobody has translated it."""
        return self.words.get(sentence) or sentence


def read(path: Path) -> Spoken:
    """The language that a file describes. Raises BrokenLanguage."""
    try:
        said = orjson.loads(path.read_bytes())
    except orjson.JSONDecodeError as error:
        raise BrokenLanguage(f"{path.name}: {error}") from None
    if wrong := next(_wrong_with(path.stem, said), ""):
        raise BrokenLanguage(f"{path.name}: {wrong}")
    return Spoken(code=path.stem, words=said.pop("words", {}), **said)


def _wrong_with(code: str, said: Any) -> Iterator[str]:
    if not CODE.match(code):
        yield f"{code} is no code of ISO 639"
    if not isinstance(said, dict) or set(said) - {"words"} != set(HEAD) or not all(map(said.get, HEAD)):
        yield f"it needs {', '.join(HEAD)}, and words beside them"
    for sentence, translated in said.get("words", {}).items():
        if translated and slots(translated) != slots(sentence):
            yield f"{translated!r} fills in other values than {sentence!r}"


def slots(sentence: str) -> frozenset[str]:
    """The values that are filled into a sentence: `{limit}` is `limit`. Raises BrokenLanguage for a brace left open."""
    try:
        return frozenset(name for _, name, *_ in Formatter().parse(sentence) if name is not None)
    except ValueError as error:
        raise BrokenLanguage(f"{sentence!r}: {error}") from None


def _all() -> dict[str, Spoken]:
    found = {path.stem: read(path) for path in sorted(FOLDER.glob("*.json"))}
    return {code: found[code] for code in sorted(found, key=lambda code: (code not in IN_CODE, code))}


KNOWN: dict[str, Spoken] = _all()
"""Every language by its code, English first. Which of them people are offered the chain says."""


def codes() -> tuple[str, ...]:
    return tuple(KNOWN)


def choices() -> list[tuple[str, str]]:
    """For a field of a model: the codes with the languages' own names."""
    return [(each.code, each.name) for each in KNOWN.values()]


def for_django() -> list[tuple[str, str]]:
    """As Django's LANGUAGES setting has them."""
    return [(each.tag.lower(), each.name) for each in KNOWN.values()]
