-- What a period's paid orders of one store came to, by way out and by product, in one pass: as settled, as agreed where that is not
-- known yet, less what was refunded. One range of order_of_store, then the lines by key: about eight rows an order.
SELECT
    line.way, line.sku_id,
    count(DISTINCT line.order_id) AS orders,
    sum(coalesce(line.taken_quantity, line.quantity))::bigint AS quantity,
    sum(coalesce(line.settled, line.agreed) - line.refunded)::bigint AS amount
FROM ordering_order AS sale
JOIN ordering_orderline AS line ON line.order_id = sale.id
WHERE sale.store_id = %(store)s AND sale.created_at >= %(since)s AND sale.created_at < %(until)s
    AND sale.paid_at IS NOT NULL AND sale.state <> 'cancelled'
GROUP BY GROUPING SETS ((line.way), (line.sku_id))
ORDER BY amount DESC, line.way, line.sku_id
