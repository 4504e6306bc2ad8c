"""In-store codes of scales: a number of ours that carries a weight or a price.

A pattern spells the code out, one letter a digit: fixed digits first, then `I` item number (PLU), `W` grams, `P` price in
minor units, `V` a check digit over the weight or price beside it, and `C` the check digit of the whole, always last.
`21IIIIIWWWWWC` is a weight code; the 18-digit codes of Chinese scales carry both, `28IIIIIPPPPPWWWWWC`.
Source: GS1 General Specifications, sections 2.1.12 and 7.9.2 to 7.9.4 (the inner check digit, of 4 or 5 digits).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from biip.checksums import gs1_price_weight_check_digit

from newretail.catalog.errors import MalformedCode
from newretail.catalog.rules.gtin import WRONG_CHECK_DIGIT, check_digit, is_checked
from newretail.kernel.text import Text

TOO_HEAVY = Text(
    en="the weight or price does not fit into the code",
    ko="무게나 가격이 코드에 들어가지 않습니다",
    zh="重量或价格超出条码可表示范围",
)
_SHAPE = re.compile(r"0?2[0-9]*[IPWV]+C\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """One layout. `multiplier`: what one step of the printed weight or price is worth in grams or minor units. `note`: for people."""

    layout: str
    multiplier: int = 1
    note: str = ""

    def __post_init__(self) -> None:
        if problem := fault(self.layout):
            raise ValueError(problem)

    @property
    def prefix(self) -> str:
        return self.layout[: re.match(r"[0-9]+", self.layout).end()]  # type: ignore[union-attr]

    def span(self, letter: str) -> slice | None:
        """Where the digits of `letter` stand."""
        start = self.layout.find(letter)
        return None if start < 0 else slice(start, self.layout.rfind(letter) + 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """What a scale's code says: which item, and its grams or its price in minor units, or both."""

    plu: str
    grams: int | None
    amount: int | None


def fault(layout: str) -> str | None:
    """What is wrong with a pattern, or None."""
    if len(layout) not in (13, 18) or not _SHAPE.match(layout):
        return "A pattern has 13 or 18 places: digits that begin with 2 or 02, then I, W, P and V, and C at the end."
    for letter in "IPWV":
        if letter in layout and letter * layout.count(letter) not in layout:
            return f"The places of {letter} must stand together."
    if not 4 <= layout.count("I") <= 6:
        return "An item number has 4 to 6 places."
    if not set("PW") & set(layout):
        return "A pattern carries a weight (W) or a price (P)."
    if "V" in layout and (
        layout.count("V") > 1 or len(set("PW") & set(layout)) > 1 or _value_width(layout) not in (4, 5)
    ):
        return "An inner check digit (one V) goes with one weight or price of 4 or 5 places."
    return None


def read(digits: str, *, patterns: Iterable[Pattern]) -> Weighed | None:
    """What the code says by the pattern it fits; None if it fits none. Raises MalformedCode on a wrong inner check digit."""
    for pattern in patterns:
        if len(digits) == len(pattern.layout) and digits.startswith(pattern.prefix) and is_checked(digits):
            return _by(pattern, digits)
    return None


def build(
    *, plu: str, patterns: Iterable[Pattern], grams: int | None = None, amount: int | None = None
) -> str:
    """The code a scale prints for an item of ours. Raises MalformedCode when no pattern can carry the values."""
    wanted = {letter for letter, value in (("W", grams), ("P", amount)) if value is not None}
    for pattern in patterns:
        fits = set("WP") & set(pattern.layout) == wanted and pattern.layout.count("I") == len(plu)
        if fits and (code := _write(pattern, plu, {"W": grams, "P": amount})) is not None:
            return code
    raise MalformedCode(problem=TOO_HEAVY)


def _by(pattern: Pattern, digits: str) -> Weighed:
    values: dict[str, int | None] = {}
    for letter in "WP":
        span = pattern.span(letter)
        values[letter] = int(digits[span]) * pattern.multiplier if span else None
        if (
            span
            and (inner := pattern.span("V"))
            and gs1_price_weight_check_digit(digits[span]) != int(digits[inner])
        ):
            raise MalformedCode(problem=WRONG_CHECK_DIGIT)
    item = pattern.span("I")
    assert item is not None
    return Weighed(plu=digits[item], grams=values["W"], amount=values["P"])


def _write(pattern: Pattern, plu: str, values: dict[str, int | None]) -> str | None:
    places = list(pattern.layout)
    item = pattern.span("I")
    assert item is not None
    places[item] = plu
    for letter, value in values.items():
        span = pattern.span(letter)
        if span is None or value is None:
            continue
        steps, rest = divmod(value, pattern.multiplier)
        text = str(steps).zfill(span.stop - span.start)
        if value < 0 or rest or len(text) > span.stop - span.start:
            return None
        places[span] = text
        if inner := pattern.span("V"):
            places[inner] = str(gs1_price_weight_check_digit(text))
    code = "".join(places[:-1])
    return code + str(check_digit(code))


def _value_width(layout: str) -> int:
    return layout.count("P") or layout.count("W")


USUAL = (
    Pattern(layout="21IIIIIWWWWWC", note="usual: weight in grams"),
    Pattern(layout="22IIIIIPPPPPC", note="usual: price"),
    Pattern(layout="28IIIIIPPPPPWWWWWC", note="usual: price and weight, 18 digits"),
)
"""What scales print that nobody has set up otherwise; a chain begins with these."""


def own_first(patterns: Iterable[Pattern]) -> tuple[Pattern, ...]:
    """The order in which patterns are tried, for reading and for printing: a chain's own before the usual ones."""
    usual = {each.layout for each in USUAL}
    return tuple(sorted(patterns, key=lambda each: (each.layout in usual, each.layout)))
