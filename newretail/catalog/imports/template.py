"""Our own template, CSV or Excel: one SKU a row, columns by name in any order, unknown columns passed over."""

import re
from collections.abc import Iterable, Mapping

from newretail.catalog.errors import MalformedCode
from newretail.catalog.imports import values
from newretail.catalog.imports.rows import (
    BAD_CHOICE,
    BAD_CODE,
    BAD_GTIN,
    BAD_NUMBER,
    CONTENT_ALONE,
    NO_CODE,
    NO_NAME,
    PRICE_ALONE,
    WEIGHED_IN_GRAMS,
    Row,
    Unusable,
)
from newretail.catalog.rules import gtin
from newretail.catalog.rules.allergens import ALLERGENS

CATALOGUE_COLUMNS = (
    "code", "gtin", "name_en", "name_ko", "name_zh", "brand", "category", "picture", "unit", "content", "content_unit",
    "weighed", "plu", "typical_grams", "temperature", "shelf_life_days", "allergens", "age_limit", "origin", "ingredients",
    "active",
)  # fmt: skip
PRICE_COLUMNS = ("price_fen", "price_per", "tax_rate_permille")
NEEDED = {"code", "name_en"}
UNITS = ("each", "gram", "millilitre")
TEMPERATURES = ("ambient", "chilled", "frozen", "live", "hot")

_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,31}\Z")
_CATEGORY = re.compile(r"[a-z0-9-]+(?:/[a-z0-9-]+)*\Z")
_ORIGIN = re.compile(r"[A-Z]{2}\Z")
_PLU = re.compile(r"[0-9]{4,6}\Z")
_PICTURE = re.compile(r"(?:https://[!-~]{1,490}|[A-Za-z0-9._-]{1,120})\Z")
_PER = re.compile(r"([0-9]{1,6})? ?(each|g|kg|ml|l)\Z")
_PER_UNIT = {
    "each": ("each", 1),
    "g": ("gram", 1),
    "kg": ("gram", 1000),
    "ml": ("millilitre", 1),
    "l": ("millilitre", 1000),
}
_FORMULA = re.compile(r"'(?=[=+\-@])")
MOST_FEN = 10**9
_ALWAYS = {"source"}
_TOGETHER = {"allergens": {"allergens", "allergens_stated"}, "content": {"content", "content_unit"}}


def stated(columns: Iterable[str]) -> frozenset[str]:
    """The fields of a row that these columns speak about."""
    return frozenset(_ALWAYS.union(*(_TOGETHER.get(column, {column}) for column in columns)))


def row(fields: Mapping[str, str], *, line: int) -> Row:
    """Raises Unusable."""

    def said(column: str, *, most: int = 200) -> str:
        return values.text(_FORMULA.sub("", fields.get(column, ""), count=1), most=most)

    unit = values.choice(said("unit"), among=UNITS, otherwise="each")
    weighed = values.yes(said("weighed"))
    content = values.whole(said("content"), least=1, most=values.MOST_CONTENT)
    content_unit = values.choice(said("content_unit"), among=(*UNITS, ""), otherwise="")
    _check_measures(unit=unit, weighed=weighed, content=content, content_unit=content_unit)
    amount, per, tax = _price(said("price_fen"), said("price_per"), said("tax_rate_permille"), unit=unit)
    return Row(
        line=line,
        code=_code(said("code")),
        gtin=_gtin(said("gtin")),
        source="chain",
        name_en=_name(said("name_en")),
        name_ko=said("name_ko"),
        name_zh=said("name_zh"),
        brand=said("brand", most=120),
        category=_shaped(said("category"), _CATEGORY) or None,
        origin=_shaped(said("origin").upper(), _ORIGIN),
        ingredients=said("ingredients", most=8000),
        allergens=_allergens(said("allergens")),
        allergens_stated=True,
        age_limit=values.whole(said("age_limit"), least=1, most=99),
        picture=_shaped(said("picture", most=500), _PICTURE),
        unit=unit,
        content=content,
        content_unit=content_unit if content else "",
        weighed=weighed,
        plu=_shaped(said("plu").removesuffix(".0"), _PLU) or None,
        typical_grams=values.whole(said("typical_grams"), least=1, most=values.MOST_CONTENT),
        temperature=values.choice(said("temperature"), among=TEMPERATURES, otherwise="ambient"),
        shelf_life_days=values.whole(said("shelf_life_days"), least=1, most=36_500),
        active=values.yes(said("active") or "1"),
        amount=amount,
        per=per,
        tax_rate_permille=tax,
    )


def _code(code: str) -> str:
    if not code:
        raise Unusable("no_code", NO_CODE)
    if not _CODE.match(code):
        raise Unusable("bad_code", BAD_CODE, code)
    return code


def _name(name: str) -> str:
    if not name:
        raise Unusable("no_name", NO_NAME)
    return name


def _gtin(number: str) -> str | None:
    if not number:
        return None
    try:
        return gtin.normalise(number.removesuffix(".0"))
    except MalformedCode:
        raise Unusable("bad_gtin", BAD_GTIN, number) from None


def _shaped(value: str, shape: re.Pattern[str]) -> str:
    if value and not shape.match(value):
        raise Unusable("bad_choice", BAD_CHOICE, value)
    return value


def _allergens(stated: str) -> tuple[str, ...]:
    found = sorted(set(stated.replace(",", " ").lower().split()))
    if unknown := [each for each in found if each not in ALLERGENS]:
        raise Unusable("bad_choice", BAD_CHOICE, unknown[0])
    return tuple(found)


def _check_measures(*, unit: str, weighed: bool, content: int | None, content_unit: str) -> None:
    if weighed and (unit != "gram" or content):
        raise Unusable("weighed_in_grams", WEIGHED_IN_GRAMS, unit)
    if content and not content_unit:
        raise Unusable("content_alone", CONTENT_ALONE, content)


def _price(fen: str, per: str, tax: str, *, unit: str) -> tuple[int | None, int | None, int | None]:
    amount = values.whole(fen, least=0, most=MOST_FEN)
    rate = values.whole(tax, least=0, most=1000)
    if amount is None and not per:
        return None, None, None
    if amount is None or rate is None:
        raise Unusable("price_alone", PRICE_ALONE)
    found = _PER.match((per or "each").lower())
    if not found:
        raise Unusable("bad_choice", BAD_CHOICE, per)
    per_unit, factor = _PER_UNIT[found[2]]
    base_units = int(found[1] or 1) * factor
    if per_unit != unit or not 1 <= base_units <= (1 if unit == "each" else 1_000_000):
        raise Unusable("bad_number", BAD_NUMBER, per)
    return amount, base_units, rate
