-- What the trips that one store offered in a period cost: drops and distance as agreed then. Its couriers, their trips of the period
-- (trip_of_courier), their stops by key. As pay_rules reckons them: each trip's distance rounded up to whole minor units.
SELECT
    count(DISTINCT trip.id) AS trips,
    count(stop.id) FILTER (WHERE stop.state = 'delivered') AS delivered,
    coalesce(sum(CASE WHEN stop.state = 'delivered' OR (stop.state = 'failed' AND stop.cause = ANY(%(paid_causes)s)) THEN trip.pay_per_drop END), 0)::bigint AS drops,
    coalesce(sum((trip.pay_per_kilometre * trip.metres + 999) / 1000) FILTER (WHERE stop.sequence = first.sequence), 0)::bigint AS distance
FROM fulfilment_courier AS courier
JOIN fulfilment_trip AS trip ON trip.courier_id = courier.id AND trip.made_at >= %(since)s AND trip.made_at < %(until)s
JOIN fulfilment_stop AS stop ON stop.trip_id = trip.id
JOIN LATERAL (SELECT min(each.sequence) AS sequence FROM fulfilment_stop AS each WHERE each.trip_id = trip.id) AS first ON true
WHERE courier.store_id = %(store)s AND trip.state <> 'cancelled'
