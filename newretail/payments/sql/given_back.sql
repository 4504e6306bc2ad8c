-- Money that one store promised back in a period, by where it came from: `prepayment` had not become sales yet, `sales` had. One range
-- of posting_of_store, the entries by key; one or two postings an order are read.
SELECT
    count(DISTINCT posting.id) AS refunds,
    coalesce(sum(entry.amount) FILTER (WHERE account.kind = 'prepaid'), 0)::bigint AS prepayment,
    coalesce(sum(entry.amount) FILTER (WHERE account.kind = 'sales'), 0)::bigint AS sales
FROM payments_posting AS posting
JOIN payments_entry AS entry ON entry.posting_id = posting.id
JOIN payments_account AS account ON account.code = entry.account_id
WHERE posting.store_id = %(store)s AND posting.at >= %(since)s AND posting.at < %(until)s AND posting.cause = 'refund'
