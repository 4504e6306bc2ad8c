-- The lots that lines of a hold name, straight after hold.sql has promised those lines of their SKUs: all or none. hold.sql has the
-- stock rows by now and every change of a lot needs its stock row, so what this statement reads of the lots is what they are.
-- A named line counts twice, in the stock and in its lot; what is left of the stock beyond the named promises is therefore always
-- enough for the others. It is a statement of its own because most orders name no lot and need not pay for it.
WITH line AS MATERIALIZED (
    SELECT *
    FROM unnest(
        (SELECT %(lines)s::text[]), (SELECT %(skus)s::text[]), (SELECT %(quantities)s::bigint[]), (SELECT %(lots)s::text[])
    ) AS line (line, sku_id, quantity, lot)
), named AS MATERIALIZED (
    SELECT
        wanted.sku_id, wanted.lot, wanted.total, found.id, coalesce(found.on_hand - found.held, 0) AS free, found.state,
        found.expires_on
    FROM (SELECT sku_id, lot, sum(quantity)::bigint AS total FROM line GROUP BY sku_id, lot) AS wanted
    LEFT JOIN LATERAL (
        SELECT id, on_hand, held, state, expires_on
        FROM inventory_lot
        WHERE store_id = %(store)s AND sku_id = wanted.sku_id AND code = wanted.lot
    ) AS found ON true
), short AS MATERIALIZED (
    SELECT sku_id, lot, free, state, expires_on
    FROM named
    WHERE free < total OR state <> 'good' OR expires_on < %(today)s::date
), reserved AS (
    UPDATE inventory_lot AS lot
    SET held = lot.held + (SELECT named.total FROM named WHERE named.id = lot.id)
    WHERE lot.id = ANY(ARRAY(SELECT id FROM named)) AND NOT EXISTS (SELECT FROM short)
), told AS (
    UPDATE inventory_hold AS hold
    SET lot_id = named.id
    FROM line JOIN named ON named.sku_id = line.sku_id AND named.lot = line.lot
    WHERE hold.store_id = %(store)s AND hold.ref = %(ref)s AND hold.line = line.line AND NOT EXISTS (SELECT FROM short)
)
SELECT inventory_refuse_short(jsonb_agg(to_jsonb(short) ORDER BY sku_id, lot)) FROM short HAVING count(*) > 0
