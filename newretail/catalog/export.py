"""The catalogue as a file that our own import reads back: CSV, or a workbook in which no spreadsheet cuts a zero off or makes a date."""

import csv
import tempfile
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from django.http import FileResponse, StreamingHttpResponse

from newretail.catalog import fields
from newretail.catalog.fields import loaded
from newretail.catalog.imports.prices import price_cells
from newretail.catalog.imports.template import catalogue_columns
from newretail.catalog.kinds import Whole
from newretail.catalog.models import Sku
from newretail.catalog.price_book import ListedPrice, price_book
from newretail.catalog.rules import gtin, nutrition
from newretail.kernel.spreadsheets import MARK, harmless
from newretail.kernel.workbooks import CONTENT_TYPE, write_workbook

_BATCH = 500


class _Line:
    """A file that hands each written line straight on."""

    def write(self, text: str) -> str:
        return text


def export_file() -> StreamingHttpResponse:
    """The whole catalogue as an answer to be saved."""
    answer = StreamingHttpResponse(csv_lines(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="catalogue.csv"'
    return answer


def export_workbook() -> FileResponse:
    """The same as a workbook, made aside in a file that vanishes once it is sent."""
    file = tempfile.TemporaryFile()  # noqa: SIM115  # the answer closes it
    write_workbook(_typed(), file)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename="catalogue.xlsx", content_type=CONTENT_TYPE)


def csv_lines() -> Iterator[str]:
    """The template's lines, header first, for every SKU, with its price where it has one for the whole chain; holds one batch in memory."""
    writer: Any = csv.writer(_Line())
    yield MARK
    for cells in _rows():
        yield writer.writerow(map(harmless, cells))


def _typed() -> Iterator[list[str | Decimal]]:
    columns = catalogue_columns()
    numbers = {"price", "tax_rate_permille", *nutrition.COLUMNS}
    numbers |= {field.name for field in fields.ALL if isinstance(field.kind, Whole)}
    for cells in _rows():
        yield [
            Decimal(cell) if column in numbers and cell[:1].isdigit() else cell
            for column, cell in zip(columns, cells, strict=True)
        ]


def _rows() -> Iterator[tuple[str, ...]]:
    yield catalogue_columns()
    after = ""
    while batch := _batch(after):
        prices = _prices(batch)
        for sku in batch:
            yield (*_values(sku), *price_cells(prices.get(sku.code), unit=sku.unit))
        after = batch[-1].code


def _batch(after: str) -> list[Sku]:
    known = Sku.objects.select_related("product").prefetch_related("gtins")
    return list(known.filter(code__gt=after).order_by("code")[:_BATCH])


def _prices(batch: Sequence[Sku]) -> dict[str, ListedPrice]:
    book = price_book()
    return {each.sku_id: each for each in book.tell([sku.code for sku in batch])} if book else {}


def _values(sku: Sku) -> Iterator[str]:
    smallest = min(sku.gtins.all(), key=lambda each: (each.quantity, each.gtin), default=None)
    yield sku.code
    yield gtin.shortest(smallest.gtin) if smallest else ""
    said = loaded(fields.PRODUCT + fields.DETAILS, sku.product) | loaded(fields.SKU, sku)
    for field in fields.ALL:
        yield from field.kind.cells(said[field.name])
    yield str(int(sku.product.allergens_stated))
