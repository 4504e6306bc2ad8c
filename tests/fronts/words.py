"""The words of the fronts, as their files say them."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

WEB = Path(__file__).resolve().parents[2] / "web"
FRONTS = ("shop", "floor", "ride", "hq")
PLACES = ("shared", *FRONTS)
LANGUAGES = ("en", "ko", "zh")


@cache
def words(place: str, language: str) -> dict[str, str]:
    """Every message of a place by its key."""

    def walk(part: object, key: str) -> Iterator[tuple[str, str]]:
        if isinstance(part, dict):
            for name, inner in part.items():
                yield from walk(inner, f"{key}.{name}" if key else name)
        else:
            assert isinstance(part, str), f"{place}/{language}: {key} is not a text"
            yield key, part

    return dict(walk(json.loads((WEB / place / "words" / f"{language}.json").read_text("utf-8")), ""))


def forms(message: str) -> list[str]:
    """The forms of a message that counts something."""
    return message.split(" | ")


@dataclass(frozen=True, slots=True)
class Said:
    """What a front says in a language: tests look for the words that people read, wherever they are changed."""

    front: str
    language: str

    def __call__(self, key: str, n: int | None = None, **filled: object) -> str:
        """The message with its holes filled; with `n`, in the form for so many."""
        message = (words("shared", self.language) | words(self.front, self.language))[key]
        if n is not None:
            message = _form(forms(message), n)
            filled = {"n": n} | filled
        return re.sub(r"\{\s*(\w+)\s*\}", lambda hole: str(filled[hole[1]]), message)

    def like(self, key: str) -> re.Pattern[str]:
        """The message with anything in its holes."""
        message = (words("shared", self.language) | words(self.front, self.language))[key]
        either = (
            r".+?".join(re.escape(part) for part in re.split(r"\{\s*\w+\s*\}", form))
            for form in forms(message)
        )
        return re.compile("|".join(either))


def _form(either: list[str], n: int) -> str:
    """As vue-i18n chooses: of two the second for many and for none, of three the first for none."""
    if len(either) == 1:
        return either[0]
    return either[0 if n == 1 else 1] if len(either) == 2 else either[min(n, 2)]
