"""What the heads of a file's columns mean: our own names in any case, what a form calls the field in each language, and the words of the trade."""

import re
import unicodedata
from collections.abc import Sequence
from functools import cache

from newretail.catalog import fields
from newretail.catalog.imports.template import catalogue_columns
from newretail.kernel import languages

_BLANK = re.compile(r"[\s_.\-]+")
_TRADE = {
    "code": "sku, sku code, item code, product code, 상품코드, 상품 코드, 품번, 商品编码, 商品编号, 货号",
    "gtin": "ean, upc, barcode, bar code, ean13, 바코드, 상품 바코드, 条码, 条形码, 商品条码, 商品条形码",
    "name_en": "product name, english name, name english, 영문명, 영어 이름, 英文名, 英文名称, 名称英文",
    "name_ko": "상품명, 품명, 제품명, 이름, 한글명, 한국어 이름, korean name, name korean, 韩文名, 韩文名称",
    "name_zh": "商品名称, 商品名, 品名, 名称, 中文名, 中文名称, chinese name, name chinese, 중문명, 중국어 이름",
    "price": "price fen",
}  # fmt: skip
"""A column called only `price` or `가격` is our own, in minor units; other words for a price are not taken, they mean yuan as often as fen."""


def columns_of(heads: Sequence[str]) -> list[str]:
    """The column of our file that each head means, itself where it means none."""
    known = _known()
    return [known.get(key, key) for key in map(_key, heads)]


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
    return found | {column: column for column in catalogue_columns()}
