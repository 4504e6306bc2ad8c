-- Parcels of one store that were begun in a period and were late, by cause. The released stages of the period (stage_by_store), then
-- their parcels by ref.
SELECT parcel.late_cause AS cause, count(*) AS parcels
FROM fulfilment_stage AS begun
JOIN fulfilment_parcel AS parcel ON parcel.ref = begun.ref
WHERE begun.store_id = %(store)s AND begun.at >= %(since)s AND begun.at < %(until)s AND begun.stage = 'released'
    AND parcel.late_at IS NOT NULL
GROUP BY parcel.late_cause
ORDER BY parcels DESC, cause
