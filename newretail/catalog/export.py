"""The catalogue as a file that our own import reads back."""

import csv
from collections.abc import Iterator, Sequence
from typing import Any

from django.http import StreamingHttpResponse

from newretail.catalog import fields
from newretail.catalog.fields import loaded
from newretail.catalog.imports.prices import price_cells
from newretail.catalog.imports.template import catalogue_columns
from newretail.catalog.models import Sku
from newretail.catalog.price_book import ListedPrice, price_book
from newretail.catalog.rules import gtin
from newretail.kernel.spreadsheets import MARK, harmless

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


def csv_lines() -> Iterator[str]:
    """The template's lines, header first, for every SKU, with its price where it has one for the whole chain; holds one batch in memory."""
    writer: Any = csv.writer(_Line())
    yield MARK
    yield writer.writerow(catalogue_columns())
    after = ""
    while batch := _batch(after):
        prices = _prices(batch)
        for sku in batch:
            cells = (*_values(sku), *price_cells(prices.get(sku.code), unit=sku.unit))
            yield writer.writerow(harmless(value) for value in cells)
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
