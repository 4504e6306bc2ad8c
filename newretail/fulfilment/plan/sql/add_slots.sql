-- Make the slots that are not there yet. Those that are there are neither changed nor locked: a reservation that found too
-- little room holds locks on later slots, and must not wait for an earlier one.
INSERT INTO fulfilment_workslot (store_id, starts_at, capacity, booked)
SELECT %(store_id)s, starts_at, %(capacity)s, 0
FROM generate_series(%(first)s::timestamptz, %(last)s::timestamptz, make_interval(secs => %(slot_seconds)s)) AS starts_at
ON CONFLICT (store_id, starts_at) DO NOTHING
RETURNING starts_at
