-- How long each stage took for the parcels of some stores that moved on in a period: median and 90th percentile in seconds. One range
-- of stage_by_store for each of them, a dozen rows an order; six hours before the period are read too, for the stages that began there.
WITH reached AS (
    SELECT ref, way, stage, at FROM fulfilment_stage
    WHERE store_id = ANY(%(stores)s) AND at >= %(since)s - interval '6 hours' AND at < %(until)s
), shared AS (
    SELECT
        ref,
        min(at) FILTER (WHERE stage = 'released') AS released,
        min(at) FILTER (WHERE stage = 'pick_started') AS pick_started,
        max(at) FILTER (WHERE stage = 'picked') AS picked,
        max(at) FILTER (WHERE stage = 'arrived') AS arrived
    FROM reached WHERE way = '' GROUP BY ref
), own AS (
    SELECT
        ref, way,
        max(at) FILTER (WHERE stage = 'arrived') AS arrived,
        max(at) FILTER (WHERE stage = 'packed') AS packed,
        max(at) FILTER (WHERE stage = 'handed_over') AS handed_over,
        max(at) FILTER (WHERE stage = 'delivered') AS delivered
    FROM reached WHERE way <> '' GROUP BY ref, way HAVING max(at) >= %(since)s
), clock AS (
    SELECT each.stage, each.took
    FROM own JOIN shared USING (ref)
    CROSS JOIN LATERAL (VALUES
        ('waiting', shared.pick_started - shared.released),
        ('picking', shared.picked - shared.pick_started),
        ('conveyor', coalesce(own.arrived, shared.arrived) - shared.picked),
        ('packing', own.packed - coalesce(own.arrived, shared.arrived)),
        ('in_store', own.packed - shared.released),
        ('for_courier', CASE WHEN own.way = 'deliver' THEN own.handed_over - own.packed END),
        ('riding', CASE WHEN own.way = 'deliver' THEN own.delivered - own.handed_over END)
    ) AS each (stage, took)
    WHERE each.took >= interval '0'
)
SELECT
    stage, count(*) AS parcels,
    round(extract(epoch FROM percentile_cont(0.5) WITHIN GROUP (ORDER BY took)))::int AS p50,
    round(extract(epoch FROM percentile_cont(0.9) WITHIN GROUP (ORDER BY took)))::int AS p90
FROM clock GROUP BY stage
