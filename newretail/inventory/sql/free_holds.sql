-- Ends holds and gives their quantities back to the free stock. The caller has the stock rows.
WITH locked AS MATERIALIZED (
    SELECT id, sku_id, lot_id, quantity
    FROM inventory_hold
    WHERE
        store_id = %(store)s AND ref = %(ref)s AND sku_id = ANY(%(skus)s::text[])
        AND (%(lines)s::text[] IS NULL OR line = ANY(%(lines)s::text[]))
        AND (%(due)s::timestamptz IS NULL OR until <= %(due)s::timestamptz)
    ORDER BY sku_id, id
    FOR UPDATE
), gone AS (
    DELETE FROM inventory_hold AS hold USING locked WHERE hold.id = locked.id
), freed AS (
    UPDATE inventory_stock AS stock
    SET held = stock.held - back.quantity
    FROM (SELECT sku_id, sum(quantity) AS quantity FROM locked GROUP BY sku_id) AS back
    WHERE stock.store_id = %(store)s AND stock.sku_id = back.sku_id
), unnamed AS (
    UPDATE inventory_lot AS lot
    SET held = lot.held - back.quantity
    FROM (SELECT lot_id, sum(quantity) AS quantity FROM locked WHERE lot_id IS NOT NULL GROUP BY lot_id) AS back
    WHERE lot.id = back.lot_id
)
SELECT count(*) AS freed FROM locked
