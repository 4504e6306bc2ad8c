-- Every row is a difference between two places that must say the same. Amounts in minor units.
WITH balance AS (
    SELECT posting.ref, account.kind, sum(entry.amount) AS amount
    FROM payments_entry entry
    JOIN payments_posting posting ON posting.id = entry.posting_id
    JOIN payments_account account ON account.code = entry.account_id
    WHERE posting.ref <> '' AND (%(store_id)s::text IS NULL OR posting.store_id = %(store_id)s)
    GROUP BY posting.ref, account.kind
), taken AS (
    SELECT ref, sum(amount) AS captured, sum(refunded) AS refunded FROM payments_payment
    WHERE state = 'captured' AND (%(store_id)s::text IS NULL OR store_id = %(store_id)s) GROUP BY ref
), returned AS (
    SELECT ref, sum(amount) AS promised, sum(amount) FILTER (WHERE state <> 'settled') AS owed FROM payments_refund
    WHERE %(store_id)s::text IS NULL OR store_id = %(store_id)s GROUP BY ref
), foreign_money AS (
    SELECT ref, currency FROM payments_payment WHERE state = 'captured'
    UNION ALL
    SELECT ref, currency FROM payments_refund
), tab AS (
    SELECT * FROM payments_tab WHERE %(store_id)s::text IS NULL OR store_id = %(store_id)s
), claim (what, store_id, ref, expected, found) AS (
    SELECT 'posting is not balanced', posting.store_id, posting.id::text, 0, coalesce(sum(entry.amount), 0)
    FROM payments_posting posting LEFT JOIN payments_entry entry ON entry.posting_id = posting.id
    WHERE %(store_id)s::text IS NULL OR posting.store_id = %(store_id)s
    GROUP BY posting.id HAVING coalesce(sum(entry.amount), 0) <> 0 OR count(entry.id) < 2
    UNION ALL
    SELECT 'captured payments', tab.store_id, tab.ref, tab.captured, coalesce(taken.captured, 0)
    FROM tab LEFT JOIN taken USING (ref)
    UNION ALL
    SELECT 'refunds on payments', tab.store_id, tab.ref, tab.refunded, coalesce(taken.refunded, 0)
    FROM tab LEFT JOIN taken USING (ref)
    UNION ALL
    SELECT 'refunds', tab.store_id, tab.ref, tab.refunded, coalesce(returned.promised, 0)
    FROM tab LEFT JOIN returned USING (ref)
    UNION ALL
    SELECT 'ledger: money in hand', tab.store_id, tab.ref,
        tab.captured - tab.refunded + coalesce(returned.owed, 0), coalesce(sum(balance.amount), 0)
    FROM tab LEFT JOIN returned USING (ref)
    LEFT JOIN balance ON balance.ref = tab.ref AND balance.kind NOT IN ('prepaid', 'sales', 'refunds_payable')
    GROUP BY tab.ref, tab.store_id, tab.captured, tab.refunded, returned.owed
    UNION ALL
    SELECT 'ledger: prepaid', tab.store_id, tab.ref, tab.prepaid, -coalesce(balance.amount, 0)
    FROM tab LEFT JOIN balance ON balance.ref = tab.ref AND balance.kind = 'prepaid'
    UNION ALL
    SELECT 'ledger: sales', tab.store_id, tab.ref, tab.sold, -coalesce(balance.amount, 0)
    FROM tab LEFT JOIN balance ON balance.ref = tab.ref AND balance.kind = 'sales'
    UNION ALL
    SELECT 'ledger: refunds payable', tab.store_id, tab.ref, coalesce(returned.owed, 0), -coalesce(balance.amount, 0)
    FROM tab LEFT JOIN returned USING (ref)
    LEFT JOIN balance ON balance.ref = tab.ref AND balance.kind = 'refunds_payable'
    UNION ALL
    SELECT 'paid above what is due', tab.store_id, tab.ref, tab.due, tab.captured - tab.refunded
    FROM tab WHERE tab.captured - tab.refunded > tab.due
    UNION ALL
    SELECT 'money of another currency', tab.store_id, tab.ref, 0, count(*)
    FROM tab JOIN foreign_money USING (ref) WHERE foreign_money.currency <> tab.currency GROUP BY tab.store_id, tab.ref
    UNION ALL
    SELECT 'ledger: a sale without a tab', '', balance.ref, 0, balance.amount
    FROM balance WHERE NOT EXISTS (SELECT FROM payments_tab t WHERE t.ref = balance.ref)
    UNION ALL
    SELECT 'ledger: cash drawers', account.store_id, '',
        coalesce((SELECT sum(expected) FROM payments_drawersession session
                  WHERE session.store_id = account.store_id AND session.currency = account.currency
                      AND session.state = 'open'), 0),
        coalesce((SELECT sum(amount) FROM payments_entry entry WHERE entry.account_id = account.code), 0)
    FROM payments_account account
    WHERE account.kind = 'cash_drawer' AND (%(store_id)s::text IS NULL OR account.store_id = %(store_id)s)
)
SELECT what, store_id, ref, expected::bigint AS expected, found::bigint AS found
FROM claim WHERE expected <> found OR what = 'posting is not balanced'
ORDER BY what, store_id, ref LIMIT 1000
