-- The promise and its cart, both locked against the sweeper and against a second order, within the member's own carts.
SELECT p.id, p.state, p.expires_at, p.holds_until, p.revision, p.lines, p.legs, p.tier, p.currency, p.delivery_fee, p.bag_fee,
       c.id AS cart_id, c.store_id, c.state AS cart_state, c.revision AS cart_revision,
       ordering_next_number(c.store_id) AS number
FROM ordering_promise p
JOIN ordering_cart c ON c.id = p.cart_id
WHERE p.id = %(promise)s AND c.member_id = %(member)s
FOR UPDATE OF p, c
