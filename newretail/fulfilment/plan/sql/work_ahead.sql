-- The plan from now to the horizon, and what is being worked on, in one look. The states are named twice where a partial
-- index names them so.
WITH load AS (
    SELECT
        (SELECT count(*) FROM fulfilment_pickline
         WHERE store_id = %(store_id)s AND state IN ('waiting', 'asked', 'swapping')) AS lines_to_do,
        (SELECT count(*) FROM fulfilment_courier WHERE store_id = %(store_id)s AND on_duty) AS couriers,
        (SELECT count(*) FROM fulfilment_parcel
         WHERE store_id = %(store_id)s AND way = 'deliver' AND state NOT IN ('done', 'cancelled')
           AND state IN ('waiting', 'arrived', 'packed', 'riding')) AS parcels
)
SELECT load.lines_to_do, load.couriers, load.parcels, slot.starts_at, slot.capacity, slot.booked
FROM load LEFT JOIN fulfilment_workslot AS slot
  ON slot.store_id = %(store_id)s AND slot.starts_at >= %(first)s AND slot.starts_at < %(end)s
ORDER BY slot.starts_at
