SELECT sku.code, sku.product_id, product.name_en, product.name_ko, product.name_zh, sku.unit, sku.content, sku.content_unit,
       sku.weighed, sku.plu, sku.typical_grams, sku.temperature, sku.shelf_life_days, product.allergens,
       product.allergens_stated, product.age_limit, product.picture, product.category_id, product.brand, product.origin,
       product.source, sku.active,
       (SELECT gtin FROM catalog_gtin WHERE sku_id = sku.code ORDER BY quantity, gtin LIMIT 1) AS gtin
FROM catalog_sku AS sku
JOIN catalog_product AS product ON product.code = sku.product_id
WHERE sku.code = ANY(%(codes)s)
