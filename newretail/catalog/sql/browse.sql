-- The page after a code; nothing is counted off, so a SKU that comes or goes moves no other to the page before or after.
SELECT sku.code, 0 AS rank
FROM catalog_sku AS sku
JOIN catalog_product AS product ON product.code = sku.product_id
WHERE sku.active
  AND (%(categories)s::text[] IS NULL OR product.category_id = ANY(%(categories)s::text[]))
  AND (%(among)s::text[] IS NULL OR sku.code = ANY(%(among)s::text[]))
  AND sku.code > %(code)s
ORDER BY sku.code
LIMIT %(limit)s
