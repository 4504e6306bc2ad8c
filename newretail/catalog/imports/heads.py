"""What the heads of a file's columns mean: our own names in any case, what a form calls the field in each language, and the words of the trade."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache

from newretail.catalog import fields
from newretail.catalog.imports.amounts import currencies_called
from newretail.catalog.imports.prices import DECIMAL_PRICE
from newretail.catalog.imports.rows import Note
from newretail.catalog.imports.template import known_columns
from newretail.catalog.nutrients import NUTRIENTS
from newretail.catalog.rules.nutrition import COLUMNS
from newretail.kernel import languages
from newretail.kernel.nearest import unknown_columns

_BLANK = re.compile(r"[\s_.\-]+")
_TRADE = {
    "code": "sku, sku code, item code, product code, 상품코드, 상품 코드, 품번, 商品编码, 商品编号, 货号",
    "gtin": "ean, upc, barcode, bar code, ean13, 바코드, 상품 바코드, 条码, 条形码, 商品条码, 商品条形码",
    "name_en": "product name, english name, name english, 영문명, 영어 이름, 英文名, 英文名称, 名称英文",
    "name_ko": "상품명, 품명, 제품명, 이름, 한글명, 한국어 이름, korean name, name korean, 韩文名, 韩文名称",
    "name_zh": "商品名称, 商品名, 品名, 名称, 中文名, 中文名称, chinese name, name chinese, 중문명, 중국어 이름",
    "price": "price fen",
}  # fmt: skip
"""A column called only `price` is our own, in minor units; other words for a price are taken only with their currency: alone they mean yuan
as often as fen."""
_PRICE_WORDS = "price|unit_price|list_price|retail_price|selling_price|sales_price|价格|单价|售价|零售价|销售价|가격|단가|판매가|판매가격|소비자가"
_PRICE_IN = re.compile(rf"(?:{_PRICE_WORDS})_?[(\[]?_?([^\s()\[\]_]{{1,12}})_?[)\]]?")


def columns_of(heads: Sequence[str], *, currency: str) -> list[str]:
    """The column of our file that each head means, itself where it means none. A price in the chain's `currency` by name, `가격(원)` or
    `Price (CNY)`, is one as people write it."""
    known = _known()
    return [
        known.get(key) or (DECIMAL_PRICE if _is_price_in(key, currency) else key) for key in map(_key, heads)
    ]


def passed_over(heads: Sequence[str], columns: Sequence[str], *, line: int) -> tuple[Note, ...]:
    """What the report tells of columns of which nothing is read. line: where the heads stand."""
    unread = [head for head, column in zip(heads, columns, strict=True) if column not in known_columns()]
    return tuple(
        Note(
            line=line,
            code="unknown_column",
            text=each.text,
            value=each.head,
            values=each.values,
        )
        for each in unknown_columns(unread, _near())
    )


def _is_price_in(key: str, currency: str) -> bool:
    found = _PRICE_IN.fullmatch(key)
    return found is not None and currency in currencies_called(found[1])


def _near() -> Mapping[str, str]:
    """How a column may be called that is meant by an unknown head: prices by other words are meant as people write them."""
    words = (word for word in _PRICE_WORDS.split("|") if word != "price")
    return dict.fromkeys(words, DECIMAL_PRICE) | _known()


def _key(head: str) -> str:
    return _BLANK.sub("_", unicodedata.normalize("NFKC", head).strip().lstrip("\ufeff").casefold()).strip(
        "_*"
    )


@cache
def _known() -> dict[str, str]:
    found = {_key(word): column for column, words in _TRADE.items() for word in words.split(",")}
    for field in fields.ALL:
        if field.columns == (field.name,):
            label = field.kind.label
            found |= {_key(label.read_in(code)): field.name for code in languages.IN_CODE}
    for column, nutrient in COLUMNS.items():
        label = NUTRIENTS[nutrient]
        found |= {_key(label.read_in(code)): column for code in languages.IN_CODE}
    return found | {column: column for column in known_columns()}
