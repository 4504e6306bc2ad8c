"""Open Food Facts: a line of its CSV export (tab-separated) or of its JSON as one of our rows.

Source: https://world.openfoodfacts.org/data (fields), database licence ODbL 1.0. Values are what people typed there, so
what cannot be understood is left out; only a row without a sound number or without a name is turned away.

A row speaks of a field only where it has its key or column: what is absent stays as it was. What is there but blank clears the field,
with three exceptions for safety's sake, where a blank means that nobody has said it yet: allergens, the age limit and the category.
Allergens are replaced only by a row that has both its tags and its ingredients, otherwise they are added to.
"""

import html
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from newretail.catalog.errors import MalformedCode
from newretail.catalog.imports import contents, facts, values
from newretail.catalog.imports.reasons import BAD_GTIN, HELD_BACK, NO_CODE, NO_NAME, ZERO_RESTORED, Unusable
from newretail.catalog.imports.rows import Note, Row
from newretail.catalog.imports.shelves import shelf_of
from newretail.catalog.rules import allergens, gtin, restricted, wording
from newretail.catalog.rules.nutrition import column_of
from newretail.kernel import languages
from newretail.kernel.text import ByLanguage

STATED = frozenset((
    "names", "brand", "category", "ingredients", "allergens", "allergens_stated", "age_limit", "held_back",
    "picture", "source", "content", "content_unit", "typical_grams", "temperature",
))  # fmt: skip
"""The fields of a row that such a file may speak about; each row says of which it does."""

