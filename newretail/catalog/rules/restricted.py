"""What is not sold to everybody: alcohol and tobacco, told from categories, names and any spelling of a strength.

Whoever buys must be as old as the chain's country asks. A drink is alcoholic from 0.5 % by volume (GB/T 17204-2021, section 3; the Korean
Liquor Tax Act begins at 1 %, so the lower figure serves both). A drink whose kind is alcoholic and whose strength nobody stated is
held back until a person has looked at it: absent evidence is not evidence of harmlessness.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from newretail.catalog.rules import drinks, wording

ALCOHOLIC_FROM = Decimal("0.5")
STRENGTH_UNKNOWN = "strength_unknown"
_GRAMS_OF_A_MILLILITRE = Decimal("0.789")

_ADULT = 18
_ADULT_IN = {"KR": 19, "JP": 20, "TH": 20, "US": 21}
"""Korea: Youth Protection Act, article 2; Japan: acts on minors drinking and smoking; Thailand: Alcohol Control Act, section 29; United
States: National Minimum Drinking Age Act. China (Law on the Protection of Minors, article 59) and most others: 18."""


def legal_age(country: str) -> int:
    """From what age alcohol and tobacco are sold in this country (ISO 3166); 18 where it is not known."""
    return _ADULT_IN.get(country, _ADULT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """`age_limit`: years of age to buy it, None for everybody. `held_back`: why it is not sold yet, or blank.

    `is_certain` False: evidence is missing, so what was known before of the strength stays.
    """

    age_limit: int | None
    held_back: str
    is_certain: bool


def judge(
    *,
    tags: Iterable[str] | None,
    names: Iterable[str],
    strengths: Iterable[object],
    servings: Iterable[tuple[object, Decimal | None]] = (),
    asked: bool,
    adult: int,
) -> Judged:
    """What may be sold to whom.

    tags: categories as Open Food Facts writes them (`en:beers`, `fr:bieres`, `Bières`), None where nobody said any; then the names speak.
    strengths: per cent by volume in any spelling; asked: there was a place for one, were it blank. servings: the same for a serving
    of so many millilitres.
    """
    known = None if tags is None else [each for each in tags if each.strip()]
    kinds = (
        [drinks.kind_of_tag(each) for each in known]
        if known
        else [drinks.kind_of_name(each) for each in names]
    )
    found = [_strength(each) for each in strengths if _is_said(each)]
    found += [_of_serving(_strength(each), size) for each, size in servings if _is_said(each)]
    told = [each for each in found if each is not None]
    strongest = max(told, default=None)
    is_drink, is_free = "alcohol" in kinds, "free" in kinds
    if strongest is not None and strongest >= ALCOHOLIC_FROM:
        return Judged(age_limit=adult, held_back="", is_certain=True)
    if "tobacco" in kinds:
        return Judged(age_limit=adult, held_back="", is_certain=True)
    is_unclear = len(told) < len(found) or ("spirit" in kinds and not is_free)
    if is_unclear or (strongest is None and is_drink and not is_free):
        return Judged(age_limit=adult, held_back=STRENGTH_UNKNOWN, is_certain=False)
    return Judged(age_limit=None, held_back="", is_certain=bool(known) and asked)


def _is_said(value: object) -> bool:
    return value is not None and str(value).strip() not in ("", "-", "?", "unknown")


_FIGURE = re.compile(r"\d+(?:[.,]\d+)?|[.,]\d+")
_PROOF = re.compile(r"proof", re.I)
_WEIGHT = re.compile(r"\dg\b|g/100|mass|mas\b|m/m|w/w")
_BELOW = re.compile(r"^(?:<|less than|under|below|moins de|unter|menos de|meno di)|미만|低于|未満")
_A_LITTLE = Decimal("0.0001")
_WORDLESS = re.compile(
    r"less than|under|below|moins de|unter|menos de|meno di|미만|低于|未満|alc(?:ohol|ool)?|abv|vol(?:ume)?|proof|by|gl|mas{1,2}|"
    r"deg(?:ree)?s?|grad(?:os?|i)?|max(?:imum)?|min(?:imum)?|approx|circa|ca|per|de|in|m/m|w/w|g/100\s*g|g|x|"
    r"酒精度|酒精含量|알코올|도수|度|도"
)


def _strength(value: object) -> Decimal | None:
    """Per cent by volume: `4,8`, `17.5 % vol`, `12.5°`, `＜0.5%`, `80 proof`, the upper end of `5-6 %`; None for what cannot be one."""
    if isinstance(value, bool):
        return None
    text = wording.plain(str(value)).strip()
    if isinstance(value, int | float) or re.fullmatch(r"-?[\d.]+(?:e-?\d+)?", text):
        return _in_range(text)
    figures = _FIGURE.findall(text)
    rest = _WORDLESS.sub("", _FIGURE.sub("", text))
    if not figures or re.search(r"[^\W\d_]", rest) or "-" in text.lstrip()[:1]:
        return None
    found = [_in_range(each.replace(",", ".")) for each in figures]
    if any(each is None for each in found):
        return None
    strongest = max(each for each in found if each is not None)
    if _BELOW.search(text):
        strongest -= _A_LITTLE
    if _PROOF.search(text):
        return strongest / 2
    return strongest / _GRAMS_OF_A_MILLILITRE if _WEIGHT.search(text) else strongest


def _in_range(text: str) -> Decimal | None:
    try:
        figure = Decimal(text)
    except InvalidOperation:
        return None
    return figure if figure.is_finite() and 0 <= figure <= 200 else None


def _of_serving(stated: Decimal | None, size: Decimal | None) -> Decimal | None:
    """What stands for a serving is the strength itself, or that share of a serving; only where both say the same, it says something."""
    if stated is None or stated == 0:
        return stated
    of_whole = stated * 100 / size if size and size > 0 else stated
    least, most = min(stated, of_whole), max(stated, of_whole)
    return least if least >= ALCOHOLIC_FROM else most if most < ALCOHOLIC_FROM else None
