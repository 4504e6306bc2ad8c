-- Promises of one store that fell due in a period, by the hour of its own clock. Nobody is promised more than a day ahead, so the
-- orders of the period and of the day before are read (order_of_store), then their ways out by key. A pick-up is kept by being
-- packed in time; what is still under way after its time is not kept.
SELECT
    date_trunc('hour', leg.due_at AT TIME ZONE %(zone)s) AT TIME ZONE %(zone)s AS hour,
    count(*) AS due,
    count(*) FILTER (
        WHERE (leg.way = 'pick_up' AND leg.packed_at <= leg.due_at)
        OR (leg.way <> 'pick_up' AND leg.state = 'done' AND leg.ended_at <= leg.due_at)
    ) AS kept
FROM ordering_order AS sale
JOIN ordering_orderleg AS leg ON leg.order_id = sale.id
WHERE sale.store_id = %(store)s AND sale.created_at >= %(since)s - interval '1 day' AND sale.created_at < %(until)s
    AND leg.due_at >= %(since)s AND leg.due_at < %(until)s
    AND leg.way IN ('deliver', 'pick_up') AND leg.state <> 'cancelled'
GROUP BY 1 ORDER BY 1
