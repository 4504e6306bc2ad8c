-- The order, its lines, the promise taken, the cart closed and the fact in the outbox: one statement.
WITH placed AS (
    INSERT INTO ordering_order (id, number, store_id, member_id, promise_id, state, legs, address, currency, goods,
                                delivery_fee, bag_fee, total, created_at, pay_by, end_reason)
    SELECT %(id)s, %(number)s, %(store)s, %(member)s, id, 'awaiting_payment', legs, address, currency, goods,
           delivery_fee, bag_fee, goods + delivery_fee + bag_fee, %(at)s, %(pay_by)s, ''
    FROM ordering_promise WHERE id = %(promise)s
), lines AS (
    INSERT INTO ordering_orderline (order_id, line, sku_id, quantity, way, substitution, swap_cap, lot_code, amount, per,
                                    tax_rate_permille, agreed, taken, refunded_quantity, refunded)
    SELECT %(id)s, l.line, l.sku_id, l.quantity, l.way, l.substitution, l.swap_cap, l.lot_code, l.amount, l.per,
           l.tax_rate_permille, l.agreed, '[]', 0, 0
    FROM ordering_promise,
         jsonb_to_recordset(lines) AS l(line smallint, sku_id text, quantity int, way text, substitution text,
                                        swap_cap bigint, lot_code text, amount bigint, per int,
                                        tax_rate_permille smallint, agreed bigint)
    WHERE id = %(promise)s
), taken AS (
    UPDATE ordering_promise SET state = 'taken' WHERE id = %(promise)s
), closed AS (
    UPDATE ordering_cart SET state = 'ordered' WHERE id = %(cart)s
)
INSERT INTO kernel_event (event_id, name, store_id, ref, body, occurred_at)
VALUES (%(event_id)s, %(name)s, %(store_id)s, %(ref)s, %(body)s::text::jsonb, %(at)s)
