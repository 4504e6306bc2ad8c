-- The oldest due deliveries of each receiver, a few of each, so that a slow one takes nothing from the others.
-- Those on their way already (busy) count towards the few.
SELECT delivery.id, delivery.attempts, endpoint.id AS endpoint_id, endpoint.url, endpoint.turn, endpoint.turned_at,
       event.event_id, event.name, event.store_id, event.ref, event.body::text AS body, event.occurred_at, event.position
FROM webhooks_endpoint endpoint
CROSS JOIN LATERAL (
    SELECT waiting.id, waiting.attempts, waiting.event_id, waiting.next_at
    FROM webhooks_delivery waiting
    WHERE waiting.endpoint_id = endpoint.id AND waiting.state = 'waiting' AND waiting.next_at <= %(now)s
    ORDER BY waiting.next_at, waiting.id
    LIMIT %(most_each)s
) delivery
JOIN kernel_event event ON event.event_id = delivery.event_id
WHERE endpoint.active AND delivery.id <> ALL(%(busy)s)
ORDER BY delivery.next_at, delivery.id
LIMIT %(most)s
