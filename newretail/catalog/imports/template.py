"""Our own template, CSV or Excel: one SKU a row, columns by name in any order, unknown columns passed over."""

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from newretail.catalog import fields
from newretail.catalog.errors import MalformedCode
from newretail.catalog.imports import values
from newretail.catalog.imports.prices import read_price
from newretail.catalog.imports.reasons import (
    BAD_CODE,
    BAD_GTIN,
    CONTENT_ALONE,
    NO_CODE,
    WEIGHED_IN_GRAMS,
    Unusable,
)
from newretail.catalog.imports.rows import Row
from newretail.catalog.rules import gtin
from newretail.kernel import languages

_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,31}\Z")
_FORMULA = re.compile(r"'(?=[=+\-@])")
_ALWAYS = {"source"}
_TOGETHER = {"allergens": {"allergens", "allergens_stated"}, "content": {"content", "content_unit"}}


def catalogue_columns() -> tuple[str, ...]:
    """The heads of our own file."""
    return (
        "code",
        "gtin",
        *(column for field in fields.ALL for column in field.columns),
        *fields.PRICE_COLUMNS,
    )


def is_ours(columns: Collection[str]) -> bool:
    """Whether a file with these columns is in our template: a code, and a name in some language."""
    return "code" in columns and any(f"name_{code}" in columns for code in languages.codes())


def stated(columns: Iterable[str]) -> frozenset[str]:
    """The fields of a row that these columns speak about."""
    return frozenset(_ALWAYS.union(*(_TOGETHER.get(column, {column}) for column in columns)))


def row(cells: Mapping[str, str], *, line: int) -> Row:
    """Raises Unusable."""

    def said(column: str, most: int = 200, *, lines: bool = False) -> str:
        cell = _FORMULA.sub("", cells.get(column, ""), count=1)
        return values.prose(cell, most=most) if lines else values.text(cell, most=most)

    code, number = _code(said("code")), _gtin(said("gtin"))
    found = {field.name: field.kind.read(field.name, said) for field in fields.ALL}
    _check_measures(found)
    price = read_price(said, unit=found["unit"])
    return Row(
        line=line,
        code=code,
        gtin=number,
        source="chain",
        allergens_stated=True,
        price=price,
        **found,
    )


def _code(code: str) -> str:
    if not code:
        raise Unusable("no_code", NO_CODE)
    if not _CODE.match(code):
        raise Unusable("bad_code", BAD_CODE, code)
    return code


def _gtin(number: str) -> str | None:
    if not number:
        return None
    try:
        return gtin.normalise(number.removesuffix(".0"))
    except MalformedCode:
        raise Unusable("bad_gtin", BAD_GTIN, number) from None


def _check_measures(found: dict[str, Any]) -> None:
    """What must fit together; a unit without its content says nothing."""
    if found["weighed"] and (found["unit"] != "gram" or found["content"]):
        raise Unusable("weighed_in_grams", WEIGHED_IN_GRAMS, found["unit"])
    if found["content"] and not found["content_unit"]:
        raise Unusable("content_alone", CONTENT_ALONE, found["content"])
    found["content_unit"] = found["content_unit"] if found["content"] else ""
