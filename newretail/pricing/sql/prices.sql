-- What each SKU costs in one store at one time: the store's own price if it has one, else the chain's; the later start wins.
SELECT wanted.sku_id, price.amount, price.per, price.currency, price.tax_rate_permille, price.id AS log_id
FROM unnest(%(sku_ids)s::text[]) AS wanted (sku_id)
CROSS JOIN LATERAL (
    (SELECT 1 AS rank, id, amount, per, currency, tax_rate_permille
     FROM pricing_pricelog
     WHERE sku_id = wanted.sku_id AND store_id = %(store_id)s
       AND starts_at <= %(at)s AND (ends_at IS NULL OR ends_at > %(at)s)
     ORDER BY starts_at DESC, id DESC LIMIT 1)
    UNION ALL
    (SELECT 2, id, amount, per, currency, tax_rate_permille
     FROM pricing_pricelog
     WHERE sku_id = wanted.sku_id AND store_id IS NULL
       AND starts_at <= %(at)s AND (ends_at IS NULL OR ends_at > %(at)s)
     ORDER BY starts_at DESC, id DESC LIMIT 1)
    ORDER BY rank LIMIT 1
) AS price
