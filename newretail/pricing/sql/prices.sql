-- What each wanted price is in one store at one time: the store's own if it has one, else the chain's, both in the
-- store's currency and in no other; the later start wins. A SKU's
-- price for everyone has tier '' and lot ''; a markdown of a lot and a tier's price are asked for beside it, by keys of their own.
SELECT
    wanted.sku_id, wanted.tier, wanted.lot_code, price.amount, price.per, price.currency, price.tax_rate_permille, price.reason,
    price.id AS log_id
FROM unnest(%(sku_ids)s::text[], %(tiers)s::text[], %(lot_codes)s::text[]) AS wanted (sku_id, tier, lot_code)
CROSS JOIN LATERAL (
    (SELECT 1 AS rank, id, amount, per, currency, tax_rate_permille, reason
     FROM pricing_pricelog
     WHERE sku_id = wanted.sku_id AND store_id = %(store_id)s AND currency = %(currency)s AND tier = wanted.tier AND lot_code = wanted.lot_code
       AND starts_at <= %(at)s AND (ends_at IS NULL OR ends_at > %(at)s)
     ORDER BY starts_at DESC, id DESC LIMIT 1)
    UNION ALL
    (SELECT 2, id, amount, per, currency, tax_rate_permille, reason
     FROM pricing_pricelog
     WHERE sku_id = wanted.sku_id AND store_id IS NULL AND currency = %(currency)s AND tier = wanted.tier AND lot_code = wanted.lot_code
       AND starts_at <= %(at)s AND (ends_at IS NULL OR ends_at > %(at)s)
     ORDER BY starts_at DESC, id DESC LIMIT 1)
    ORDER BY rank LIMIT 1
) AS price
