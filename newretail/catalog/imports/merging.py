"""From a stream of rows to the tables: COPY into a temporary table, then a few statements over all rows at once."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

import orjson
import psycopg
from django.db import connection
from psycopg import sql as compose

from newretail.catalog import fields
from newretail.catalog.fields import Field
from newretail.catalog.imports.reasons import CURRENCY_NOT_TAKEN, NO_CATEGORY, OURS, TAKEN, TWICE, UNIT_FIXED
from newretail.catalog.imports.rows import Reject, Row
from newretail.catalog.kinds import Kind
from newretail.catalog.rules import gtin, wording
from newretail.kernel import sql

_OWN = {
    "line": "int", "code": "text", "product": "text", "gtin": "text", "source": "text", "allergens_stated": "boolean",
    "nutrition": "jsonb", "amount": "bigint", "per": "int", "currency": "text", "tax_rate_permille": "smallint", "search_text": "text",
}  # fmt: skip
_STAGED = _OWN | {field.name: field.kind.staged_as for field in fields.ALL}
_INCOMING = ", ".join(f"{column} {kind}" for column, kind in _STAGED.items())
_VALUES = attrgetter(*(field.name for field in fields.ALL))
_COPIED = [
    (place, field.kind.copied)
    for place, field in enumerate(fields.ALL)
    if type(field.kind).copied is not Kind.copied
]
"""Where COPY takes a value otherwise than it stands on a row."""
_BESIDE_PRODUCT = ("allergens_stated", "nutrition", "source")
_REASONS = {
    "twice": TWICE,
    "taken": TAKEN,
    "unknown_category": NO_CATEGORY,
    "currency_not_taken": CURRENCY_NOT_TAKEN,
    "unit_fixed": UNIT_FIXED,
    "kept_ours": OURS,
}

_ADOPT = """
UPDATE incoming SET product = sku.product_id FROM catalog_sku AS sku
WHERE sku.code = incoming.code AND sku.product_id <> incoming.product
"""
_KEEP_ORIGIN = """
UPDATE incoming SET source = 'off_edited' FROM catalog_product AS product
WHERE product.code = incoming.product AND product.source <> 'chain' AND incoming.source = 'chain'
"""
_PRODUCTS = """
WITH merged AS (
    INSERT INTO catalog_product AS kept (code, {columns}, changed_at)
    SELECT DISTINCT ON (product) product, {incoming}, %(now)s FROM incoming ORDER BY product, line
    ON CONFLICT (code) DO UPDATE SET changed_at = excluded.changed_at, ({stated}) = ROW ({excluded})
    WHERE ({kept}) IS DISTINCT FROM ({excluded})
    RETURNING code
)
INSERT INTO touched SELECT incoming.code, false FROM incoming JOIN merged ON merged.code = incoming.product
"""
_SKUS = """
WITH merged AS (
    INSERT INTO catalog_sku AS kept (code, product_id, search_text, {columns})
    SELECT code, product, search_text, {incoming} FROM incoming ORDER BY code
    ON CONFLICT (code) DO UPDATE SET ({stated}) = ROW ({excluded})
    WHERE ({kept}) IS DISTINCT FROM ({excluded})
    RETURNING code, xmax = 0 AS fresh
)
INSERT INTO touched SELECT code, fresh FROM merged
"""
_GTINS = """
WITH merged AS (
    INSERT INTO catalog_gtin (gtin, sku_id, quantity)
    SELECT gtin, code, CASE WHEN unit = 'each' OR weighed THEN 1 ELSE coalesce(content, 1) END
    FROM incoming WHERE gtin IS NOT NULL ORDER BY gtin
    ON CONFLICT (gtin) DO NOTHING
    RETURNING sku_id
)
INSERT INTO touched SELECT sku_id, false FROM merged
"""
_COUNT = """
SELECT (SELECT count(*) FROM incoming) AS taken, count(*) FILTER (WHERE fresh) AS created,
       count(*) FILTER (WHERE NOT fresh) AS changed
