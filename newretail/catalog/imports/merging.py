"""From a stream of rows to the tables: COPY into a temporary table, then a few statements over all rows at once."""

from collections.abc import Iterator
from typing import Any

import orjson
import psycopg
from django.db import connection
from psycopg import sql as compose

from newretail.catalog.imports.rows import NO_CATEGORY, OURS, TAKEN, TWICE, UNIT_FIXED, Reject, Row
from newretail.catalog.rules import gtin, wording
from newretail.kernel import sql

_COLUMNS = (
    "line", "code", "product", "gtin", "name_en", "name_ko", "name_zh", "brand", "category", "origin", "ingredients",
    "allergens", "allergens_stated", "nutrition", "age_limit", "picture", "source", "unit", "content", "content_unit",
    "weighed", "plu", "typical_grams", "temperature", "shelf_life_days", "active", "amount", "per", "tax_rate_permille", "search_text",
)  # fmt: skip
_PRODUCT = (
    "name_en", "name_ko", "name_zh", "brand", "category", "origin", "ingredients", "allergens", "allergens_stated",
    "nutrition", "age_limit", "picture", "source",
)  # fmt: skip
_SKU = ("content", "content_unit", "plu", "typical_grams", "temperature", "shelf_life_days", "active")
_REASONS = {
    "twice": TWICE,
    "taken": TAKEN,
    "unknown_category": NO_CATEGORY,
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
    INSERT INTO catalog_product AS kept
        (code, {columns}, description_en, description_ko, description_zh, changed_at)
    SELECT DISTINCT ON (product) product, {incoming}, '', '', '', %(now)s FROM incoming ORDER BY product, line
    ON CONFLICT (code) DO UPDATE SET changed_at = excluded.changed_at, ({stated}) = ROW ({excluded})
    WHERE ({kept}) IS DISTINCT FROM ({excluded})
    RETURNING code
)
INSERT INTO touched SELECT incoming.code, false FROM incoming JOIN merged ON merged.code = incoming.product
"""
_SKUS = """
WITH merged AS (
    INSERT INTO catalog_sku AS kept (code, product_id, unit, weighed, search_text, {columns})
    SELECT code, product, unit, weighed, search_text, {incoming} FROM incoming ORDER BY code
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
SELECT line, code, amount, per, tax_rate_permille FROM incoming
WHERE amount IS NOT NULL AND line > %(after)s ORDER BY line LIMIT %(most)s
"""
_CHANGED = """
SELECT code FROM touched WHERE code > %(after)s GROUP BY code HAVING NOT bool_or(fresh) ORDER BY code LIMIT %(most)s
"""


def prepare() -> None:
    """The temporary tables of this transaction; they vanish with it, or with the next import inside it."""
    sql.run("DROP TABLE IF EXISTS pg_temp.incoming, pg_temp.touched")
    sql.run(sql.load(__file__.replace("/imports/", "/"), "incoming.sql"))
    sql.run("CREATE TEMP TABLE touched (code text NOT NULL, fresh boolean NOT NULL) ON COMMIT DROP")


def copying() -> psycopg.Copy:
    """An open COPY into the temporary table, for `write`; a context manager."""
    cursor = connection.connection.cursor()
    columns = compose.SQL(", ").join(map(compose.Identifier, _COLUMNS))
    return cursor.copy(compose.SQL("COPY incoming ({}) FROM STDIN").format(columns))  # type: ignore[no-any-return]


def write(copy: psycopg.Copy, row: Row) -> None:
    copy.write_row(
        (
            row.line,
            row.code,
            row.code,
            row.gtin,
            row.name_en,
            row.name_ko,
            row.name_zh,
            row.brand,
            row.category,
            row.origin,
            row.ingredients,
            list(row.allergens),
            row.allergens_stated,
            orjson.dumps(row.nutrition).decode(),
            row.age_limit,
            row.picture,
            row.source,
            row.unit,
            row.content,
            row.content_unit,
            row.weighed,
            row.plu,
            row.typical_grams,
            row.temperature,
            row.shelf_life_days,
            row.active,
            row.amount,
            row.per,
            row.tax_rate_permille,
            _search_text(row),
        )
    )


def turn_away() -> Iterator[Reject]:
    """Rows that do not fit with the others or with the catalogue, taken out of the table."""
    sql.run("ANALYZE incoming")
    sql.run(_ADOPT)
    sql.run(_KEEP_ORIGIN)
    found = sql.fetch(sql.load(__file__.replace("/imports/", "/"), "turn_away.sql"))
    for row in sorted(found, key=lambda row: row.line):
        yield Reject(line=row.line, code=row.reason, text=_REASONS[row.reason], value=row.value)


def merge(*, stated: frozenset[str], now: Any) -> Any:
    """Write what is new or different; returns a row with the counts `taken`, `created`, `changed`."""
    sql.run(_statement(_PRODUCTS, _PRODUCT, stated), {"now": now})
    sql.run(_statement(_SKUS, _SKU, stated))
    sql.run(_GTINS)
    return sql.fetch(_COUNT)[0]


def prices(*, most: int) -> Iterator[list[Any]]:
    """The stated prices in batches of rows (line, code, amount, per, tax_rate_permille)."""
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


def _statement(template: str, columns: tuple[str, ...], stated: frozenset[str]) -> str:
    """Only stated columns of an existing row are written; every name comes from the constants above."""

    def listed(names: tuple[str, ...], prefix: str = "", stored: bool = True) -> str:
        return ", ".join(prefix + (f"{name}_id" if stored and name == "category" else name) for name in names)

    spoken = tuple(name for name in columns if name in stated) or (
        "code",
    )  # says nothing new: changes nothing
    return template.format(
        columns=listed(columns),
        incoming=listed(columns, stored=False),
        stated=listed(spoken),
        excluded=listed(spoken, "excluded."),
        kept=listed(spoken, "kept."),
    )


def _search_text(row: Row) -> str:
    number = gtin.shortest(row.gtin) if row.gtin else ""
    return wording.search_text(
        (row.name_en, row.name_zh, row.name_ko, row.brand, row.code, number, row.plu or "")
    )
