"""Open Food Facts as JSON: a product a line as its data dump has it, or one document as its search and its product pages answer."""

import re
from collections.abc import Iterator
from typing import Any

import orjson

from newretail.catalog.errors import UnreadableFile
from newretail.catalog.imports import open_food_facts
from newretail.catalog.imports.open_food_facts import House
from newretail.catalog.imports.opened import Opened
from newretail.catalog.imports.reasons import NOT_JSON
from newretail.catalog.imports.rows import Reject, Row
from newretail.catalog.imports.understanding import Found, too_long, understood
from newretail.kernel.text import Text

MOST_DOCUMENT_BYTES = 64 << 20
_ANY = re.compile(rb"\s*[\[{]")
_DOCUMENT = re.compile(rb'\s*(?:\[|\{\s*\n|\{[^{\[]*"products?"\s*:\s*[\[{])')
_LIST, _ONE = "products", "product"
NO_PRODUCTS = Text(
    en="it is JSON, but holds no products of Open Food Facts (a list under “products”, or a product a line)",
    ko="JSON이지만 Open Food Facts 상품이 없습니다(“products” 목록 또는 한 줄에 한 상품)",
    zh="这是 JSON，但没有 Open Food Facts 商品（“products” 列表，或每行一个商品）",
)


def is_json(file: Opened) -> bool:
    return file.begins_like(_ANY)


def rows(file: Opened, house: House) -> Found:
    """Rows are counted as lines, in a document as its products. Raises UnreadableFile for JSON without products."""
    if file.begins_like(_DOCUMENT):
        products = _of_document(_parsed(file.whole(most=MOST_DOCUMENT_BYTES)))
        return (_row(each, number, house) for number, each in enumerate(products, start=1))
    return _lines(file, house)


def _lines(file: Opened, house: House) -> Iterator[Row | Reject]:
    for number, line in file.lines():
        if line is None:
            yield too_long(number)
        elif line.strip():
            fields = _parsed(line)
            if isinstance(fields, dict) and isinstance(fields.get(_LIST), list):
                yield from (_row(each, number, house) for each in fields[_LIST])
            else:
                yield _row(fields, number, house, shown=line)


def _parsed(text: str | bytes) -> Any:
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        return None


def _of_document(document: Any) -> list[Any]:
    if isinstance(document, dict):
        one = document.get(_ONE)
        document = document.get(_LIST, [one] if isinstance(one, dict) else [document])
    if isinstance(document, list) and (
        not document or any(isinstance(each, dict) and "code" in each for each in document)
    ):
        return document
    raise UnreadableFile(problem=NO_PRODUCTS)


def _row(fields: Any, number: int, house: House, *, shown: str = "") -> Row | Reject:
    if not isinstance(fields, dict):
        return Reject(line=number, code="not_json", text=NOT_JSON, value=shown[:80])
    return understood(open_food_facts.row, fields, number, house=house)
