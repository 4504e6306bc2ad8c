"""The kind of field that holds what is in 100 g of a product."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import orjson

from newretail.catalog.imports.reasons import BAD_NUTRIENT, Unusable
from newretail.catalog.kinds import FormKind, Kind, Said, parts_said
from newretail.catalog.rules.nutrition import COLUMNS, Nutrition, NutritionFacts, read_amount, write_amount
from newretail.kernel.text import Text

NUTRIENTS = {
    "energy_kcal": Text(en="Energy (kcal)", ko="열량 (kcal)", zh="能量（千卡）"),
    "fat": Text(en="Fat (g)", ko="지방 (g)", zh="脂肪（克）"),
    "saturated_fat": Text(en="of which saturates (g)", ko="포화지방 (g)", zh="饱和脂肪（克）"),
    "carbohydrates": Text(en="Carbohydrate (g)", ko="탄수화물 (g)", zh="碳水化合物（克）"),
    "sugars": Text(en="of which sugars (g)", ko="당류 (g)", zh="糖（克）"),
    "fibre": Text(en="Fibre (g)", ko="식이섬유 (g)", zh="膳食纤维（克）"),
    "proteins": Text(en="Protein (g)", ko="단백질 (g)", zh="蛋白质（克）"),
    "salt": Text(en="Salt (g)", ko="소금 (g)", zh="盐（克）"),
    "sodium": Text(en="Sodium (g)", ko="나트륨 (g)", zh="钠（克）"),
}
"""What people call each of them, with the unit in which they say it."""
NOTHING_KNOWN = Nutrition()


@dataclass(frozen=True, kw_only=True)
class Nutrients(Kind):
    """Amounts in 100 g by name; what is blank is not known."""

    form: ClassVar[FormKind] = "nutrients"
    staged_as = "jsonb"

    def wire(self) -> Any:
        return NutritionFacts

    def columns(self, name: str) -> tuple[str, ...]:
        return tuple(COLUMNS)

    def read(self, name: str, said: Said) -> Nutrition:
        found = {nutrient: _read(nutrient, said(column)) for column, nutrient in COLUMNS.items()}
        return Nutrition((nutrient, amount) for nutrient, amount in found.items() if amount is not None)

    def cells(self, value: Mapping[str, int]) -> tuple[str, ...]:
        return tuple(write_amount(nutrient, value.get(nutrient)) for nutrient in COLUMNS.values())

    def copied(self, value: Any) -> str:
        return orjson.dumps(value).decode()

    def part(self, value: Mapping[str, int]) -> dict[str, int]:
        return dict(value)

    def is_spoken_of(self, name: str, stated: frozenset[str]) -> bool:
        return not stated.isdisjoint(COLUMNS)

    def merged(self, name: str, *, before: str, stated: frozenset[str]) -> str:
        """A file speaks of the nutrients that it has columns for. The others stay as they are."""
        return f"({before} - {parts_said(COLUMNS, stated)}) || said.{name}"

    def load(self, name: str, row: Any) -> Nutrition:
        return Nutrition(getattr(row, name))


def _read(nutrient: str, cell: str) -> int | None:
    try:
        return read_amount(nutrient, cell)
    except ValueError:
        raise Unusable("bad_nutrient", BAD_NUTRIENT, cell) from None
