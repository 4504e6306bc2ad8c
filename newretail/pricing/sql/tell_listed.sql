-- One price of each SKU that a product file can state: a chain price that stands now and does not end by itself, in a currency that
-- prices may be stated in; the chain's currency first.
SELECT DISTINCT ON (sku_id) sku_id, amount, per, currency, tax_rate_permille
FROM (
    SELECT DISTINCT ON (sku_id, currency) sku_id, amount, per, currency, tax_rate_permille, ends_at
    FROM pricing_pricelog
    WHERE sku_id = ANY(%(sku_ids)s::text[]) AND currency = ANY(%(currencies)s::text[]) AND store_id IS NULL AND tier = '' AND lot_code = ''
      AND starts_at <= %(now)s::timestamptz AND (ends_at IS NULL OR ends_at > %(now)s::timestamptz)
    ORDER BY sku_id, currency, starts_at DESC, id DESC
) AS standing
WHERE ends_at IS NULL
ORDER BY sku_id, currency <> %(first)s::text, currency
