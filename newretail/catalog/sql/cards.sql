-- {columns}: those of the fields that stand on a card.
SELECT sku.code, sku.product_id, product.allergens_stated, product.source, product.held_back, {columns},
       (SELECT gtin FROM catalog_gtin WHERE sku_id = sku.code ORDER BY quantity, gtin LIMIT 1) AS gtin
FROM catalog_sku AS sku
JOIN catalog_product AS product ON product.code = sku.product_id
WHERE sku.code = ANY(%(codes)s)
