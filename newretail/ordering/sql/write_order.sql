-- The order, its lines, the promise taken and the cart closed: one statement. The lines are the promise's, or
-- those that came to less meanwhile; its times too, or those that count from now.
WITH placed AS (
    INSERT INTO ordering_order (id, number, store_id, member_id, promise_id, state, pays, promised_legs, address, currency, goods,
                                delivery_fee, bag_fee, total, created_at, pay_by, holds_until, paid_at, end_reason, recorded_by, placed_from)
    SELECT %(id)s, %(number)s, %(store)s, %(member)s, id, %(state)s, 'before', coalesce(%(legs)s::text::jsonb, legs), address, currency, %(goods)s::bigint,
           delivery_fee, bag_fee, %(goods)s::bigint + delivery_fee + bag_fee, %(at)s, %(pay_by)s, %(holds_until)s, %(paid_at)s::timestamptz, '', '',
           %(placed_from)s
    FROM ordering_promise WHERE id = %(promise)s
), lines AS (
    INSERT INTO ordering_orderline (order_id, line, sku_id, quantity, pieces, way, part, parent_line, substitution, swap_cap, lot_code, amount, per,
                                    tax_rate_permille, listed, cut, cuts, agreed, taken, refunded_quantity, refunded)
    SELECT %(id)s, l.line, l.sku_id, l.quantity, l.pieces, l.way, '', l.parent_line, l.substitution, l.swap_cap, l.lot_code, l.amount, l.per,
           l.tax_rate_permille, l.listed, l.cut, l.cuts, l.agreed, '[]', 0, 0
    FROM ordering_promise,
         jsonb_to_recordset(coalesce(%(lines)s::text::jsonb, lines)) AS l(line smallint, sku_id text, quantity int, pieces int, way text, substitution text,
                                        swap_cap bigint, lot_code text, parent_line smallint, amount bigint, per int,
                                        tax_rate_permille smallint, listed bigint, cut bigint, cuts jsonb, agreed bigint)
    WHERE id = %(promise)s
), taken AS (
    UPDATE ordering_promise SET state = 'taken' WHERE id = %(promise)s
)
UPDATE ordering_cart SET state = 'ordered' WHERE id = %(cart)s
