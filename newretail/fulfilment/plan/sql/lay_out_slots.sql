-- Make the slots that are not there yet; give those that are there today's capacity, never less than is booked.
INSERT INTO fulfilment_workslot (store_id, starts_at, capacity, booked)
SELECT %(store_id)s, starts_at, %(capacity)s, 0
FROM generate_series(%(first)s::timestamptz, %(last)s::timestamptz, make_interval(secs => %(slot_seconds)s)) AS starts_at
ON CONFLICT (store_id, starts_at) DO UPDATE
SET capacity = GREATEST(fulfilment_workslot.booked, EXCLUDED.capacity)
WHERE fulfilment_workslot.capacity <> GREATEST(fulfilment_workslot.booked, EXCLUDED.capacity)
