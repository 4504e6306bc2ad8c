-- One step of the ledger: the movements, and with them the lots and the stock they change. The caller has the stock rows.
WITH entry AS MATERIALIZED (
    SELECT *
    FROM unnest(
        %(skus)s::text[], %(lots)s::uuid[], %(quantities)s::bigint[], %(sources)s::text[], %(targets)s::text[],
        %(lines)s::text[], %(from_shelves)s::text[], %(to_shelves)s::text[], %(reversals)s::bigint[]
    ) WITH ORDINALITY AS entry (
        sku_id, lot_id, quantity, source, target, line, from_shelf, to_shelf, reversal_of_id, position
    )
), moved AS (
    INSERT INTO inventory_movement (
        store_id, sku_id, lot_id, quantity, source, target, from_shelf, to_shelf, cause, ref, line, "by", at, reversal_of_id
    )
    SELECT
        %(store)s, sku_id, lot_id, quantity, source, target, from_shelf, to_shelf, %(cause)s, %(ref)s, line, %(by)s,
        %(at)s::timestamptz, reversal_of_id
    FROM entry
    ORDER BY position
    RETURNING id
), freed AS MATERIALIZED (
    SELECT sku_id, lot_id, quantity
    FROM unnest(%(freed_skus)s::text[], %(freed_lots)s::uuid[], %(freed_quantities)s::bigint[]) AS freed (sku_id, lot_id, quantity)
), lots AS (
    UPDATE inventory_lot AS lot
    SET on_hand = lot.on_hand + change.quantity, held = lot.held - change.freed
    FROM (
        SELECT lot_id, sum(quantity) AS quantity, sum(freed) AS freed
        FROM (
            SELECT
                lot_id,
                CASE WHEN target IN ('stock', 'expired', 'blocked') THEN quantity ELSE 0 END
                - CASE WHEN source IN ('stock', 'expired', 'blocked') THEN quantity ELSE 0 END,
                0
            FROM entry
            UNION ALL
            SELECT lot_id, 0, quantity FROM freed WHERE lot_id IS NOT NULL
        ) AS part (lot_id, quantity, freed)
        GROUP BY lot_id
    ) AS change
    WHERE lot.id = change.lot_id AND (change.quantity <> 0 OR change.freed <> 0)
), stock AS (
    UPDATE inventory_stock AS stock
    SET on_hand = stock.on_hand + change.quantity, held = stock.held - change.freed
    FROM (
        SELECT sku_id, sum(quantity) AS quantity, sum(freed) AS freed
        FROM (
            SELECT
                sku_id,
                CASE target WHEN 'stock' THEN quantity ELSE 0 END - CASE source WHEN 'stock' THEN quantity ELSE 0 END,
                0
            FROM entry
            UNION ALL
            SELECT sku_id, 0, quantity FROM freed
        ) AS part (sku_id, quantity, freed)
        GROUP BY sku_id
    ) AS change
    WHERE stock.store_id = %(store)s AND stock.sku_id = change.sku_id AND (change.quantity <> 0 OR change.freed <> 0)
)
SELECT id FROM moved ORDER BY id
