"""Words as they are compared: without case, width or accents, traditional Chinese as simplified; and what a name says a thing is.

That stands at the end of a name's head, before its size and what is said about it: *Whole milk, 1 L* is milk, a *milk tea* is tea. It is so
in Chinese and Korean too (牛奶糖, 우유식빵).
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache

import opencc

_LINE = "\n"
_LONGEST_END = 8
"""Characters of a Chinese or Korean word that may be what it ends in."""

_ASIDE = re.compile(r"\([^)]*\)|（[^）]*）|\[[^]]*\]|【[^】]*】")
_BETWEEN = re.compile(r"[\s,;:·、/|!?\"“”«»()\[\]{}【】（），。]+")
_CUT = re.compile(r"[,;:(\[{/|·、，（【]|\s[-–—]\s")
_TURN = frozenset(
    ["with", "without", "for", "in", "from", "on", "of", "au", "aux", "de", "du", "des", "en", "sans", "avec", "pour", "mit", "ohne", "aus", "im", "con", "sin", "para", "al", "alla", "della", "di", "per", "size"]
)  # fmt: skip
"""Words with which something is said about a thing: `tuna in brine`, `pain au lait`, `Joghurt mit Birne`."""
_CONTAINERS = frozenset(
    ["bag", "bags", "bottle", "bottles", "box", "can", "cans", "carton", "cup", "cups", "jar", "pack", "packs", "tin", "tub", "no."]
)  # fmt: skip
_SIZE = re.compile(r"(?<=[\s가-힣\u3400-\u4dbf\u4e00-\u9fff])[0-9]")
_WIDE = re.compile(r"[가-힣\u3400-\u4dbf\u4e00-\u9fff]")


def plain(text: str) -> str:
    """`Crème Brûlée`, `ＣＲＥＭＥ` and 檸檬 the way they are compared; Hangul and Han characters stay whole."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    if folded.isascii():
        return folded
    decomposed = unicodedata.normalize("NFD", folded)
    letters = "".join(each for each in decomposed if not unicodedata.combining(each))
    return unicodedata.normalize("NFC", letters).translate(_simplified())


@cache
def _simplified() -> dict[int, str]:
    """Each traditional character's simplified one."""
    han = [chr(each) for each in range(0x3400, 0xA000)]
    simple = opencc.OpenCC("t2s").convert(_LINE.join(han)).split(_LINE)
    return {ord(one): other for one, other in zip(han, simple, strict=True) if one != other}


def spaced(text: str) -> str:
    """Plain words with one blank between them, without what stands between words."""
    return _BETWEEN.sub(" ", plain(text)).strip()


def head(name: str) -> str:
    """What a name says the thing is, with what stands before it: `whole milk` of `Whole milk (UHT), 6 x 1 L`; plain."""
    text = _CUT.split(_ASIDE.sub(" ", plain(name)), maxsplit=1)[0]
    if size := _SIZE.search(text):
        text = text[: size.start()]
    words = text.split()
    for place, word in enumerate(words):
        if place and (word in _TURN or word.startswith("d'")):
            words = words[:place]
            break
    while len(words) > 1 and words[-1] in _CONTAINERS:
        words.pop()
    return spaced(" ".join(words))


def kinds(names: Iterable[str]) -> list[str]:
    """All that these names may say the thing is, each whole head first: `whole milk`, `milk`; 鲜牛奶, 牛奶, 奶."""
    heads = [each for each in map(head, names) if each]
    return list(dict.fromkeys([*heads, *(end for each in heads for end in _ends(each))]))


def _ends(head: str) -> Iterator[str]:
    words = head.split()
    for place in range(1, len(words)):
        yield " ".join(words[place:])
    last = words[-1]
    if is_wide(last):
        shortest = 2 if "가" <= last[-1] <= "힣" else 1  # a Korean syllable alone ends too many words
        for length in range(shortest, min(len(last), _LONGEST_END + 1)):
            yield last[-length:]


def search_text(parts: Iterable[str]) -> str:
    """One searchable text: names, brand and codes, each on a line of its own."""
    return "".join(_LINE + line for line in dict.fromkeys(map(spaced, parts)) if line) + _LINE


def is_wide(text: str) -> bool:
    """Whether it is written without blanks between words, or with few: Chinese, Korean."""
    return _WIDE.search(text) is not None
