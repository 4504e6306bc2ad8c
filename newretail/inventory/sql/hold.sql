-- All lines or none. `wanted` adds the lines up per SKU; `locked` takes the stock rows in the one order that everybody keeps and,
-- because FOR UPDATE waits, reads each row as the last winner left it (READ COMMITTED re-reads the newest version of a row it had
-- to wait for). `short` is therefore decided on current figures under locks; `taken` and `made` run only when nothing is short.
-- Outside lines are served first and leave the floor guard alone; lines from inside the store may use it.
WITH wanted AS MATERIALIZED (
    SELECT sku_id, sum(quantity) AS total, coalesce(sum(quantity) FILTER (WHERE outside), 0) AS outside
    FROM unnest(%(skus)s::text[], %(quantities)s::bigint[], %(outside)s::bool[]) AS line (sku_id, quantity, outside)
    GROUP BY sku_id
), locked AS MATERIALIZED (
    SELECT stock.id, stock.sku_id, stock.on_hand - stock.held AS free, stock.floor_guard, wanted.total, wanted.outside
    FROM wanted
    JOIN inventory_stock AS stock ON stock.store_id = %(store)s AND stock.sku_id = wanted.sku_id
    ORDER BY stock.sku_id
    FOR UPDATE OF stock
), short AS MATERIALIZED (
    SELECT wanted.sku_id, wanted.total, coalesce(locked.free, 0) AS free, coalesce(locked.floor_guard, 0) AS floor_guard
    FROM wanted
    LEFT JOIN locked ON locked.sku_id = wanted.sku_id
    WHERE locked.id IS NULL
        OR locked.free < locked.total OR (locked.outside > 0 AND locked.free - locked.floor_guard < locked.outside)
), taken AS (
    UPDATE inventory_stock AS stock
    SET held = stock.held + locked.total
    FROM locked
    WHERE stock.id = locked.id AND NOT EXISTS (SELECT FROM short)
), made AS (
    INSERT INTO inventory_hold (store_id, ref, line, sku_id, quantity, until)
    SELECT %(store)s, %(ref)s, line.line, line.sku_id, line.quantity, %(until)s::timestamptz
    FROM unnest(%(lines)s::text[], %(skus)s::text[], %(quantities)s::bigint[]) AS line (line, sku_id, quantity)
    WHERE NOT EXISTS (SELECT FROM short)
)
SELECT sku_id, free::bigint AS free, floor_guard FROM short ORDER BY sku_id
