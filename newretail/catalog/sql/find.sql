-- As browse.sql, what begins with the words first: the page after a rank and a code.
SELECT found.code, found.rank
FROM (
    SELECT sku.code, (sku.search_text NOT LIKE %(starts)s)::int AS rank
    FROM catalog_sku AS sku
    JOIN catalog_product AS product ON product.code = sku.product_id
    WHERE sku.active
      AND (%(categories)s::text[] IS NULL OR product.category_id = ANY(%(categories)s::text[]))
      AND (%(among)s::text[] IS NULL OR sku.code = ANY(%(among)s::text[]))
      AND sku.search_text LIKE ALL(%(patterns)s::text[])
) AS found
WHERE (found.rank, found.code) > (%(rank)s::bigint, %(code)s)
ORDER BY found.rank, found.code
LIMIT %(limit)s
