-- All lines or none. `wanted` adds the lines up per SKU; `locked` takes the stock rows in the one order that everybody keeps and,
-- because FOR UPDATE waits, reads each row as the last winner left it (READ COMMITTED re-reads the newest version of a row it had
-- to wait for). `short` is therefore decided on current figures under locks; `taken` and `made` run only when nothing is short.
-- Outside lines are served first and leave the floor guard alone; lines from inside the store may use it.
--
-- The advisory lock is only a queue: whoever waits for a hot row waits in line and is woken alone, instead of with everybody else
-- at each commit. Nothing rests on it; the row locks and the constraint decide.
--
-- `over` bounds what one holder may hold at a time: of each SKU at most `percent` of what the store has, or `few` units where that is
-- more. `beside` are the refs of the same holder's other holds; whoever asks has made sure that these are all there are.
--
-- The arrays come through sub-selects and the rows through LATERAL and ANY, so that one plan by index fits any number of lines
-- and the server keeps it instead of planning anew each time.
WITH line AS MATERIALIZED (
    SELECT *
    FROM unnest(
        (SELECT %(lines)s::text[]), (SELECT %(skus)s::text[]), (SELECT %(quantities)s::bigint[]), (SELECT %(outside)s::bool[]),
        (SELECT %(few)s::bigint[])
    ) AS line (line, sku_id, quantity, outside, few)
), beside AS MATERIALIZED (
    SELECT sku_id, sum(quantity)::bigint AS held
    FROM inventory_hold
    WHERE store_id = %(store)s AND ref = ANY((SELECT %(beside)s::text[])::text[])
    GROUP BY sku_id
), locked AS MATERIALIZED (
    SELECT
        wanted.sku_id, wanted.total, wanted.outside, wanted.few, stock.id, coalesce(stock.free, 0) AS free,
        coalesce(stock.floor_guard, 0) AS floor_guard, coalesce(stock.on_hand, 0) AS on_hand
    FROM (
        SELECT
            sku_id, sum(quantity)::bigint AS total, coalesce(sum(quantity) FILTER (WHERE outside), 0)::bigint AS outside,
            max(few) AS few,
            pg_advisory_xact_lock(hashtextextended(sku_id, hashtext(%(store)s))) AS turn
        FROM line
        GROUP BY sku_id
        ORDER BY sku_id
    ) AS wanted
    LEFT JOIN LATERAL (
        SELECT id, on_hand - held AS free, floor_guard, on_hand
        FROM inventory_stock
        WHERE store_id = %(store)s AND sku_id = wanted.sku_id
        FOR UPDATE
    ) AS stock ON true
), short AS MATERIALIZED (
    SELECT sku_id, free, floor_guard
    FROM locked
    WHERE free < total OR (outside > 0 AND free - floor_guard < outside)
), over AS MATERIALIZED (
    SELECT locked.sku_id, greatest(bound.most - coalesce(beside.held, 0), 0) AS may_hold
    FROM locked
    LEFT JOIN beside USING (sku_id)
    CROSS JOIN LATERAL (
        SELECT greatest(locked.few, (locked.on_hand * %(percent)s::bigint + 99) / 100) AS most
    ) AS bound
    WHERE coalesce(beside.held, 0) + locked.total > bound.most
), taken AS (
    UPDATE inventory_stock AS stock
    SET held = stock.held + (SELECT locked.total FROM locked WHERE locked.id = stock.id)
    WHERE stock.id = ANY(ARRAY(SELECT id FROM locked)) AND NOT EXISTS (SELECT FROM short) AND NOT EXISTS (SELECT FROM over)
), made AS (
    INSERT INTO inventory_hold (store_id, ref, line, sku_id, quantity, until)
    SELECT %(store)s, %(ref)s, line, sku_id, quantity, %(until)s::timestamptz
    FROM line
    WHERE NOT EXISTS (SELECT FROM short) AND NOT EXISTS (SELECT FROM over)
)
SELECT inventory_refuse_short(jsonb_agg(why ORDER BY why ->> 'sku_id'))
FROM (SELECT to_jsonb(short) AS why FROM short UNION ALL SELECT to_jsonb(over) FROM over) AS refused
HAVING count(*) > 0
