"""A print of labels and what has to be said of it: one bad label never keeps the others from being printed, and never goes unseen."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from newretail.kernel.text import Text
from newretail.storefront.labels.draw_label import Label

MOST_TOLD = 10
_MORE = Text(en="and {n} more", ko="외 {n}건", zh="另有 {n} 项")
_BOXES = Text(
    en="The labels' font has no {letters}; a box stands there.",
    ko="라벨 글꼴에 {letters}이(가) 없어 네모로 인쇄했습니다.",
    zh="标签字体中没有 {letters}，以方框代替。",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """`what`: the lot or shelf it is about. `code`: of the refusal for which its label was left out, or `missing_letters`."""

    what: str
    code: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    pdf: bytes
    remarks: tuple[Remark, ...] = ()

    @property
    def header(self) -> str:
        """The remarks as a header of HTTP can carry them: JSON in ASCII, the first ten of them and how many more there are."""
        told = [
            {"what": each.what, "code": each.code, "text": each.text} for each in self.remarks[:MOST_TOLD]
        ]
        if more := len(self.remarks) - MOST_TOLD:
            told += [{"what": "", "code": "more", "text": _MORE.say(n=more)}] if more > 0 else []
        return json.dumps(told)


def missing_letters(labels: Iterable[Label]) -> Iterator[Remark]:
    """A remark for each label on which letters will stand as boxes, one for all its copies."""
    for label in dict.fromkeys(labels):
        if letters := label.missing_letters:
            yield Remark(
                what=f"{label.names[0]} {label.mark}",
                code="missing_letters",
                text=_BOXES.say(letters=letters),
            )
