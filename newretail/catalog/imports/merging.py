"""From a stream of rows to the tables: COPY into a temporary table, then a few statements over all rows at once."""

from collections.abc import Collection, Iterator
from operator import attrgetter
from pathlib import Path
from typing import Any

import psycopg
from django.db import connection
from psycopg import sql as compose

from newretail.catalog import fields
from newretail.catalog.fields import Field
from newretail.catalog.imports import open_food_facts
from newretail.catalog.imports.reasons import (
    BAD_NUMBER,
    CURRENCY_NOT_TAKEN,
    NO_CATEGORY,
    NO_NAME,
    OURS,
    TAKEN,
    TWICE,
    UNIT_FIXED,
)
from newretail.catalog.imports.rows import Reject, Row
from newretail.catalog.kinds import Kind
from newretail.catalog.rules import gtin, wording
from newretail.kernel import sql

_OWN = {
    "line": "int", "code": "text", "product": "text", "gtin": "text", "source": "text", "allergens_stated": "boolean",
    "held_back": "text", "spoken": "text[]", "amount": "bigint", "per": "int", "per_unit": "text",
    "currency": "text", "tax_rate_permille": "smallint", "search_text": "text", "kinds": "text[]",
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
_REASONS = {
    "twice": TWICE,
    "taken": TAKEN,
    "unknown_category": NO_CATEGORY,
    "currency_not_taken": CURRENCY_NOT_TAKEN,
    "unit_fixed": UNIT_FIXED,
    "bad_number": BAD_NUMBER,
    "no_name": NO_NAME,
    "kept_ours": OURS,
}

_TURN_AWAY = sql.load(str(Path(__file__).parent), "turn_away.sql")
_ADOPT = """
UPDATE incoming SET product = sku.product_id FROM catalog_sku AS sku
WHERE sku.code = incoming.code AND sku.product_id <> incoming.product
"""
_TOUCH = """
INSERT INTO touched (code, product, fresh, of_product, of_sku, taken_over)
SELECT said.code, said.product, false, differs.of_product, differs.of_sku,
       said.source = 'chain' AND product.source <> 'chain' AND (differs.of_product OR differs.of_theirs)
FROM incoming AS said
JOIN catalog_product AS product ON product.code = said.product
LEFT JOIN catalog_sku AS sku ON sku.code = said.code
CROSS JOIN LATERAL (
    SELECT ({product_before}) IS DISTINCT FROM ({product_after}) AS of_product,
           sku.code IS NOT NULL AND ({sku_before}) IS DISTINCT FROM ({sku_after}) AS of_sku,
           sku.code IS NOT NULL AND ({theirs_before}) IS DISTINCT FROM ({theirs_after}) AS of_theirs
) AS differs
WHERE differs.of_product OR differs.of_sku
"""
_CHANGE_PRODUCTS = """
UPDATE catalog_product AS product SET changed_at = %(now)s, ({columns}) = ROW ({after})
FROM (
    SELECT DISTINCT ON (incoming.product) incoming.* FROM incoming
    JOIN touched ON touched.code = incoming.code AND touched.of_product
    ORDER BY incoming.product, incoming.line
) AS said
WHERE product.code = said.product
"""
_CHANGE_SKUS = """
UPDATE catalog_sku AS sku SET ({columns}) = ROW ({after})
FROM incoming AS said JOIN touched ON touched.code = said.code AND touched.of_sku
WHERE sku.code = said.code
"""
_TAKE_OVER = """
UPDATE catalog_product SET source = 'off_edited', changed_at = %(now)s
FROM touched WHERE touched.taken_over AND catalog_product.code = touched.product
"""
_NEW_PRODUCTS = """
INSERT INTO catalog_product (code, source, held_back, allergens_stated, {columns}, changed_at)
SELECT DISTINCT ON (product) product, source, held_back, coalesce(allergens_stated, %(states_allergens)s), {incoming}, %(now)s
FROM incoming WHERE NOT EXISTS (SELECT FROM catalog_product AS known WHERE known.code = incoming.product)
ORDER BY product, line
ON CONFLICT (code) DO NOTHING
"""
_NEW_SKUS = """
WITH merged AS (
    INSERT INTO catalog_sku (code, product_id, search_text, kinds, {columns})
    SELECT code, product, search_text, kinds, {incoming} FROM incoming
    WHERE NOT EXISTS (SELECT FROM catalog_sku AS known WHERE known.code = incoming.code) ORDER BY code
    ON CONFLICT (code) DO NOTHING
    RETURNING code
)
INSERT INTO touched (code, fresh) SELECT code, true FROM merged
"""
_GTINS = """
WITH merged AS (
    INSERT INTO catalog_gtin (gtin, sku_id, quantity)
    SELECT incoming.gtin, sku.code, CASE WHEN sku.unit = 'each' OR sku.weighed THEN 1 ELSE coalesce(sku.content, 1) END
    FROM incoming JOIN catalog_sku AS sku ON sku.code = incoming.code
    WHERE incoming.gtin IS NOT NULL ORDER BY incoming.gtin
    ON CONFLICT (gtin) DO NOTHING
    RETURNING sku_id
)
INSERT INTO touched (code, fresh) SELECT sku_id, false FROM merged
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
SELECT code FROM (
    SELECT code FROM touched GROUP BY code HAVING NOT bool_or(fresh)
    UNION
    SELECT sku.code FROM touched JOIN catalog_sku AS sku ON sku.product_id = touched.product WHERE touched.of_product
) AS renewed
WHERE code > %(after)s ORDER BY code LIMIT %(most)s
"""
_SAME_ALLERGENS = "(product.allergens @> said.allergens AND product.allergens <@ said.allergens)"
_OTHERWISE = {
    "allergens": f"""CASE WHEN {_SAME_ALLERGENS} OR said.allergens <@ product.allergens AND NOT {{said}} THEN product.allergens
        WHEN {{said}} THEN said.allergens
        ELSE ARRAY(SELECT DISTINCT unnest(product.allergens || said.allergens) ORDER BY 1)::varchar[] END""",
    "age_limit": "CASE WHEN {said} THEN said.age_limit ELSE greatest(product.age_limit, said.age_limit) END",
    "plu": "CASE WHEN NOT {said} OR ltrim(sku.plu, '0') = said.plu THEN sku.plu ELSE said.plu END",
}
"""What a row that was there gets where its old value has a say. Allergens and the age limit of a row with half of the evidence add to
what is known. An item number without its leading zeros, as spreadsheets write it, is the same number."""
_BESIDE = {
    "allergens_stated": f"""CASE WHEN NOT {{allergens}} THEN product.allergens_stated
        ELSE coalesce(said.allergens_stated, product.allergens_stated OR NOT {_SAME_ALLERGENS}) END""",
    "held_back": """CASE WHEN said.source = 'chain' THEN product.held_back
        WHEN {age_limit} THEN said.held_back
        WHEN product.age_limit IS NULL AND said.held_back <> '' THEN said.held_back ELSE product.held_back END""",
}
"""Columns of a product that are no fields of its sheet."""


def prepare() -> None:
    """The temporary tables of this transaction; they vanish with it, or with the next import inside it."""
    sql.run("DROP TABLE IF EXISTS pg_temp.incoming, pg_temp.touched")
    sql.run(f"CREATE TEMP TABLE incoming ({_INCOMING}) ON COMMIT DROP")
    sql.run(
        "CREATE TEMP TABLE touched (code text NOT NULL, product text, fresh boolean NOT NULL, of_product boolean NOT NULL DEFAULT false, "
        "of_sku boolean NOT NULL DEFAULT false, taken_over boolean NOT NULL DEFAULT false) ON COMMIT DROP"
    )


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
            row.held_back,
            None if row.spoken is None else list(row.spoken),
            *_price(row),
            _search_text(row),
            wording.kinds(row.names.values()),
            *said,
        )
    )


