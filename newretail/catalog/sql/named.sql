-- Which SKU a code names: by number first (in the order of likelihood), then by item number, then by its own code.
SELECT found.sku_id, found.quantity, found.gtin
FROM (
    SELECT sku_id, quantity, gtin, array_position(%(gtins)s::text[], gtin::text) AS rank
    FROM catalog_gtin WHERE gtin = ANY(%(gtins)s::text[])
    UNION ALL
    SELECT code, NULL, NULL, 100 FROM catalog_sku WHERE plu = %(plu)s
    UNION ALL
    SELECT code, NULL, NULL, 200 FROM catalog_sku WHERE code = ANY(ARRAY[%(own)s, upper(%(own)s)])
) AS found
ORDER BY (found.rank = 100) = %(plu_first)s DESC, found.rank
LIMIT 1
