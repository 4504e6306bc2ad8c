-- As browse.sql: the page after a rank and a code. The nearer a SKU is to what was asked, the lower its rank: what it is (also by its category), then how many like it stand in its category
-- (a SKU of none: none).
WITH fitting AS (
    SELECT code FROM catalog_sku WHERE search_text LIKE ALL(%(holds)s::text[])
    UNION
    SELECT code FROM catalog_sku WHERE cardinality(%(loosely)s::text[]) > 0 AND search_text LIKE ANY(%(loosely)s::text[])
    UNION
    SELECT code FROM catalog_sku WHERE kinds && %(named)s::text[]
    UNION
    SELECT sku.code FROM catalog_sku AS sku JOIN catalog_product AS product ON product.code = sku.product_id
    WHERE cardinality(%(meant)s::text[]) > 0 AND product.category_id = ANY(%(meant)s::text[])
),
ranked AS (
    SELECT sku.code, 10000000 * CASE
            WHEN sku.kinds[1] = ANY(%(named)s::text[]) THEN 1
            WHEN sku.kinds && %(named)s::text[] AND NOT sku.kinds && %(unless)s::text[] THEN 2
            WHEN product.category_id = ANY(%(meant)s::text[]) THEN 3
            WHEN sku.search_text ~ %(first)s THEN 4
            WHEN sku.search_text ~ %(word)s THEN 5
            WHEN sku.search_text LIKE %(starts)s THEN 6
            ELSE 7
        END - CASE WHEN product.category_id IS NULL THEN 0 ELSE count(*) OVER (PARTITION BY product.category_id) END AS rank
    FROM fitting
    JOIN catalog_sku AS sku ON sku.code = fitting.code
    JOIN catalog_product AS product ON product.code = sku.product_id
    WHERE sku.active
      AND (%(categories)s::text[] IS NULL OR product.category_id = ANY(%(categories)s::text[]))
      AND (%(among)s::text[] IS NULL OR sku.code = ANY(%(among)s::text[]))
)
SELECT code, rank
FROM ranked
WHERE (rank, code) > (%(rank)s::bigint, %(code)s)
ORDER BY rank, code
LIMIT %(limit)s
