"""Which word somebody meant. For typed words that are found nowhere, the nearest words that the catalogue uses.

Each script is compared by what people get wrong in it: Latin letter by letter; Hangul by its jamo, so that a wrong vowel is one slip and
not a whole other syllable; Han by how it sounds (pinyin), as it is mostly typed, and then by its characters. Latin letters that spell
pinyin find Han words too. The distance is Damerau's in its restricted form (optimal string alignment: a missing, a wrong, a
superfluous letter or two swapped ones each count one; Damerau 1964).
"""

import os
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise

from rapidfuzz import process
from rapidfuzz.distance import OSA

os.environ.setdefault("PYPINYIN_NO_PHRASES", "1")  # whole phrases would take 45 MB of each process
from pypinyin import lazy_pinyin

NEAREST = 5
LONGEST_WORD = 40
MOST_WORDS = 12
"""Each unknown word is held against all that the catalogue knows, some hundredths of a second for a large one."""
MOST_PIECES = 300_000
"""Of one script; beyond that, words are only known whole. About 60 MB."""

_RUNS = re.compile(r"[a-z]+|[가-힣]+|[\u3400-\u4dbf\u4e00-\u9fff]+")
_HANGUL = re.compile(r"[가-힣]")
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")
_LEADING = str.maketrans(
    {
        chr(0x11A8 + place): "".join(chr(0x1100 + lead) for lead in leads)
        for place, leads in enumerate(
            [
                [0], [1], [0, 9], [2], [2, 12], [2, 18], [3], [5], [5, 0], [5, 6], [5, 7], [5, 9], [5, 16], [5, 17],
                [5, 18], [6], [7], [7, 9], [9], [10], [11], [12], [14], [15], [16], [17], [18],
            ]
        )
    }
)  # fmt: skip
"""A consonant under a syllable as the same one at its head, double ones as two: `여너` and `연어` are one letter apart."""
_CLOSE = 2
"""Characters from which a part of a Hangul or Han word is a word of its own."""


@dataclass(slots=True)
class Words:
    """The words of one script, the most used first, beside the keys by which they are compared."""

    texts: list[str] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    of_length: dict[int, list[int]] = field(default_factory=dict)
    """Ranks by the length of the key."""

    def __post_init__(self) -> None:
        for rank, key in enumerate(self.keys):
            self.of_length.setdefault(len(key), []).append(rank)

    def near(self, key: str, *, slips: int) -> Iterator[tuple[int, int, str]]:
        """(slips, rank, word) of those within so many slips, the nearest first. Only keys that are no longer or shorter than that can be."""
        found: list[tuple[int, int]] = []
        for length in range(len(key) - slips, len(key) + slips + 1):
            ranks = self.of_length.get(length, [])
            keys = [self.keys[rank] for rank in ranks]
            near = process.extract(
                key, keys, scorer=OSA.distance, score_cutoff=slips, limit=NEAREST, processor=None
            )
            found += [(int(distance), ranks[place]) for _, distance, place in near]
        for distance, rank in sorted(found)[:NEAREST]:
            yield distance, rank, self.texts[rank]


@dataclass(slots=True)
class Vocabulary:
    """All words of a catalogue. `everything` holds its texts, to see whether a word occurs as it is."""

    latin: Words
    hangul: Words
    han: Words
    everything: str

    def corrections(self, words: list[str]) -> list[str]:
        """What may have been meant by these plain words, the likeliest first; nothing when each occurs somewhere as it is, when
        one of them resembles nothing, or when there are more than twelve."""
        if len(words) > MOST_WORDS:
            return []
        choices = [[word] if word in self.everything else self._meant(word) for word in words]
        texts: list[str] = []
        if words and all(choices):
            most = max(map(len, choices))
            texts = [" ".join(each[min(turn, len(each) - 1)] for each in choices) for turn in range(most)]
        if len(words) > 1:
            texts = [*self._spelled("".join(words)), *texts]
        typed = " ".join(words)
        return [text for text in dict.fromkeys(texts) if text != typed][:NEAREST]

    def _meant(self, word: str) -> list[str]:
        """The nearest words to one that occurs nowhere; of a word in several scripts, each part in its turn."""
        if len(word) > LONGEST_WORD or any(letter.isdigit() for letter in word):
            return []
        runs = _RUNS.findall(word)
        if "".join(runs) != word:
            return []
        if len(runs) > 1:
            parts = [[run] if run in self.everything else self._meant(run) for run in runs]
            return [" ".join(part[0] for part in parts)] if all(parts) else []
        found = sorted(self._near(word))
        return list(dict.fromkeys(text for _, _, _, text in found))[:NEAREST]

    def _near(self, word: str) -> Iterator[tuple[int, int, int, str]]:
        if is_hangul(word):
            key = jamo(word)
            yield from (
                (slips, 0, rank, text)
                for slips, rank, text in self.hangul.near(key, slips=slips_allowed(len(key)))
            )
        elif is_han(word):
            yield from self._near_han(word)
        else:
            yield from (
                (slips, 0, rank, text)
                for slips, rank, text in self.latin.near(word, slips=slips_allowed(len(word)))
            )
            if len(word) >= 4:
                yield from (
                    (slips, 1, rank, text)
                    for slips, rank, text in self.han.near(word, slips=1 if len(word) >= 6 else 0)
                )

    def _near_han(self, word: str) -> Iterator[tuple[int, int, int, str]]:
        if len(word) < _CLOSE:
            return
        key = pinyin(word)
        for slips, rank, text in self.han.near(key, slips=1 if len(key) >= 6 else 0):
            yield slips, 0, rank, text
        if len(word) > _CLOSE:
            lookalikes = process.extract(
                word, self.han.texts, scorer=OSA.distance, score_cutoff=1, limit=NEAREST, processor=None
            )
            yield from ((1, 1, rank, text) for text, _, rank in lookalikes)

    def _spelled(self, together: str) -> list[str]:
        """Pinyin typed syllable by syllable."""
        if not together.isascii() or not together.isalpha() or len(together) > LONGEST_WORD:
            return []
        return [text for _, _, text in self.han.near(together, slips=0)]


