-- New chain prices for those SKUs whose price in that currency is another one now, or none.
INSERT INTO pricing_pricelog
    (sku_id, store_id, tier, lot_code, amount, per, currency, tax_rate_permille, starts_at, ends_at, reason, by, created_at)
SELECT listed.sku_id, NULL, '', '', listed.amount, listed.per, listed.currency, listed.tax_rate_permille, %(now)s::timestamptz, NULL, %(reason)s::text,
       %(by)s::text, %(now)s::timestamptz
FROM unnest(%(sku_ids)s::text[], %(amounts)s::bigint[], %(pers)s::int[], %(currencies)s::text[], %(tax_rates)s::int[])
    AS listed (sku_id, amount, per, currency, tax_rate_permille)
LEFT JOIN LATERAL (
    SELECT amount, per, currency, tax_rate_permille
    FROM pricing_pricelog
    WHERE sku_id = listed.sku_id AND store_id IS NULL AND currency = listed.currency AND tier = '' AND lot_code = '' AND starts_at <= %(now)s AND (ends_at IS NULL OR ends_at > %(now)s)
    ORDER BY starts_at DESC, id DESC LIMIT 1
) AS standing ON true
WHERE (standing.amount, standing.per, standing.currency, standing.tax_rate_permille)
    IS DISTINCT FROM (listed.amount, listed.per, listed.currency, listed.tax_rate_permille)
ORDER BY listed.sku_id
RETURNING id, sku_id, amount, per, currency, tax_rate_permille
