"""What is in 100 g (or 100 ml) of a product: milligrams of each nutrient, and of energy kilocalories. A pack and a file say it in grams
and kilocalories."""

import re
import unicodedata
from decimal import Decimal
from typing import Annotated, Any

from pydantic import ConfigDict, Field, TypeAdapter, ValidationError
from pydantic_core import CoreSchema, core_schema
from typing_extensions import TypedDict

ENERGY = "energy_kcal"
MOST_KCAL, MOST_GRAMS = 900, 100
_MILLIGRAMS = 1_000
_AMOUNT = re.compile(r"(\d{1,6}(?:[.,]\d{1,6})?)\s*(kcal|kj|g|mg|μg|mcg)?", re.I)
_ENERGY_IN = {"": Decimal(1), "kcal": Decimal(1), "kj": 1 / Decimal("4.184")}
_MICRO = Decimal("0.000001")
_GRAMS_IN = {"": Decimal(1), "g": Decimal(1), "mg": Decimal("0.001"), "μg": _MICRO, "mcg": _MICRO}

Milligrams = Annotated[int, Field(strict=True, ge=0, le=MOST_GRAMS * _MILLIGRAMS)]


class NutritionFacts(TypedDict, total=False):
    """Milligrams per 100 g or 100 ml of what is known; `energy_kcal` in kilocalories."""

    __pydantic_config__ = ConfigDict(extra="forbid")  # type: ignore[misc]

    energy_kcal: Annotated[int, Field(strict=True, ge=0, le=MOST_KCAL)]
    fat: Milligrams
    saturated_fat: Milligrams
    carbohydrates: Milligrams
    sugars: Milligrams
    fibre: Milligrams
    proteins: Milligrams
    salt: Milligrams
    sodium: Milligrams


class Nutrition(dict[str, int]):
    """Amounts by name, as `NutritionFacts` has them, written once and then only read."""

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> CoreSchema:
        return core_schema.no_info_after_validator_function(
            cls, core_schema.dict_schema(core_schema.str_schema(), core_schema.int_schema())
        )

    def __hash__(self) -> int:  # type: ignore[override]  # the default of a field that dataclasses share
        return hash(frozenset(self.items()))


def column_of(nutrient: str) -> str:
    """Its column in a file: `nutrition_energy_kcal`, `nutrition_fat_g`."""
    return f"nutrition_{nutrient}" if nutrient == ENERGY else f"nutrition_{nutrient}_g"


COLUMNS = {column_of(nutrient): nutrient for nutrient in NutritionFacts.__annotations__}
_FACTS = TypeAdapter(NutritionFacts)


def is_sound(said: object) -> bool:
    """Whether these are amounts in 100 g, of nutrients that there are."""
    try:
        _FACTS.validate_python(said)
    except ValidationError:
        return False
    return True


def read_amount(nutrient: str, cell: str) -> int | None:
    """`3.6`, `3,6 g`, `360 mg`; of energy `250`, `250 kcal`, `1046 kJ`; None for nothing. Raises ValueError."""
    plain = unicodedata.normalize("NFKC", cell).strip()
    if not plain:
        return None
    units, most, parts = (
        (_ENERGY_IN, MOST_KCAL, 1) if nutrient == ENERGY else (_GRAMS_IN, MOST_GRAMS, _MILLIGRAMS)
    )
    found = _AMOUNT.fullmatch(plain)
    times = units.get((found[2] or "").lower()) if found else None
    if found is None or times is None:
        raise ValueError(cell)
    amount = Decimal(found[1].replace(",", ".")) * times
    if amount > most:
        raise ValueError(cell)
    return round(amount * parts)


def write_amount(nutrient: str, amount: int | None) -> str:
    """What `read_amount` reads as this; nothing for what is not known."""
    if amount is None:
        return ""
    if nutrient == ENERGY:
        return str(amount)
    grams, milligrams = divmod(amount, _MILLIGRAMS)
    return f"{grams}.{milligrams:03}".rstrip("0").rstrip(".")