def vocabulary(texts: Iterable[str]) -> Vocabulary:
    """Gather the words of search texts (see `wording.search_text`)."""
    latin: Counter[str] = Counter()
    hangul: Counter[str] = Counter()
    han: Counter[str] = Counter()
    seen = []
    for text in texts:
        seen.append(text)
        for line in text.split("\n"):
            if is_hangul(line):
                hangul.update(_with_neighbours(_of(line, is_hangul), shortest=_CLOSE))
            elif is_han(line):
                han.update(run for run in _of(line, is_han) if len(run) >= _CLOSE)
            latin.update(_with_neighbours(_of(line, str.isascii), shortest=3))
    return Vocabulary(
        latin=_words(latin, key=_together),
        hangul=_words(hangul + hangul + _parts(hangul, _ends), key=jamo),  # whole words count twice
        han=_words(han + han + _parts(han, _middles), key=pinyin),
        everything="".join(seen),
    )


def slips_allowed(letters: int) -> int:
    """How many slips a word of so many letters may have and still be itself: short ones none."""
    return 0 if letters < 4 else 1 if letters < 8 else 2


def is_hangul(text: str) -> bool:
    return _HANGUL.search(text) is not None


def is_han(text: str) -> bool:
    return _HAN.search(text) is not None


def jamo(text: str) -> str:
    """`연어` as the five letters it is typed with."""
    return unicodedata.normalize("NFD", _together(text)).translate(_LEADING)


def pinyin(text: str) -> str:
    """`三文鱼` as `sanwenyu`, without tones."""
    return "".join(map(_sound, text))


@cache
def _sound(letter: str) -> str:
    return "".join(lazy_pinyin(letter))


def _together(text: str) -> str:
    return text.replace(" ", "")


def _of(line: str, script: Callable[[str], bool]) -> list[str]:
    return [run for run in _RUNS.findall(line) if script(run)]


def _with_neighbours(words: list[str], *, shortest: int) -> Iterator[str]:
    """Words, and pairs that stand side by side, which people write as one."""
    yield from (word for word in words if len(word) >= shortest)
    yield from (f"{one} {two}" for one, two in pairwise(words))


def _parts(words: Counter[str], cut: Callable[[str], Iterator[str]]) -> Counter[str]:
    """Parts of compound words, as often as what they are parts of."""
    parts: Counter[str] = Counter()
    for word, times in words.most_common():
        if len(parts) > MOST_PIECES:
            break
        for part in set(cut(word)) - {word}:
            parts[part] += times
    return parts


def _ends(word: str) -> Iterator[str]:
    """What a Hangul compound begins and ends with: `방울토마토` has `토마토` in it."""
    if " " in word:
        return
    for length in range(_CLOSE, len(word)):
        yield word[:length]
        yield word[-length:]


def _middles(word: str) -> Iterator[str]:
    """Two to four characters in a row: Han words are written without spaces."""
    for length in range(_CLOSE, min(4, len(word)) + 1):
        for start in range(len(word) - length + 1):
            yield word[start : start + length]


def _words(words: Counter[str], *, key: Callable[[str], str]) -> Words:
    texts = [text for text, _ in sorted(words.items(), key=lambda each: (-each[1], each[0]))]
    return Words(texts=texts, keys=[key(text) for text in texts])
