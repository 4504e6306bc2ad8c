-- The promise and its cart, both locked against the sweeper and against a second order, within the member's own carts; the store's
-- bounds for what waits unpaid, and what of this person and from their network waits already. The rows counted are few: an order
-- waits for minutes, and both counts end at a bound.
SELECT p.id, p.state, p.expires_at, p.holds_until, p.revision, p.lines, p.legs, p.tier, p.currency, p.delivery_fee, p.bag_fee,
       c.id AS cart_id, c.store_id, c.state AS cart_state, c.revision AS cart_revision,
       ordering_next_number(c.store_id) AS number,
       coalesce(t.unpaid_orders, %(usual_unpaid_orders)s)::int AS unpaid_orders,
       coalesce(t.unpaid_share, %(usual_unpaid_share)s)::int AS unpaid_share,
       coalesce(t.unpaid_of_network, %(usual_unpaid_of_network)s)::int AS unpaid_of_network,
       coalesce(t.pay_minutes, %(usual_pay_minutes)s)::int AS pay_minutes,
       coalesce(t.guest_pay_minutes, %(usual_guest_pay_minutes)s)::int AS guest_pay_minutes,
       ARRAY(
           SELECT 'order:' || o.id
           FROM ordering_order o
           WHERE o.member_id = %(member)s AND o.created_at > %(since)s AND o.store_id = c.store_id
               AND o.state = 'awaiting_payment' AND o.promise_id IS NOT NULL
           ORDER BY o.created_at DESC LIMIT %(most_orders)s
       ) AS unpaid_refs,
       CASE WHEN p.tier = '' AND %(placed_from)s::text <> '' THEN (
           SELECT count(*)
           FROM (
               SELECT FROM ordering_order o
               WHERE o.placed_from = %(placed_from)s::text AND o.placed_from <> '' AND o.state = 'awaiting_payment'
                   AND o.store_id = c.store_id
               LIMIT %(most_of_network)s
           ) AS seen
       ) ELSE 0 END AS unpaid_from_network
FROM ordering_promise p
JOIN ordering_cart c ON c.id = p.cart_id
LEFT JOIN ordering_saleterms t ON t.store_id = c.store_id
WHERE p.id = %(promise)s AND c.member_id = %(member)s
FOR UPDATE OF p, c
