SELECT DISTINCT ON (facing.sku_id)
       facing.sku_id, zone.code AS zone, shelf.code AS shelf, zone.walk_order * 100000 + shelf.walk_order AS walk_order
FROM stores_facing AS facing
JOIN stores_shelf AS shelf ON shelf.id = facing.shelf_id
JOIN stores_zone AS zone ON zone.id = shelf.zone_id
WHERE facing.store_id = %(store_id)s AND facing.sku_id = ANY(%(sku_ids)s)
ORDER BY facing.sku_id, zone.walk_order, shelf.walk_order, shelf.code
