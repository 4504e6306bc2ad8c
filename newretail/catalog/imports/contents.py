"""How much is in a pack, from what people typed: `4 x 125 g`, `.33 l`, `1/2 L`, `500克×12袋`, `1 lb (454 g)`.

The whole text has to be understood, and everything it says has to agree; otherwise it says nothing. A missing content is put
right by a person, a wrong one stands on the shelf as a wrong unit price.
"""

import re
import unicodedata
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

from newretail.catalog.imports.values import MOST_CONTENT

_LONGEST = 100
_ALIKE = Decimal("0.03")
"""Two statements of one content differ by this at most: `1 lb (450 g)`."""
_FINEST = Decimal("0.02")
"""What rounding to whole grams may change; a sachet of 1.4 g has no content in grams."""
_MOST_PIECES = 1000

_GRAMS = {
    "µg mcg ug": "0.000001", "mg 毫克 밀리그램": "0.001", "kg kgs kilo kilos kilogram kilograms kilogramme kilogrammes 公斤 千克 킬로 킬로그램 кг": "1000",
    "g gr grs gm gms gram grams gramme grammes gramm grammi grammo gramos gramo 克 公克 그램 グラム г": "1",
    "斤 市斤": "500", "两": "50", "oz ozs ounce ounces 盎司 온스": "28.349523125", "lb lbs pound pounds 磅": "453.59237",
}  # fmt: skip
_MILLILITRES = {
    "ml mls cc millilitre millilitres milliliter milliliters 毫升 밀리리터 ミリリットル мл": "1", "cl centilitre centilitres 厘升": "10",
    "dl decilitre decilitres 分升": "100", "hl hectolitre hectolitres": "100000",
    "l lt ltr ltrs litre litres liter liters litro litros litri 升 公升 리터 リットル л": "1000", "floz": "29.5735295625",
}  # fmt: skip
_OTHER = "gal gallon gallons qt quart quarts pt pint pints"
"""Measures that differ from country to country: they are read over, beside something that can be understood."""
_COARSE = {"kg", "l", "lb"}
_FINE = {"g", "ml", "mg"}
_IMPERIAL = {"oz", "lb", "floz"}

_NOISE = [
    "e",
    "℮",
    "net",
    "netto",
    "nett",
    "wt",
    "weight",
    "poids",
    "peso",
    "neto",
    "contenu",
    "content",
    "contents",
    "contains",
    "ca",
    "circa",
    "env",
    "environ",
    "approx",
    "approximately",
    "about",
    "bottle",
    "bottles",
    "bouteille",
    "bouteilles",
    "can",
    "cans",
    "canette",
    "canettes",
    "jar",
    "jars",
    "pot",
    "pots",
    "bocal",
    "brique",
    "sachet",
    "sachets",
    "tin",
    "tins",
    "carton",
    "box",
    "bag",
    "bags",
    "flasche",
    "dose",
    "packet",
    "packets",
    "净含量",
    "净重",
    "净含",
    "规格",
    "约",
    "装",
    "내용량",
    "총",
    "중량",
    "약",
    "内容量",
    "約",
]
_COUNTERS = "袋盒瓶包罐支片枚个箱杯听条桶粒개입병캔봉팩매포"
_VULGAR = {"½": " 1/2", "¼": " 1/4", "¾": " 3/4", "⅓": " 1/3", "⅔": " 2/3", "⅛": " 1/8"}


def _units() -> dict[str, tuple[str, str, Decimal | None]]:
    """Each way to write a unit: what it is called first, its kind, and how much it is."""
    found: dict[str, tuple[str, str, Decimal | None]] = {word: (word, "", None) for word in _OTHER.split()}
    for kind, measures in (("gram", _GRAMS), ("millilitre", _MILLILITRES)):
        for words, factor in measures.items():
            first = words.split()[0]
            found |= {word: (first, kind, Decimal(factor)) for word in words.split()}
    return found


