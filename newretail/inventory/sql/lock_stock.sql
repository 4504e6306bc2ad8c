SELECT sku_id, on_hand, held, floor_guard
FROM inventory_stock
WHERE store_id = %(store)s AND sku_id = ANY(%(skus)s::text[])
ORDER BY sku_id
FOR UPDATE
