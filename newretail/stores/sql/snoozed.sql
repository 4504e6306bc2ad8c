SELECT sku_id
FROM stores_snooze
WHERE store_id = %(store_id)s AND sku_id = ANY(%(sku_ids)s) AND until > %(at)s
