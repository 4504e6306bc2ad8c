"""Words of the trade that name the same thing, in one language or another: `aubergine` and `eggplant`, 番茄 and 西红柿, 계란 and `egg`.

One thing is a line of `synonyms.csv`, singular and as `wording.plain` makes it. A name may end in another thing's and still be that thing
(`olive oil` is oil); in a line that begins with `!` it is not: *coconut milk* is no milk, 酱油 no 油.
"""

import csv
from collections.abc import Iterable
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("synonyms.csv")
_NOT_WHAT_IT_ENDS_IN = "!"


@cache
def _things() -> tuple[tuple[str, ...], ...]:
    with _FILE.open(encoding="utf-8") as file:
        return tuple(
            tuple(each.removeprefix(_NOT_WHAT_IT_ENDS_IN) for each in row) for row in csv.reader(file)
        )


@cache
def _other_things() -> frozenset[int]:
    with _FILE.open(encoding="utf-8") as file:
        return frozenset(place for place, line in enumerate(file) if line.startswith(_NOT_WHAT_IT_ENDS_IN))


@cache
def _places() -> dict[str, list[int]]:
    places: dict[str, list[int]] = {}
    for place, names in enumerate(_things()):
        for name in names:
            places.setdefault(name, []).append(place)
    return places


def same(names: Iterable[str]) -> tuple[str, ...]:
    """All names of the things that go by one of these, without these."""
    asked = dict.fromkeys(names)
    found = dict.fromkeys(
        other for name in asked for place in _places().get(name, ()) for other in _things()[place]
    )
    return tuple(other for other in found if other not in asked)


def only_ending_in(names: Iterable[str]) -> tuple[str, ...]:
    """Names of other things that end in one of these: `coconut milk` for `milk`, 酱油 for 油."""
    asked = dict.fromkeys(names)
    ours = {place for name in asked for place in _places().get(name, ())}
    return tuple(
        dict.fromkeys(
            other
            for place in sorted(_other_things() - ours)
            for other in _things()[place]
            if any(_ends(other, name) for name in asked)
        )
    )


def _ends(longer: str, name: str) -> bool:
    return longer.endswith(f" {name}" if name.isascii() else name) and longer != name
