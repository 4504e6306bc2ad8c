-- A period's orders of one store by the hour of its own clock in which they were placed. One range of order_of_store: a row an order.
SELECT
    date_trunc('hour', created_at AT TIME ZONE %(zone)s) AT TIME ZONE %(zone)s AS hour,
    count(*) AS placed,
    count(*) FILTER (WHERE paid_at IS NOT NULL AND state <> 'cancelled') AS sold,
    coalesce(sum(coalesce(settled, total)) FILTER (WHERE paid_at IS NOT NULL AND state <> 'cancelled'), 0)::bigint AS amount
FROM ordering_order
WHERE store_id = %(store)s AND created_at >= %(since)s AND created_at < %(until)s
GROUP BY 1 ORDER BY 1