def turn_away(*, stated: frozenset[str], currencies: Collection[str]) -> Iterator[Reject]:
    """Rows that do not fit with the others, with the catalogue or with these currencies, taken out of the table."""
    sql.run("ANALYZE incoming")
    sql.run(_ADOPT)
    found = sql.fetch(
        _TURN_AWAY,
        {"currencies": sorted(currencies), "stated": sorted(stated)},
    )
    for row in sorted(found, key=lambda row: row.line):
        yield Reject(line=row.line, code=row.reason, text=_REASONS[row.reason], value=row.value)


def merge(*, stated: frozenset[str], now: Any) -> Any:
    """Write what is new or different; returns a row with the counts `taken`, `created`, `changed`.

    The chain takes a product of Open Food Facts over where its file says something else of what Open Food Facts speaks about too.
    """
    products = _after(fields.PRODUCT + fields.DETAILS, stated, table="product") | _beside(stated)
    skus = _after(fields.SKU, stated, table="sku")
    theirs = {name: after for name, after in skus.items() if name in open_food_facts.STATED}
    sql.run(
        _TOUCH.format(
            product_before=_columns("product", products),
            product_after=_listed(products),
            sku_before=_columns("sku", skus),
            sku_after=_listed(skus),
            theirs_before=_columns("sku", theirs),
            theirs_after=_listed(theirs),
        )
    )
    sql.run("ANALYZE touched")
    if products:
        sql.run(_CHANGE_PRODUCTS.format(columns=", ".join(products), after=_listed(products)), {"now": now})
    if skus:
        sql.run(_CHANGE_SKUS.format(columns=", ".join(skus), after=_listed(skus)))
    sql.run(_TAKE_OVER, {"now": now})
    sql.run(
        _fresh(_NEW_PRODUCTS, fields.PRODUCT + fields.DETAILS),
        {"now": now, "states_allergens": "allergens" in stated},
    )
    sql.run(_fresh(_NEW_SKUS, fields.SKU))
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


