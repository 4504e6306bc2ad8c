"""A product file as a stream of rows and rejects: finds out what the file is, then reads it row by row."""

from dataclasses import dataclass

from newretail.catalog.imports import delimited, json_products, template, workbook
from newretail.catalog.imports.open_food_facts import STATED, House
from newretail.catalog.imports.opened import Opened
from newretail.catalog.imports.rows import Note
from newretail.catalog.imports.understanding import Found
from newretail.catalog.rules import nutrition
from newretail.kernel import languages


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductFile:
    """`stated`: the fields of a row that this file speaks about; the others of a product stay as they are. `notes`: what is to be told of
    its columns."""

    stated: frozenset[str]
    rows: Found
    notes: tuple[Note, ...] = ()


def read(file: Opened, *, house: House) -> ProductFile:
    """Every product of the file, or why it cannot be used. Raises UnreadableFile, WrongEncoding or FileTooLarge, also while
    the rows are read."""
    if file.is_excel:
        table = workbook.table(file, currency=house.currency)
        return ProductFile(stated=template.stated(table.columns), rows=table.rows(), notes=table.notes)
    if json_products.is_json(file):
        return ProductFile(stated=_of_open_food_facts(), rows=json_products.rows(file, house))
    found = delimited.table(file, house)
    stated = _of_open_food_facts() if found.is_open_food_facts else template.stated(found.columns)
    return ProductFile(stated=stated, rows=found.rows(), notes=found.notes)


def _of_open_food_facts() -> frozenset[str]:
    return STATED | {f"name_{code}" for code in languages.codes()} | nutrition.COLUMNS.keys()