_UNITS = _units()
_UNIT = r"fl\.?\ ?oz|" + "|".join(sorted(map(re.escape, _UNITS), key=len, reverse=True))
_NUMBER = r"\d+\ \d+/\d+|\d+/\d+|\d{1,3}(?:[ ']\d{3})+(?:[.,]\d{1,2})?|\d[\d.,]*\d|\d|[.,]\d+"
_COUNTED = rf"(?:[{_COUNTERS}]{{1,2}}|\ ?(?:pcs|pc|pk|pieces|packs?|cans?|bottles?)\b)?"
_END = rf"(?!(?!x\s*\d|[{_COUNTERS}])[^\W\d_])"
"""A unit ends where no letter follows, a multiplication sign or a counter aside."""
_STATEMENT = re.compile(
    rf"(?P<before>(?:\d{{1,4}}\s*{_COUNTED}\s*x\s*)*)(?P<number>{_NUMBER})\s*(?P<unit>{_UNIT}){_END}\.?"
    rf"(?:\s*/?\s*[{_COUNTERS}])?(?P<after>(?:\s*x\s*\d{{1,4}}(?![\d.,/])\s*{_COUNTED}(?:\s*/\s*[{_COUNTERS}])?)*)"
)
_BETWEEN = re.compile(r"[\s|()\[\]=;:~≈/,]*")
_WORD = re.compile(
    "|".join(
        rf"(?<![^\W\d_]){re.escape(word)}(?![^\W\d_])\.?" if word.isascii() else re.escape(word)
        for word in sorted(_NOISE, key=len, reverse=True)
    )
)
_COMPOUND = (("lb", "oz"), ("kg", "g"), ("l", "ml"), ("斤", "两"))


@dataclass(frozen=True, slots=True)
class _Statement:
    """`amounts`: in grams or millilitres, each way in which the figure can be read; none where the unit differs by country."""

    kind: str
    unit: str
    amounts: tuple[Decimal, ...]
    is_single: bool

    @property
    def is_metric(self) -> bool:
        return self.unit not in _IMPERIAL


def content(text: str) -> tuple[int, str] | None:
    """A whole number of grams or millilitres and which of the two; None where the text says neither, or not clearly."""
    said = _statements(_plain(text[:_LONGEST]))
    found = _agreed(said) if said else None
    if found is None:
        return None
    exact, kind = found
    amount = int(exact.quantize(Decimal(1), rounding=ROUND_HALF_UP))
    if not 1 <= amount <= MOST_CONTENT or abs(amount - exact) > _FINEST * exact:
        return None
    return amount, kind


def _plain(text: str) -> str:
    """Narrow small letters, one kind of multiplication sign, and a bar where a word stood that says nothing of the amount."""
    for sign, fraction in _VULGAR.items():
        text = text.replace(sign, fraction)
    for space in "\u00a0\u202f\u2009":
        text = re.sub(rf"(?<=\d){space}(?=\d{{3}})", "'", text)
    text = unicodedata.normalize("NFKC", text).replace("\u2044", "/").replace("μ", "µ").replace("’", "'")
    text = re.sub(r"[×✕*]", "x", text.casefold().replace("μ", "µ"))
    return _WORD.sub(" | ", text)


def _statements(text: str) -> list[_Statement]:
    """Everything that the text says; nothing where a part of it is not understood."""
    found: list[_Statement] = []
    at = _end_of_gap(text, 0)
    while at < len(text):
        match = _STATEMENT.match(text, at)
        if not match:
            return []
        statement = _statement(match)
        if statement is None:
            return []
        found.append(statement)
        at = _end_of_gap(text, match.end())
    return _joined(found, text)


def _end_of_gap(text: str, at: int) -> int:
    gap = _BETWEEN.match(text, at)
    assert gap is not None
    return gap.end() - (gap.end() < len(text) and gap[0].endswith(",") and text[gap.end()].isdigit())


def _statement(match: re.Match[str]) -> _Statement | None:
    pieces = [int(each) for each in re.findall(r"\d+", match["before"] + " " + match["after"])]
    if any(not 1 <= each <= _MOST_PIECES for each in pieces):
        return None
    unit, kind, factor = _UNITS[re.sub(r"[. ]", "", match["unit"])]
    numbers = _readings(match["number"], unit, is_single=not pieces)
    if not numbers:
        return None
    times = 1
    for each in pieces:
        times *= each
    amounts = tuple(number * times * factor for number in numbers) if factor else ()
    return _Statement(kind, unit, amounts, is_single=not pieces)