def _after(of: tuple[Field, ...], stated: frozenset[str], *, table: str) -> dict[str, str]:
    """For each column of a row that was there and of which the file speaks, what it holds afterwards, in SQL. `said` is the file's row,
    `product` and `sku` are those of the catalogue."""
    found = {}
    for field in of:
        if not field.kind.is_spoken_of(field.name, stated):
            continue
        before, said = f"{table}.{field.stored}", _is_said(field.name)
        otherwise = _OTHERWISE.get(field.name) or field.kind.merged(field.name, before=before, stated=stated)
        found[field.stored] = otherwise.format(said=said)
    return found


def _beside(stated: frozenset[str]) -> dict[str, str]:
    allergens, age_limit = _is_said("allergens"), _is_said("age_limit")
    said = {"allergens_stated": "allergens" in stated, "held_back": "held_back" in stated}
    return {
        name: after.format(allergens=allergens, age_limit=age_limit)
        for name, after in _BESIDE.items()
        if said[name]
    }


def _is_said(name: str) -> str:
    """Whether the file's row speaks of a field of which its file does."""
    return f"(said.spoken IS NULL OR '{name}' = ANY(said.spoken))"


def _columns(table: str, after: dict[str, str]) -> str:
    return ", ".join(f"{table}.{column}" for column in after) or "NULL::text"


def _listed(after: dict[str, str]) -> str:
    return ", ".join(after.values()) or "NULL::text"


def _fresh(template: str, of: tuple[Field, ...]) -> str:
    """The statement for rows that were not there; every name comes from the list of fields."""
    return template.format(
        columns=", ".join(each.stored for each in of), incoming=", ".join(each.name for each in of)
    )


def _price(row: Row) -> tuple[int | str | None, ...]:
    price = row.price
    if price is None:
        return (None,) * 5
    return (price.amount, price.per, price.per_unit, price.currency, price.tax_rate_permille)


def _search_text(row: Row) -> str:
    number = gtin.shortest(row.gtin) if row.gtin else ""
    return wording.search_text([*row.names.values(), row.brand, row.code, number, row.plu or ""])
