WITH locked AS MATERIALIZED (
    SELECT id FROM inventory_hold WHERE store_id = %(store)s AND ref = %(ref)s ORDER BY sku_id, id FOR UPDATE
), kept AS (
    UPDATE inventory_hold AS hold SET until = NULL FROM locked WHERE hold.id = locked.id AND hold.until IS NOT NULL
)
SELECT count(*) AS kept FROM locked
