-- What one member buys, product by product, the most often bought first. One range of order_of_member, then the lines by key.
SELECT line.sku_id, count(DISTINCT line.order_id) AS orders, max(sale.created_at) AS last_at
FROM ordering_order AS sale
JOIN ordering_orderline AS line ON line.order_id = sale.id
WHERE sale.member_id = %(member)s AND sale.created_at >= %(since)s AND sale.paid_at IS NOT NULL AND sale.state <> 'cancelled'
GROUP BY line.sku_id
ORDER BY orders DESC, last_at DESC, line.sku_id LIMIT %(limit)s
