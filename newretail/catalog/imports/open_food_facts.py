"""Open Food Facts: a line of its CSV export (tab-separated) or of its JSON lines as one of our rows.

Source: https://world.openfoodfacts.org/data (fields), database licence ODbL 1.0. Values are what people typed there, so
what cannot be understood is left out; only a row without a sound number or without a name is turned away.
"""

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

from newretail.catalog.errors import MalformedCode
from newretail.catalog.imports import values
from newretail.catalog.imports.reasons import BAD_GTIN, NO_CODE, NO_NAME, Unusable
from newretail.catalog.imports.rows import Row
from newretail.catalog.rules import allergens, gtin, wording
from newretail.kernel import languages
from newretail.kernel.text import ByLanguage

_STATED = (
    "brand", "ingredients", "allergens", "allergens_stated", "nutrition", "age_limit",
    "picture", "source", "content", "content_unit", "typical_grams", "temperature",
)  # fmt: skip

_NUTRIENTS = {
    "fat": "fat_100g", "saturated_fat": "saturated-fat_100g", "carbohydrates": "carbohydrates_100g", "sugars": "sugars_100g",
    "fibre": "fiber_100g", "proteins": "proteins_100g", "salt": "salt_100g", "sodium": "sodium_100g",
}  # fmt: skip
_ALSO = {
    "en": ("product_name", "abbreviated_product_name", "generic_name", "generic_name_en"),
    "zh": ("product_name_zh_cn",),
}
_ENERGY = "energy-kcal_100g"
_MOST_GRAMS, _MOST_KCAL = 100, 900
_AGE_FROM_ALCOHOL, _LEGAL_AGE = Decimal("0.5"), 18  # per cent by volume; GB/T 17204 calls less alcohol-free
_FROZEN, _CHILLED = (
    re.compile(r"\ben:(?:frozen|ice-creams)"),
    re.compile(r"\ben:(?:refrigerated|chilled|fresh-)"),
)


def stated() -> frozenset[str]:
    """The fields of a row that such a file speaks about."""
    return frozenset((*_STATED, *(f"name_{code}" for code in languages.codes())))


def row(fields: Mapping[str, Any], *, line: int) -> Row:
    """Raises Unusable."""
    number = _number(fields)
    content = values.content(_string(fields, "quantity"))
    ingredients = values.text(
        _string(fields, "ingredients_text_en") or _string(fields, "ingredients_text"), most=8000
    )
    return Row(
        line=line,
        code=f"G{number}",
        gtin=number,
        source="open_food_facts",
        names=_names(fields),
        brand=values.text(_string(fields, "brands").split(",")[0], most=120),
        ingredients=ingredients.replace("_", ""),
        allergens=_allergens(fields, ingredients),
        nutrition=_nutrition(fields),
        age_limit=_age_limit(fields),
        picture=_picture(fields),
        content=content[0] if content else None,
        content_unit=content[1] if content else "",
        typical_grams=content[0] if content else None,
        temperature=_temperature(_joined(fields, "categories_tags")),
    )


def _number(fields: Mapping[str, Any]) -> str:
    stated = _string(fields, "code").strip()
    if not stated:
        raise Unusable("no_code", NO_CODE)
    try:
        return gtin.normalise(stated)
    except MalformedCode:
        raise Unusable("bad_gtin", BAD_GTIN, stated) from None


def _names(fields: Mapping[str, Any]) -> ByLanguage:
    """In each known language; the name on the pack, whatever its language, where none is stated in English."""

    def first(*keys: str) -> str:
        return next((name for key in keys if (name := values.text(_string(fields, key), most=200))), "")

    names = {code: first(f"product_name_{code}", *_ALSO.get(code, ())) for code in languages.codes()}
    if not any(names.values()):
        raise Unusable("no_name", NO_NAME)
    return ByLanguage(names)


def _allergens(fields: Mapping[str, Any], ingredients: str) -> tuple[str, ...]:
    stated = ",".join(
        _joined(fields, key) for key in ("allergens_tags", "allergens", "traces_tags", "traces")
    )
    found = allergens.from_tags(stated.split(",")) if stated.strip(",") else set()
    if ingredients:
        found |= allergens.from_ingredients(wording.plain(ingredients))
    return tuple(sorted(found))


def _nutrition(fields: Mapping[str, Any]) -> dict[str, int]:
    nested = fields.get("nutriments")
    facts = nested if isinstance(nested, Mapping) else fields
    found = {}
    for name, key in _NUTRIENTS.items():
        grams = values.decimal(facts.get(key, "")) if facts.get(key) not in (None, "") else None
        if grams is not None and 0 <= grams <= _MOST_GRAMS:
            found[name] = round(grams * 1000)
    energy = values.decimal(facts.get(_ENERGY, ""))
    if energy is not None and 0 <= energy <= _MOST_KCAL:
        found["energy_kcal"] = round(energy)
    return found


def _age_limit(fields: Mapping[str, Any]) -> int | None:
    nested = fields.get("nutriments")
    stated = (nested if isinstance(nested, Mapping) else fields).get("alcohol_100g")
    alcohol = values.decimal(stated) if stated not in (None, "") else None
    return _LEGAL_AGE if alcohol is not None and alcohol >= _AGE_FROM_ALCOHOL else None


def _picture(fields: Mapping[str, Any]) -> str:
    """Only pictures that Open Food Facts itself serves: an address in a product must not send shoppers anywhere else."""
    address = _string(fields, "image_url").strip()
    if not address.startswith("https://") or len(address) > 500:
        return ""
    try:
        host = urlsplit(address).hostname or ""
    except ValueError:
        return ""
    return (
        address if host.endswith(".openfoodfacts.org") and address.isprintable() and address.isascii() else ""
    )


def _temperature(categories: str) -> str:
    if _FROZEN.search(categories):
        return "frozen"
    return "chilled" if _CHILLED.search(categories) else "ambient"


def _string(fields: Mapping[str, Any], key: str) -> str:
    value = fields.get(key)
    return value if isinstance(value, str) else str(value) if isinstance(value, int | float) else ""


def _joined(fields: Mapping[str, Any], key: str) -> str:
    """Tags are a list in JSON and comma-separated in the CSV export."""
    value = fields.get(key)
    if isinstance(value, Iterable) and not isinstance(value, str | Mapping):
        return ",".join(str(each) for each in value)
    return value if isinstance(value, str) else ""