def _readings(number: str, unit: str, *, is_single: bool) -> tuple[Decimal, ...]:
    """What a figure may mean in this unit, none where it means nothing. `1,000`: a thousand grams, and no litre has a thousand;
    `1,500 kg` is a kilogram and a half."""
    if "/" in number:
        return _fraction(number)
    if " " in number or "'" in number:
        groups = re.split(r"[ ']", re.split(r"[.,]", number)[0])
        if " " in number and not groups[-1].endswith("00"):
            return ()  # "6 330 ml" may be six of them
        return (Decimal(re.sub(r"[ ']", "", number).replace(",", ".")),)
    marks = [each for each in number if each in ".,"]
    if not marks:
        return (Decimal(number),)
    if len(marks) > 1:
        return _with_marks(number, marks)
    whole, _, rest = number.replace(",", ".").partition(".")
    decimal = Decimal(f"{whole or '0'}.{rest}")
    if len(rest) != 3 or not 1 <= len(whole) <= 3 or whole.startswith("0"):
        return (decimal,)
    if unit in _COARSE:
        return () if rest == "000" and marks[0] == "," and unit != "l" else (decimal,)
    if unit in _FINE:
        return (Decimal(whole + rest),) if is_single or rest.endswith("0") else ()
    return ()


def _fraction(number: str) -> tuple[Decimal, ...]:
    whole, _, fraction = number.rpartition(" ")
    above, _, below = fraction.partition("/")
    if not 0 < int(above) < int(below) <= 16:
        return ()
    return (Decimal(whole or 0) + Decimal(above) / Decimal(below),)


def _with_marks(number: str, marks: list[str]) -> tuple[Decimal, ...]:
    """`1.234,5` and `1,234,567`: marks of thousands, all of one kind, with at most one other behind them."""
    last = marks[-1]
    thousands = marks[0]
    whole, rest = (number.rsplit(last, 1)) if last != thousands else (number, "")
    groups = whole.split(thousands)
    sound = 1 <= len(groups[0]) <= 3 and all(len(each) == 3 and each.isdigit() for each in groups[1:])
    if not sound or not groups[0].isdigit() or set(marks[:-1]) != {thousands}:
        return ()
    return (Decimal("".join(groups) + (f".{rest}" if rest else "")),)


def _joined(said: list[_Statement], text: str) -> list[_Statement]:
    """`1 lb 4 oz` is one statement: a smaller unit follows at once, with less than one of the larger."""
    if len(said) < 2 or re.search(r"[|()\[\]=;:~≈/,]", text):
        return said
    together = [
        (one, other)
        for one, other in pairwise(said)
        if (one.unit, other.unit) in _COMPOUND and one.is_single and other.is_single
    ]
    if len(said) != 2 or not together:
        return []
    (large, small), factor = together[0], _UNITS[said[0].unit][2]
    assert factor is not None
    if not large.amounts or not small.amounts or small.amounts[0] >= factor or large.amounts[0] % factor:
        return []
    return [_Statement(large.kind, large.unit, (large.amounts[0] + small.amounts[0],), is_single=True)]


def _agreed(said: list[_Statement]) -> tuple[Decimal, str] | None:
    """The amount on which all statements agree, the metric one where there are both; a weight beside a volume only adds to it."""
    told = [each for each in said if each.amounts]
    metric = [each for each in told if each.is_metric] or told
    if not told or (len(told) < len(said) and not any(each.is_metric for each in told)):
        return None
    main = metric[0]
    rest = [each for each in told if each is not main]
    for each in rest:
        near = _ALIKE if each.kind == main.kind else Decimal("0.6")
        if not (each.unit == "oz" and main.kind == "millilitre") and abs(
            each.amounts[0] - main.amounts[0]
        ) > near * max(each.amounts[0], main.amounts[0]):
            return None
    return main.amounts[0], main.kind
