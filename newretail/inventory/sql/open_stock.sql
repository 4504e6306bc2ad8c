INSERT INTO inventory_stock (store_id, sku_id, on_hand, held, floor_guard)
SELECT %(store)s, sku_id, 0, 0, 0
FROM unnest(%(skus)s::text[]) AS wanted (sku_id)
ORDER BY sku_id
ON CONFLICT (store_id, sku_id) DO NOTHING