FROM (SELECT code, bool_or(fresh) AS fresh FROM touched GROUP BY code) AS each
"""
_PRICES = """
SELECT line, code, amount, per, currency, tax_rate_permille FROM incoming
WHERE amount IS NOT NULL AND line > %(after)s ORDER BY line LIMIT %(most)s
"""
_CHANGED = """
SELECT code FROM touched WHERE code > %(after)s GROUP BY code HAVING NOT bool_or(fresh) ORDER BY code LIMIT %(most)s
"""


def prepare() -> None:
    """The temporary tables of this transaction; they vanish with it, or with the next import inside it."""
    sql.run("DROP TABLE IF EXISTS pg_temp.incoming, pg_temp.touched")
    sql.run(f"CREATE TEMP TABLE incoming ({_INCOMING}) ON COMMIT DROP")
    sql.run("CREATE TEMP TABLE touched (code text NOT NULL, fresh boolean NOT NULL) ON COMMIT DROP")


def copying() -> psycopg.Copy:
    """An open COPY into the temporary table, for `write`; a context manager."""
    cursor = connection.connection.cursor()
    columns = compose.SQL(", ").join(map(compose.Identifier, _STAGED))
    return cursor.copy(compose.SQL("COPY incoming ({}) FROM STDIN").format(columns))  # type: ignore[no-any-return]


def write(copy: psycopg.Copy, row: Row) -> None:
    said = list(_VALUES(row))
    for place, copied in _COPIED:
        said[place] = copied(said[place])
    copy.write_row(
        (
            row.line,
            row.code,
            row.code,
            row.gtin,
            row.source,
            row.allergens_stated,
            orjson.dumps(row.nutrition).decode(),
            *_price(row),
            _search_text(row),
            *said,
        )
    )


def turn_away(*, currencies: Collection[str]) -> Iterator[Reject]:
    """Rows that do not fit with the others, with the catalogue or with these currencies, taken out of the table."""
    sql.run("ANALYZE incoming")
    sql.run(_ADOPT)
    sql.run(_KEEP_ORIGIN)
    found = sql.fetch(
        sql.load(__file__.replace("/imports/", "/"), "turn_away.sql"), {"currencies": sorted(currencies)}
    )
    for row in sorted(found, key=lambda row: row.line):
        yield Reject(line=row.line, code=row.reason, text=_REASONS[row.reason], value=row.value)


def merge(*, stated: frozenset[str], now: Any) -> Any:
    """Write what is new or different; returns a row with the counts `taken`, `created`, `changed`."""
    beside = [
        _Column(incoming=name, stored=name, written=f"excluded.{name}" if name in stated else "")
        for name in _BESIDE_PRODUCT
    ]
    sql.run(_statement(_PRODUCTS, _columns(fields.PRODUCT + fields.DETAILS, stated) + beside), {"now": now})
    sql.run(_statement(_SKUS, _columns(fields.SKU, stated)))
    sql.run(_GTINS)
    return sql.fetch(_COUNT)[0]


def prices(*, most: int) -> Iterator[list[Any]]:
    """The stated prices in batches of rows (line, code, amount, per, currency, tax_rate_permille)."""
    after = 0
    while batch := sql.fetch(_PRICES, {"after": after, "most": most}):
        yield batch
        after = batch[-1].line


def changed(*, most: int) -> Iterator[list[str]]:
    """The codes of what was known and is different now, in batches."""
    after = ""
    while batch := [row.code for row in sql.fetch(_CHANGED, {"after": after, "most": most})]:
        yield batch
        after = batch[-1]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Column:
    """`incoming`: of the temporary table. `stored`: of the catalogue's table. `written`: what a row that was there gets, "" for nothing."""

    incoming: str
    stored: str
    written: str


def _columns(of: tuple[Field, ...], stated: frozenset[str]) -> list[_Column]:
    return [
        _Column(incoming=each.name, stored=each.stored, written=each.kind.written(each.name, stated))
        for each in of
    ]


def _statement(template: str, columns: list[_Column]) -> str:
    """Only stated columns of an existing row are written; every name comes from the list of fields."""
    spoken = [each for each in columns if each.written]
    spoken = spoken or [_Column(incoming="code", stored="code", written="excluded.code")]  # changes nothing
    return template.format(
        columns=", ".join(each.stored for each in columns),
        incoming=", ".join(each.incoming for each in columns),
        stated=", ".join(each.stored for each in spoken),
        excluded=", ".join(each.written for each in spoken),
        kept=", ".join(f"kept.{each.stored}" for each in spoken),
    )


def _price(row: Row) -> tuple[int | None, int | None, str | None, int | None]:
    price = row.price
    return (price.amount, price.per, price.currency, price.tax_rate_permille) if price else (None,) * 4


def _search_text(row: Row) -> str:
    number = gtin.shortest(row.gtin) if row.gtin else ""
    return wording.search_text((*row.names.values(), row.brand, row.code, number, row.plu or ""))
