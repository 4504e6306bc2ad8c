-- What one store threw away in a period, by product and cause; what was put back into stock afterwards is taken off. A partial index
-- (inventory_movement_waste) holds nothing but waste: a few hundred rows a day beside the hundred thousand of the ledger.
SELECT
    sku_id, CASE WHEN target = 'waste' THEN movement.cause ELSE coalesce(undone.cause, movement.cause) END AS cause,
    sum(CASE WHEN target = 'waste' THEN quantity ELSE -quantity END)::bigint AS quantity
FROM (
    SELECT sku_id, cause, quantity, target, reversal_of_id FROM inventory_movement
    WHERE store_id = %(store)s AND at >= %(since)s AND at < %(until)s AND (target = 'waste' OR source = 'waste')
) AS movement
LEFT JOIN LATERAL (
    SELECT earlier.cause FROM inventory_movement AS earlier WHERE earlier.id = movement.reversal_of_id
) AS undone ON true
GROUP BY 1, 2
ORDER BY 1, 2
