"""One product as a file states it, or the reject that stands for a row that cannot be used."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from newretail.catalog.fields import Fields
from newretail.catalog.imports.prices import RowPrice
from newretail.kernel.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Row(Fields):
    """A product with one SKU: the fields of the catalogue, and what only a file says.

    `allergens_stated` False: `allergens` is a guess; None: the file does not say, then somebody stated them if they differ from what
    was known. `price`: where the file states one.
    `held_back`: why it is not to be sold before somebody has looked at it. `spoken`: of which fields this row speaks, None for
    all that its file does. `notes`: what has to be told about a row that is taken.
    """

    line: int
    code: str
    gtin: str | None = None
    source: str
    allergens_stated: bool | None = None
    price: RowPrice | None = None
    held_back: str = ""
    spoken: tuple[str, ...] | None = None
    notes: tuple["Note", ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What was done with a row that is taken, or with a column, where a person should know it; as a Reject says it of a row that is not.
    `values`: what stands in the text's braces."""

    line: int
    code: str
    text: Text
    value: str = ""
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reject:
    """A row that is left out. `code` is for programs, `text` for people, `value` what stood there."""

    line: int
    code: str
    text: Text
    value: str = ""
