"""One product as a file states it, or the reject that stands for a row that cannot be used."""

from dataclasses import dataclass, field

from newretail.catalog.fields import Fields
from newretail.catalog.imports.prices import RowPrice
from newretail.kernel.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Row(Fields):
    """A product with one SKU: the fields of the catalogue, and what only a file says.

    `allergens_stated` False: `allergens` is a guess. `nutrition`: milligrams per 100 g by name, `energy_kcal` in kilocalories.
    `price`: where the file states one.
    """

    line: int
    code: str
    gtin: str | None = None
    source: str
    allergens_stated: bool = False
    nutrition: dict[str, int] = field(default_factory=dict)
    price: RowPrice | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reject:
    """A row that is left out. `code` is for programs, `text` for people, `value` what stood there."""

    line: int
    code: str
    text: Text
    value: str = ""
