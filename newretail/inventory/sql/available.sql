SELECT
    sku_id,
    greatest(0, on_hand - held - CASE WHEN %(outside)s::bool THEN floor_guard ELSE 0 END)::bigint AS available
FROM inventory_stock
WHERE store_id = %(store)s AND sku_id = ANY(%(skus)s::text[])
