-- Rows that are sound by themselves but do not fit with the rest of the file or with what the catalogue holds.
WITH judged AS (
    SELECT incoming.line,
        CASE
            WHEN row_number() OVER (PARTITION BY incoming.code ORDER BY incoming.line) > 1 THEN 'twice'
            WHEN incoming.gtin IS NOT NULL
                AND row_number() OVER (PARTITION BY incoming.gtin ORDER BY incoming.line) > 1 THEN 'twice'
            WHEN incoming.plu IS NOT NULL
                AND row_number() OVER (PARTITION BY incoming.plu ORDER BY incoming.line) > 1 THEN 'twice'
            WHEN numbered.sku_id <> incoming.code OR weighed.code <> incoming.code THEN 'taken'
            WHEN incoming.category IS NOT NULL AND category.slug IS NULL THEN 'unknown_category'
            WHEN incoming.currency <> '' AND incoming.currency <> ALL(%(currencies)s::text[]) THEN 'currency_not_taken'
            WHEN sku.unit <> incoming.unit AND 'unit' = ANY(coalesce(incoming.spoken, %(stated)s::text[])) THEN 'unit_fixed'
            WHEN sku.weighed <> incoming.weighed AND 'weighed' = ANY(coalesce(incoming.spoken, %(stated)s::text[])) THEN 'unit_fixed'
            WHEN incoming.per_unit <> coalesce(sku.unit, incoming.unit) THEN 'bad_number'
            WHEN sku.code IS NULL AND incoming.names = '{}' THEN 'no_name'
            WHEN product.source <> 'open_food_facts' AND incoming.source = 'open_food_facts' THEN 'kept_ours'
        END AS reason,
        CASE
            WHEN numbered.sku_id <> incoming.code THEN incoming.gtin || ' = ' || numbered.sku_id
            WHEN weighed.code <> incoming.code THEN incoming.plu || ' = ' || weighed.code
            WHEN incoming.category IS NOT NULL AND category.slug IS NULL THEN incoming.category
            WHEN incoming.currency <> '' AND incoming.currency <> ALL(%(currencies)s::text[]) THEN incoming.currency
            ELSE incoming.code
        END AS value
    FROM incoming
    LEFT JOIN catalog_sku AS sku ON sku.code = incoming.code
    LEFT JOIN catalog_product AS product ON product.code = incoming.product
    LEFT JOIN catalog_gtin AS numbered ON numbered.gtin = incoming.gtin
    LEFT JOIN catalog_sku AS weighed ON weighed.plu = incoming.plu
    LEFT JOIN catalog_category AS category ON category.slug = incoming.category
)
DELETE FROM incoming USING judged
WHERE judged.line = incoming.line AND judged.reason IS NOT NULL
RETURNING judged.line, judged.reason, judged.value
