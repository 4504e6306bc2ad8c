"""Our own template, CSV or Excel: one SKU a row, columns by name in any order; of unknown ones the report tells."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal
from typing import Any

from newretail.catalog import fields
from newretail.catalog.errors import MalformedCode
from newretail.catalog.imports import values
from newretail.catalog.imports.prices import DECIMAL_PRICE, read_price
from newretail.catalog.imports.reasons import (
    BAD_CODE,
    BAD_GTIN,
    CONTENT_ALONE,
    DIGITS_LOST,
    ERROR_CELL,
    NO_CODE,
    NO_RESULT,
    NOT_WORDS,
    WEIGHED_IN_GRAMS,
    ZERO_RESTORED,
    Unusable,
)
from newretail.catalog.imports.rows import Note, Row
from newretail.catalog.kinds import Line, Names, Said
from newretail.catalog.rules import gtin
from newretail.kernel.spreadsheets import as_written
from newretail.kernel.text import ByLanguage

_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,31}\Z")
_TOGETHER = {"allergens": {"allergens", "allergens_stated"}, "content": {"content", "content_unit"}}
_ERRORS = re.compile(
    r"#(?:N/A|REF!|VALUE!|DIV/0!|NAME\?|NULL!|NUM!|SPILL!|CALC!|FIELD!|BLOCKED!|GETTING_DATA)|Err:\d{3}|#{2,}",
    re.I,
)
_SHORTENED = re.compile(r"\d(?:[.,](\d+))?e\+?(\d{1,2})", re.I)


class NotWords(str):
    """A cell that a workbook holds as a date, or as true or false, as text."""


class NoResult(str):
    """A formula of a workbook that nobody has reckoned."""


def known_columns() -> tuple[str, ...]:
    """The heads that are read: those of our own file, and a price as people write it."""
    return (*catalogue_columns(), DECIMAL_PRICE)


def catalogue_columns() -> tuple[str, ...]:
    """The heads of our own file."""
    return (
        "code",
        "gtin",
        *(column for field in fields.ALL for column in field.columns),
        "allergens_stated",
        *fields.PRICE_COLUMNS,
    )


def is_ours(columns: Collection[str]) -> bool:
    """Whether a file with these columns is in our template: a code, and something about what has the code."""
    return "code" in columns and len(set(columns) & set(known_columns())) > 1


def stated(columns: Iterable[str]) -> frozenset[str]:
    """The fields of a row that these columns speak about. A unit of content says nothing without its content."""
    said = set(columns)
    found = said.union(*(_TOGETHER.get(column, set()) for column in said))
    return frozenset(found if "content" in said else found - {"content_unit"})


def row(cells: Mapping[str, str], *, line: int, currency: str, missing: bool = False) -> Row:
    """cells: what the row has by column. currency: the chain's. missing: it is shorter than the header, so of what is not in `cells` it does
    not speak. Raises Unusable."""

    def said(column: str, most: int = 200, *, lines: bool = False) -> str:
        cell = cells.get(column, "")
        if isinstance(cell, NoResult):
            raise Unusable("no_result", NO_RESULT, column)
        if _ERRORS.fullmatch(cell.strip()):
            raise Unusable("error_cell", ERROR_CELL, cell)
        written = as_written(cell)
        return values.prose(written, most=most) if lines else values.text(written, most=most)

    code = _code(said("code"))
    number, notes = _gtin(said("gtin"), line)
    found = {field.name: _read(field, cells, said) for field in fields.ALL if set(field.columns) & set(cells)}
    _check_measures(found)
    speaks_of_allergens = said("allergens_stated")
    return Row(
        line=line,
        code=code,
        gtin=number,
        source="chain",
        allergens_stated=values.yes(speaks_of_allergens) if speaks_of_allergens else None,
        price=read_price(said, unit=found.get("unit"), currency=currency),
        spoken=tuple(sorted(stated(cells))) if missing else None,
        notes=notes,
        **{"names": ByLanguage()} | found,
    )


def _read(field: fields.Field, cells: Mapping[str, str], said: Said) -> Any:
    if isinstance(field.kind, Line | Names) and any(
        isinstance(cells.get(column), NotWords) for column in field.columns
    ):
        raise Unusable("not_words", NOT_WORDS, next(filter(None, map(cells.get, field.columns)), ""))
    return field.kind.read(field.name, said)


def _code(code: str) -> str:
    if not code:
        raise Unusable("no_code", NO_CODE)
    if not _CODE.match(code):
        raise Unusable("bad_code", BAD_CODE, code)
    return code


def _gtin(number: str, line: int) -> tuple[str | None, tuple[Note, ...]]:
    """As spreadsheets hand it on: `36000291452` for 036000291452, `9.520100000072E+12` for all its digits."""
    digits = re.sub(r"[\s\-]", "", unicodedata.normalize("NFKC", number)).removesuffix(".0").lstrip("'")
    if not digits:
        return None, ()
    if shortened := _SHORTENED.fullmatch(digits):
        if len(shortened[1] or "") < int(shortened[2]):
            raise Unusable("digits_lost", DIGITS_LOST, number)
        digits = str(int(Decimal(digits.replace(",", "."))))
    try:
        return gtin.normalise(digits), ()
    except MalformedCode:
        restored = gtin.with_lost_zeros(digits) if digits.isascii() and digits.isdigit() else None
        if restored is None:
            raise Unusable("bad_gtin", BAD_GTIN, number) from None
    note = Note(line=line, code="zero_restored", text=ZERO_RESTORED, value=restored)
    return gtin.normalise(restored), (note,)


def _check_measures(found: dict[str, Any]) -> None:
    """What must fit together. A weighed good without a word of its unit is kept in grams; a unit without its content says nothing."""
    if found.get("weighed"):
        found.setdefault("unit", "gram")
        if found["unit"] != "gram" or found.get("content"):
            raise Unusable("weighed_in_grams", WEIGHED_IN_GRAMS, found["unit"])
    if found.get("content") and not found.get("content_unit"):
        raise Unusable("content_alone", CONTENT_ALONE, found["content"])
    if not found.get("content"):
        found["content_unit"] = ""
