"""The catalogue as a file that our own import reads back."""

import csv
from collections.abc import Iterator
from typing import Any

from newretail.catalog.imports.report import harmless
from newretail.catalog.imports.template import CATALOGUE_COLUMNS
from newretail.catalog.models import Sku
from newretail.catalog.rules import gtin

_BATCH = 500


class _Line:
    """A file that hands each written line straight on."""

    def write(self, text: str) -> str:
        return text


def csv_lines() -> Iterator[str]:
    """The template's lines, header first, for every SKU; holds one batch in memory. Prices are pricing's."""
    writer: Any = csv.writer(_Line())
    yield "\ufeff"  # spreadsheets take the file for UTF-8
    yield writer.writerow(CATALOGUE_COLUMNS)
    after = ""
    while batch := _batch(after):
        for sku in batch:
            yield writer.writerow(harmless(value) for value in _values(sku))
        after = batch[-1].code


def _batch(after: str) -> list[Sku]:
    known = Sku.objects.select_related("product").prefetch_related("gtins")
    return list(known.filter(code__gt=after).order_by("code")[:_BATCH])


def _values(sku: Sku) -> Iterator[str]:
    product = sku.product
    smallest = min(sku.gtins.all(), key=lambda each: (each.quantity, each.gtin), default=None)
    said = {
        "code": sku.code,
        "gtin": gtin.shortest(smallest.gtin) if smallest else "",
        "name_en": product.name_en,
        "name_ko": product.name_ko,
        "name_zh": product.name_zh,
        "brand": product.brand,
        "category": product.category_id or "",
        "picture": product.picture,
        "unit": sku.unit,
        "content": sku.content,
        "content_unit": sku.content_unit,
        "weighed": int(sku.weighed),
        "plu": sku.plu or "",
        "typical_grams": sku.typical_grams,
        "temperature": sku.temperature,
        "shelf_life_days": sku.shelf_life_days,
        "allergens": " ".join(product.allergens),
        "age_limit": product.age_limit,
        "origin": product.origin,
        "ingredients": product.ingredients,
        "active": int(sku.active),
    }
    return ("" if said[column] is None else str(said[column]) for column in CATALOGUE_COLUMNS)
