-- Give the places of one ref back. With %(due)s, only if its reservation has lapsed by then.
WITH gone AS (
    DELETE FROM fulfilment_reservation
    WHERE ref = %(ref)s AND store_id = %(store_id)s
      AND (%(due)s::timestamptz IS NULL OR until <= %(due)s::timestamptz)
    RETURNING starts, taken
), place AS (
    SELECT unnest(starts) AS starts_at, unnest(taken) AS taken FROM gone
), slot AS (
    SELECT workslot.id, place.taken
    FROM fulfilment_workslot AS workslot JOIN place USING (starts_at)
    WHERE workslot.store_id = %(store_id)s
    ORDER BY workslot.starts_at
    FOR UPDATE OF workslot
), freed AS (
    UPDATE fulfilment_workslot AS workslot
    SET booked = workslot.booked - slot.taken
    FROM slot WHERE workslot.id = slot.id
    RETURNING workslot.id
)
SELECT (SELECT count(*) FROM gone) AS reservations, (SELECT count(*) FROM freed) AS slots
