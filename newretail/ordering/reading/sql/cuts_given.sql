-- What a period's paid orders of one store cost less than their list prices, by reason: of what was taken, of what was agreed where
-- that is not known yet. One range of order_of_store, then the lines by key; most lines have no cut and are passed over.
SELECT
    given ->> 'kind' AS kind,
    count(DISTINCT line.order_id) AS orders,
    sum(coalesce((given ->> 'settled')::bigint, (given ->> 'amount')::bigint))::bigint AS amount
FROM ordering_order AS sale
JOIN ordering_orderline AS line ON line.order_id = sale.id
CROSS JOIN LATERAL jsonb_array_elements(line.cuts) AS given
WHERE sale.store_id = %(store)s AND sale.created_at >= %(since)s AND sale.created_at < %(until)s
    AND sale.paid_at IS NOT NULL AND sale.state <> 'cancelled' AND line.cut > 0
GROUP BY 1 ORDER BY amount DESC, kind