_ALSO = {
    "en": ("product_name", "abbreviated_product_name", "generic_name", "generic_name_en"),
    "zh": ("product_name_zh_cn",),
}
_INGREDIENTS = ("ingredients_text_en", "ingredients_text")
_TAGS, _TRACES = ("allergens_tags", "allergens"), ("traces_tags", "traces")
_CATEGORIES = (
    "categories_tags", "categories_hierarchy", "categories", "categories_en", "main_category", "main_category_en",
    "pnns_groups_2", "food_groups_tags", "food_groups",
)  # fmt: skip
_PICTURES = ("image_url", "image_front_url", "images")
_ADDRESS = re.compile(r"https://[!-~]{1,490}\Z")
_FROZEN, _CHILLED = (
    re.compile(r"\ben:(?:frozen|ice-creams)"),
    re.compile(r"\ben:(?:refrigerated|chilled|fresh-)"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """What decides here about what others have written: from what age alcohol is sold, words to the slugs of our categories, and the chain's
    currency, in which prices are meant that name none."""

    adult: int = restricted.legal_age("")
    shelves: Mapping[str, str] = field(default_factory=dict)
    currency: str = ""


def row(fields: Mapping[str, Any], *, line: int, house: House) -> Row:
    """Raises Unusable."""
    facts.refuse_unknown_schema(fields)
    number, notes = _number(fields, line)
    content = contents.content(_string(fields, "quantity"))
    ingredients = _ingredients(fields)
    nutrition, nutrients = facts.nutrition(fields)
    names = _names(fields)
    tags = _categories(fields)
    judged = _judged(fields, tags, names, house)
    if judged.held_back:
        notes += (Note(line=line, code="held_back", text=HELD_BACK, value=names.say()),)
    category = shelf_of(tags or (), house.shelves)
    spoken = _spoken(fields, nutrients, is_age_certain=judged.is_certain, is_shelved=category is not None)
    return Row(
        line=line,
        code=f"G{number}",
        gtin=number,
        source="open_food_facts",
        names=names,
        brand=values.text(_string(fields, "brands").split(",")[0], most=120),
        category=category,
        ingredients=ingredients,
        allergens=_allergens(fields, ingredients),
        allergens_stated=False,
        nutrition=nutrition,
        age_limit=judged.age_limit,
        held_back=judged.held_back,
        picture=_picture(fields, number),
        content=content[0] if content else None,
        content_unit=content[1] if content else "",
        typical_grams=content[0] if content else None,
        temperature=_temperature(",".join(tags or ())),
        spoken=spoken,
        notes=notes,
    )


def _number(fields: Mapping[str, Any], line: int) -> tuple[str, tuple[Note, ...]]:
    stated = _string(fields, "code").strip()
    if not stated:
        raise Unusable("no_code", NO_CODE)
    try:
        return gtin.normalise(stated), ()
    except MalformedCode:
        restored = gtin.with_lost_zeros(stated)
        if restored is None:
            raise Unusable("bad_gtin", BAD_GTIN, stated) from None
    note = Note(line=line, code="zero_restored", text=ZERO_RESTORED, value=restored)
    return gtin.normalise(restored), (note,)


def _names(fields: Mapping[str, Any]) -> ByLanguage:
    """In each known language; the name on the pack, whatever its language, where none is stated in English."""

    def first(*keys: str) -> str:
        return next((name for key in keys if (name := values.text(_string(fields, key), most=200))), "")

    names = {code: first(f"product_name_{code}", *_ALSO.get(code, ())) for code in languages.codes()}
    if not any(names.values()):
        raise Unusable("no_name", NO_NAME)
    return ByLanguage(names)


def _ingredients(fields: Mapping[str, Any]) -> str:
    said = next((text for key in _INGREDIENTS if (text := _string(fields, key))), "")
    return values.text(said, most=8000).replace("_", "")


def _allergens(fields: Mapping[str, Any], ingredients: str) -> tuple[str, ...]:
    stated = ",".join(_joined(fields, key) for key in (*_TAGS, *_TRACES))
    found = allergens.from_tags(stated.split(",")) if stated.strip(",") else set()
    if ingredients:
        found |= allergens.from_ingredients(wording.plain(ingredients))
    return tuple(sorted(found))


def _categories(fields: Mapping[str, Any]) -> list[str] | None:
    """From the general to the special; None where the row has no place for them."""
    said = [key for key in _CATEGORIES if key in fields]
    tags = [tag.strip() for key in reversed(said) for tag in _joined(fields, key).split(",")]
    return [tag for tag in tags if tag] if said else None


def _judged(
    fields: Mapping[str, Any], tags: list[str] | None, names: ByLanguage, house: House
) -> restricted.Judged:
    return restricted.judge(
        tags=tags,
        names=[*names.values(), _string(fields, "generic_name")],
        strengths=facts.strengths(fields),
        servings=facts.servings(fields),
        asked=facts.is_asked_for_strength(fields),
        adult=house.adult,
    )


def _spoken(
    fields: Mapping[str, Any], nutrients: Iterable[str], *, is_age_certain: bool, is_shelved: bool
) -> tuple[str, ...]:
    """The fields of which this row speaks; parts of a field (a language, a nutrient) each by its own name."""

    def has(*keys: str) -> bool:
        return any(key in fields for key in keys)

    said = [f"name_{code}" for code in languages.codes() if has(f"product_name_{code}", *_ALSO.get(code, ()))]
    said += map(column_of, nutrients)
    has_ingredients, has_tags = has(*_INGREDIENTS), has(*_TAGS) and has(*_TRACES)
    is_told = any(_joined(fields, key) for key in (*_TAGS, *_INGREDIENTS))
    whether = {
        "brand": has("brands"),
        "category": is_shelved,
        "ingredients": has_ingredients,
        "allergens": has_ingredients and has_tags and is_told,
        "age_limit": is_age_certain,
        "picture": has(*_PICTURES),
        "content": has("quantity"),
        "content_unit": has("quantity"),
        "typical_grams": has("quantity"),
        "temperature": any(_joined(fields, key) for key in _CATEGORIES),
    }
    return (*said, *(name for name, is_said in whether.items() if is_said))


def _picture(fields: Mapping[str, Any], number: str) -> str:
    """Only pictures that Open Food Facts itself serves: an address in a product must not send shoppers anywhere else."""
    address = next((said for key in _PICTURES[:2] if (said := _string(fields, key).strip())), "")
    if not address:
        return facts.picture(fields, number=number)
    try:
        host = urlsplit(address).hostname or ""
    except ValueError:
        return ""
    return address if host.endswith(".openfoodfacts.org") and _ADDRESS.match(address) else ""


def _temperature(categories: str) -> str:
    if _FROZEN.search(categories):
        return "frozen"
    return "chilled" if _CHILLED.search(categories) else "ambient"


def _string(fields: Mapping[str, Any], key: str) -> str:
    """Text as people read it: Open Food Facts keeps some of it as HTML, `&quot;` and `&amp;quot;` alike."""
    value = fields.get(key)
    if isinstance(value, str):
        return html.unescape(html.unescape(value)) if "&" in value else value
    return str(value) if isinstance(value, int | float) else ""


def _joined(fields: Mapping[str, Any], key: str) -> str:
    """Tags are a list in JSON and comma-separated in the CSV export."""
    value = fields.get(key)
    if isinstance(value, Iterable) and not isinstance(value, str | Mapping):
        return ",".join(str(each) for each in value)
    return value if isinstance(value, str) else ""
