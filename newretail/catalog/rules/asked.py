"""What somebody typed, as patterns over search texts (see `wording.search_text`)."""

import re
from dataclasses import dataclass

from newretail.catalog.rules import synonyms, wording

MOST_WORDS = 6
_MOST_TYPED = 200
_MOST_BETWEEN = 2
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]{2,4}")
_BETWEEN = r"[\n ]"


@dataclass(frozen=True, slots=True)
class Asked:
    """`holds`: LIKE patterns, all of which fit a text that has the words. `named`: what the thing may be called, `unless` it is called one of
    these. Regular expressions: a name begins with the word as `first`, or has it as a `word`; `starts`: a pattern for what begins so."""

    holds: list[str]
    named: list[str]
    unless: list[str]
    first: str
    word: str
    starts: str


def words(text: str) -> list[str]:
    """The words of what somebody typed, as they are compared; the first few of very many."""
    return wording.spaced(text[:_MOST_TYPED]).split()[:MOST_WORDS]


def phrases(text: str) -> list[str]:
    """What somebody typed, as one phrase; an English one also in the singular and the plural."""
    typed = words(text)
    return _numbers(" ".join(typed)) if typed else []


def asked(text: str) -> Asked | None:
    """How to look for what somebody typed; None if that was nothing."""
    typed = words(text)
    if not typed:
        return None
    names = phrases(text)
    others = [form for other in synonyms.same(names) for form in _numbers(other)]
    impostors = synonyms.only_ending_in([*names, *others])
    return Asked(
        holds=[f"%{_like(_stem(word))}%" for word in typed],
        named=[*names, *others],
        unless=[form for each in impostors for form in _numbers(each)],
        first=rf"\n{_any([*names, *others])}{_BETWEEN}",
        word=rf"{_BETWEEN}{_any(names)}{_BETWEEN}",
        starts=f"%\n{_like(' '.join(typed))}%",
    )


def loosely(text: str) -> list[str]:
    """LIKE patterns of a short Chinese word with something between its characters: 鲜奶 is in 鲜牛奶. None for what is no such word."""
    typed = words(text)
    if len(typed) != 1 or not _HAN.fullmatch(typed[0]):
        return []
    word = typed[0]
    most = _MOST_BETWEEN if len(word) == 2 else 1
    return [
        f"%{word[:place]}{'_' * between}{word[place:]}%"
        for place in range(1, len(word))
        for between in range(1, most + 1)
    ]


def _numbers(name: str) -> list[str]:
    """An English name as it was typed, and in the singular and the plural of its last word; another as it is."""
    if not name.isascii() or len(name) < 3 or not name[-1].isalpha():
        return [name]
    singulars = [name]
    if name.endswith("ies"):
        singulars = [name[:-3] + "y", name[:-1]]
    elif name.endswith(("oes", "ches", "shes", "sses", "xes")):
        singulars = [name[:-2], name[:-1]]
    elif name.endswith("s") and not name.endswith(("ss", "us", "is")):
        singulars = [name[:-1]]
    return list(dict.fromkeys([name, *singulars, *(_plural(each) for each in singulars)]))


def _plural(name: str) -> str:
    if name.endswith("y") and name[-2] not in "aeiou":
        return name[:-1] + "ies"
    return name + ("es" if name.endswith(("s", "x", "z", "ch", "sh", "o")) else "s")


def _stem(word: str) -> str:
    """What singular and plural of an English word have in common."""
    forms = _numbers(word) if len(word) > 3 else [word]
    while not all(form.startswith(word) for form in forms):
        word = word[:-1]
    return word


def _any(names: list[str]) -> str:
    return f"(?:{'|'.join(map(re.escape, names))})"


def _like(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
