-- Every way in which the books could disagree, one row each. Empty when they balance.
WITH leg AS (
    SELECT store_id, sku_id, lot_id, ref, line, target AS place, quantity
    FROM inventory_movement WHERE %(store)s::text IS NULL OR store_id = %(store)s
    UNION ALL
    SELECT store_id, sku_id, lot_id, ref, line, source, -quantity
    FROM inventory_movement WHERE %(store)s::text IS NULL OR store_id = %(store)s
), ledger AS (
    SELECT store_id, sku_id, sum(quantity) AS quantity FROM leg WHERE place = 'stock' GROUP BY store_id, sku_id
), lot_place AS (
    SELECT lot_id, place, sum(quantity) AS quantity
    FROM leg WHERE place IN ('stock', 'expired', 'blocked') GROUP BY lot_id, place
), lot AS (
    SELECT id, store_id, sku_id, code, on_hand, held, CASE state WHEN 'good' THEN 'stock' ELSE state END AS place
    FROM inventory_lot WHERE %(store)s::text IS NULL OR store_id = %(store)s
), good AS (
    SELECT store_id, sku_id, sum(on_hand) AS quantity FROM lot WHERE place = 'stock' GROUP BY store_id, sku_id
), promised AS (
    SELECT store_id, sku_id, sum(quantity) AS quantity
    FROM inventory_hold WHERE %(store)s::text IS NULL OR store_id = %(store)s GROUP BY store_id, sku_id
), named AS (
    SELECT lot_id, sum(quantity) AS quantity
    FROM inventory_hold
    WHERE lot_id IS NOT NULL AND (%(store)s::text IS NULL OR store_id = %(store)s) GROUP BY lot_id
), stock AS (
    SELECT store_id, sku_id, on_hand, held
    FROM inventory_stock WHERE %(store)s::text IS NULL OR store_id = %(store)s
), difference AS (
    SELECT
        store_id, sku_id, 'stock against ledger' AS what, coalesce(ledger.quantity, 0) AS expected,
        coalesce(stock.on_hand, 0) AS found
    FROM stock FULL JOIN ledger USING (store_id, sku_id)
    UNION ALL
    SELECT store_id, sku_id, 'stock against lots', coalesce(good.quantity, 0), coalesce(stock.on_hand, 0)
    FROM stock FULL JOIN good USING (store_id, sku_id)
    UNION ALL
    SELECT store_id, sku_id, 'held against holds', coalesce(promised.quantity, 0), coalesce(stock.held, 0)
    FROM stock FULL JOIN promised USING (store_id, sku_id)
    UNION ALL
    SELECT store_id, sku_id, 'held within stock', least(held, on_hand), greatest(held, 0) FROM stock
    UNION ALL
    SELECT lot.store_id, lot.sku_id, 'lot ' || lot.code || ' held against holds', coalesce(named.quantity, 0), lot.held
    FROM lot LEFT JOIN named ON named.lot_id = lot.id
    UNION ALL
    SELECT store_id, sku_id, 'lot ' || code || ' held within lot', least(held, on_hand), greatest(held, 0) FROM lot
    UNION ALL
    SELECT lot.store_id, lot.sku_id, 'lot ' || lot.code || ' against ledger', coalesce(lot_place.quantity, 0), lot.on_hand
    FROM lot LEFT JOIN lot_place ON lot_place.lot_id = lot.id AND lot_place.place = lot.place
    UNION ALL
    SELECT lot.store_id, lot.sku_id, 'lot ' || lot.code || ' also ' || lot_place.place, 0, lot_place.quantity
    FROM lot JOIN lot_place ON lot_place.lot_id = lot.id AND lot_place.place <> lot.place
    UNION ALL
    SELECT store_id, sku_id, place || ' of ' || ref || ' ' || line, greatest(sum(quantity), 0), sum(quantity)
    FROM leg WHERE place IN ('bag', 'customer') GROUP BY store_id, sku_id, lot_id, place, ref, line
)
SELECT store_id, sku_id, what, expected::bigint AS expected, found::bigint AS found
FROM difference
WHERE expected <> found
ORDER BY store_id, sku_id, what
