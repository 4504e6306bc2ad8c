SELECT
    movement.line, movement.sku_id, movement.lot_id, lot.code AS lot, lot.expires_on, lot.state,
    sum(CASE movement.target WHEN %(place)s THEN movement.quantity ELSE -movement.quantity END) AS quantity
FROM inventory_movement AS movement
JOIN inventory_lot AS lot ON lot.id = movement.lot_id
WHERE
    movement.store_id = %(store)s AND movement.ref = %(ref)s AND movement.ref <> ''
    AND %(place)s IN (movement.source, movement.target)
    AND (%(lines)s::text[] IS NULL OR movement.line = ANY(%(lines)s::text[]))
GROUP BY movement.line, movement.sku_id, movement.lot_id, lot.code, lot.expires_on, lot.state
HAVING sum(CASE movement.target WHEN %(place)s THEN movement.quantity ELSE -movement.quantity END) > 0
ORDER BY movement.sku_id, movement.line, lot.expires_on NULLS LAST, lot.code
