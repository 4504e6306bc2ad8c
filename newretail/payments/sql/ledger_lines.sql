SELECT posting.at, posting.store_id, posting.cause, posting.currency, side.sides
FROM payments_posting posting
CROSS JOIN LATERAL (
    SELECT string_agg(split_part(entry.account_id, ':', 2) || '=' || entry.amount, ' ' ORDER BY entry.account_id) AS sides
    FROM payments_entry entry WHERE entry.posting_id = posting.id
) side
ORDER BY posting.at, posting.store_id, posting.cause, side.sides
