"""What somebody meant who wrote a name that is not known, and columns of a file that nobody reads."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from newretail.kernel.text import Text

_NEAR_ENOUGH = 0.6
"""How alike two names are, as difflib reckons it, of which one may be a slip of the other."""
_LONGEST = 40
MOST_COLUMNS = 50

PASSED_OVER = Text(
    en="the column {column} is not known and was passed over",
    ko="{column} 열은 알 수 없어 건너뛰었습니다",
    zh="不认识列 {column}，已跳过",
)
PASSED_OVER_NEAREST = Text(
    en="the column {column} is not known and was passed over; the nearest that is known: {nearest}",
    ko="{column} 열은 알 수 없어 건너뛰었습니다. 가장 가까운 열: {nearest}",
    zh="不认识列 {column}，已跳过；最接近的列是 {nearest}",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnknownColumn:
    """`nearest`: the known column that may have been meant; "" where none is near."""

    head: str
    nearest: str

    @property
    def text(self) -> Text:
        return PASSED_OVER_NEAREST if self.nearest else PASSED_OVER

    @property
    def values(self) -> dict[str, str]:
        return {"column": self.head, "nearest": self.nearest}

    def __str__(self) -> str:
        return self.text.say(**self.values)


def nearest(written: str, known: Mapping[str, str]) -> str:
    """What this name means: known are the ways of writing each, spelled alike; "" where it is near to none of them."""
    near = get_close_matches(written[:_LONGEST], known, n=1, cutoff=_NEAR_ENOUGH)
    return known[near[0]] if near else ""


def unknown_columns(heads: Iterable[str], known: Mapping[str, str]) -> list[UnknownColumn]:
    """What is to be told of columns of which nothing is read; blank heads are no columns, and of very many some are told."""
    named = [head.strip() for head in heads if head.strip()]
    return [
        UnknownColumn(head=head[:_LONGEST], nearest=nearest(head.casefold(), known))
        for head in named[:MOST_COLUMNS]
    ]
