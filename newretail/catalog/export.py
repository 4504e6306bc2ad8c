"""The catalogue as a file that our own import reads back."""

import csv
from collections.abc import Iterator
from typing import Any

from django.http import StreamingHttpResponse

from newretail.catalog import fields
from newretail.catalog.fields import loaded
from newretail.catalog.imports.report import harmless
from newretail.catalog.imports.template import catalogue_columns
from newretail.catalog.models import Sku
from newretail.catalog.rules import gtin

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
    """The template's lines, header first, for every SKU; holds one batch in memory. Prices are pricing's."""
    writer: Any = csv.writer(_Line())
    yield "\ufeff"  # spreadsheets take the file for UTF-8
    yield writer.writerow(catalogue_columns())
    after = ""
    while batch := _batch(after):
        for sku in batch:
            yield writer.writerow(harmless(value) for value in _values(sku))
        after = batch[-1].code


def _batch(after: str) -> list[Sku]:
    known = Sku.objects.select_related("product").prefetch_related("gtins")
    return list(known.filter(code__gt=after).order_by("code")[:_BATCH])


def _values(sku: Sku) -> Iterator[str]:
    smallest = min(sku.gtins.all(), key=lambda each: (each.quantity, each.gtin), default=None)
    yield sku.code
    yield gtin.shortest(smallest.gtin) if smallest else ""
    said = loaded(fields.PRODUCT + fields.DETAILS, sku.product) | loaded(fields.SKU, sku)
    for field in fields.ALL:
        yield from field.kind.cells(said[field.name])
