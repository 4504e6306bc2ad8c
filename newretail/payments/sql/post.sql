-- One posting with its entries and, where they are new, their accounts, in one statement.
-- Nothing is written when the same document was posted for the same cause before.
WITH posted AS (
    INSERT INTO payments_posting (at, store_id, cause, ref, document, currency)
    VALUES (%(at)s, %(store_id)s, %(cause)s, %(ref)s, %(document)s, %(currency)s)
    ON CONFLICT (cause, document) WHERE document <> '' DO NOTHING
    RETURNING id
), sides AS (
    SELECT kind, amount, place
    FROM unnest(%(kinds)s::text[], %(amounts)s::bigint[]) WITH ORDINALITY AS side (kind, amount, place)
), opened AS (
    INSERT INTO payments_account (code, store_id, kind, currency)
    SELECT DISTINCT %(store_id)s || ':' || kind || ':' || %(currency)s, %(store_id)s, kind, %(currency)s FROM sides
    ON CONFLICT (code) DO NOTHING
), written AS (
    INSERT INTO payments_entry (posting_id, account_id, amount)
    SELECT posted.id, %(store_id)s || ':' || kind || ':' || %(currency)s, amount FROM posted, sides ORDER BY place
)
SELECT id FROM posted
