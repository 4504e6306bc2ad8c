"""What Open Food Facts says of a product's nutrition, strength and pictures, in each shape in which it has said it.

Until its product schema 1002: `nutriments` with `fat_100g`, `images` with `front_en`; in its CSV export the same keys as columns. From 1003
(December 2025) on: `nutrition.aggregated_set.nutrients.fat.value`, `images.selected.front.en`. A later schema is refused rather than
half understood: what is not read here decides about age and allergens.
"""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from newretail.catalog.imports import values
from newretail.catalog.imports.reasons import UNKNOWN_SCHEMA, Unusable
from newretail.catalog.rules.nutrition import ENERGY, MOST_GRAMS, MOST_KCAL, Nutrition

_CALLED_THERE = {
    "fat": "fat", "saturated_fat": "saturated-fat", "carbohydrates": "carbohydrates", "sugars": "sugars",
    "fibre": "fiber", "proteins": "proteins", "salt": "salt", "sodium": "sodium",
}  # fmt: skip
NEWEST_SCHEMA = 1004
_KJ_PER_KCAL = Decimal("4.184")
_IN_GRAMS = {"g": Decimal(1), "mg": Decimal("0.001"), "µg": Decimal("0.000001"), "μg": Decimal("0.000001"), "mcg": Decimal("0.000001"), "kg": Decimal(1000)}  # fmt: skip
_STRENGTHS = ("alcohol_100g", "alcohol_value", "alcohol", "alcohol_prepared_100g", "alcohol_prepared_value", "alcohol_prepared", "alcohol_by_volume")  # fmt: skip
_SERVINGS = ("alcohol_serving", "alcohol_prepared_serving")
_FRONT = re.compile(r"front(?:_[a-z]{2,3})?\Z")
_PICTURES = "https://images.openfoodfacts.org/images/products"

Facts = Mapping[str, Any]


def refuse_unknown_schema(fields: Facts) -> None:
    """Raises Unusable for a record whose shape is later than what is read here."""
    version = values.decimal(fields.get("schema_version", ""))
    nutrition = fields.get("nutrition")
    known = isinstance(nutrition, Mapping) and (
        not nutrition or "aggregated_set" in nutrition or "input_sets" in nutrition
    )
    if version is not None and version > NEWEST_SCHEMA:
        raise Unusable("unknown_schema", UNKNOWN_SCHEMA, version)
    if nutrition not in (None, "") and not known:
        raise Unusable("unknown_schema", UNKNOWN_SCHEMA, ", ".join(map(str, nutrition))[:80])


def nutrition(fields: Facts) -> tuple[Nutrition, frozenset[str]]:
    """Milligrams per 100 g by name, `energy_kcal` in kilocalories; and of which names the record speaks, be it with a blank."""
    found: dict[str, int] = {}
    amounts = dict(_amounts(fields))
    for name, key in _CALLED_THERE.items():
        grams = amounts.get(key)
        if grams is not None and 0 <= grams <= MOST_GRAMS:
            found[name] = round(grams * 1000)
    kcal = amounts.get("energy-kcal")
    if kcal is None and (kilojoules := amounts.get("energy-kj") or amounts.get("energy")) is not None:
        kcal = kilojoules / _KJ_PER_KCAL
    if kcal is not None and 0 <= kcal <= MOST_KCAL:
        found[ENERGY] = round(kcal)
    spoken = {name for name, key in _CALLED_THERE.items() if key in amounts}
    return Nutrition(found), frozenset(
        spoken | ({ENERGY} if amounts.keys() & {"energy-kcal", "energy-kj"} else set())
    )


