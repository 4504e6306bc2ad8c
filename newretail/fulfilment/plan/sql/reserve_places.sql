-- Book places in the plan for one ref, all or none: lock the slots in order of time, take what each still has, write the
-- reservation, and only with it the bookings. No row comes back when there is too little room, or the ref has booked before.
WITH room AS (
    SELECT id, starts_at,
           GREATEST(0, LEAST(
               capacity - booked,
               floor(capacity * LEAST(1, 1 - extract(epoch FROM %(now)s - starts_at) / %(slot_seconds)s))
           ))::integer AS places
    FROM fulfilment_workslot
    WHERE store_id = %(store_id)s AND starts_at >= %(first)s AND starts_at < %(end)s AND booked < capacity
    ORDER BY starts_at
    FOR UPDATE
), share AS (
    SELECT id, starts_at,
           LEAST(places, GREATEST(0, %(units)s - (SUM(places) OVER (ORDER BY starts_at) - places)))::integer AS taken
    FROM room
), reservation AS (
    INSERT INTO fulfilment_reservation (ref, store_id, units, starts, taken, until, made_at)
    SELECT %(ref)s, %(store_id)s, %(units)s,
           array_agg(starts_at ORDER BY starts_at), array_agg(taken ORDER BY starts_at), %(until)s, %(now)s
    FROM share WHERE taken > 0
    HAVING SUM(taken) = %(units)s
    ON CONFLICT (ref) DO NOTHING
    RETURNING id, starts, taken
), booking AS (
    UPDATE fulfilment_workslot AS slot
    SET booked = slot.booked + share.taken
    FROM share, reservation
    WHERE slot.id = share.id AND share.taken > 0 AND slot.booked + share.taken <= slot.capacity
    RETURNING slot.id
)
SELECT reservation.starts[1] AS first_at, cardinality(reservation.starts) AS slots, (SELECT count(*) FROM booking) AS booked
FROM reservation
