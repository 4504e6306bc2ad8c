SELECT sku.code
FROM catalog_sku AS sku
JOIN catalog_product AS product ON product.code = sku.product_id
WHERE sku.active
  AND (%(categories)s::text[] IS NULL OR product.category_id = ANY(%(categories)s::text[]))
  AND (%(among)s::text[] IS NULL OR sku.code = ANY(%(among)s::text[]))
ORDER BY sku.code
LIMIT %(limit)s OFFSET %(offset)s