def _amounts(fields: Facts) -> Iterator[tuple[str, Decimal | None]]:
    """Each nutrient with its grams (or kilocalories, kilojoules) per 100 g, None for a blank."""
    for key, value in _per_hundred(fields).items():
        if key.endswith("_100g"):
            yield key.removesuffix("_100g"), _number(value)
    for name, nutrient in _nutrients(fields).items():
        if not isinstance(nutrient, Mapping):
            continue
        value = next(
            (nutrient[key] for key in ("value", "value_computed", "value_string") if nutrient.get(key) not in (None, "")), None
        )  # fmt: skip
        number = _number(value)
        unit = str(nutrient.get("unit") or ("" if name.startswith("energy") else "g")).lower()
        if name.startswith("energy"):
            yield ("energy-kj" if unit == "kj" else name), number
        else:
            factor = _IN_GRAMS.get(unit)
            yield name, number * factor if number is not None and factor else None


def strengths(fields: Facts) -> list[object]:
    """Every statement of per cent by volume, as it was written."""
    old = _per_hundred(fields)
    said = [old[key] for key in _STRENGTHS if key in old] + [
        fields[key] for key in _STRENGTHS if key in fields and old is not fields
    ]
    alcohol = _nutrients(fields).get("alcohol")
    if isinstance(alcohol, Mapping):
        unit = str(alcohol.get("unit") or "")
        said += [
            f"{alcohol[key]} {'' if unit == '%' else unit}".strip()
            for key in ("value", "value_computed", "value_string")
            if alcohol.get(key) not in (None, "")
        ]
    return said


def servings(fields: Facts) -> list[tuple[object, Decimal | None]]:
    """The same as stated for a serving, with the millilitres of one where they are known."""
    old = _per_hundred(fields)
    size = _number(fields.get("serving_quantity"))
    return [(old[key], size) for key in _SERVINGS if key in old]


def is_asked_for_strength(fields: Facts) -> bool:
    """Whether the record has a place for the strength: a set of nutrients, or a column."""
    nested = isinstance(fields.get("nutriments"), Mapping) or isinstance(fields.get("nutrition"), Mapping)
    return nested or any(key in fields for key in _STRENGTHS)


def picture(fields: Facts, *, number: str) -> str:
    """The address of the front of the pack out of `images`, blank where there is none. number: the product's GTIN of 14 digits."""
    images = fields.get("images")
    if not isinstance(images, Mapping):
        return ""
    selected = images.get("selected")
    if isinstance(selected, Mapping):
        fronts = selected.get("front")
        named = (
            {f"front_{code}": each for code, each in fronts.items()} if isinstance(fronts, Mapping) else {}
        )
    else:
        named = {name: each for name, each in images.items() if isinstance(name, str) and _FRONT.match(name)}
    for name in sorted(named, key=lambda name: (name != "front_en", name)):
        front = named[name]
        revision = str(front.get("rev", "")) if isinstance(front, Mapping) else ""
        if revision.isascii() and revision.isdigit() and _FRONT.match(name):
            code = number[1:] if number.startswith("0") else number
            return f"{_PICTURES}/{code[:3]}/{code[3:6]}/{code[6:9]}/{code[9:]}/{name}.{revision}.400.jpg"
    return ""


def _per_hundred(fields: Facts) -> Facts:
    nested = fields.get("nutriments")
    return nested if isinstance(nested, Mapping) else fields


def _nutrients(fields: Facts) -> Facts:
    """Those of the aggregated set, or of the first set per 100 g as sold; the set of a prepared dish says nothing of the pack."""
    nutrition = fields.get("nutrition")
    if not isinstance(nutrition, Mapping):
        return {}
    sets = nutrition.get("input_sets")
    for each in (nutrition.get("aggregated_set"), *(sets if isinstance(sets, list) else ())):
        if not isinstance(each, Mapping) or not isinstance(each.get("nutrients"), Mapping):
            continue
        per = str(each.get("per") or "100g").replace(" ", "").lower()
        if per in ("100g", "100ml") and each.get("preparation") != "prepared":
            return each["nutrients"]  # type: ignore[no-any-return]
    return {}


def _number(value: object) -> Decimal | None:
    if value in (None, "") or isinstance(value, bool | Mapping | list):
        return None
    return values.decimal(str(value).replace(",", "."))
