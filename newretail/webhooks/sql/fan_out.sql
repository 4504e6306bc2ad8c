INSERT INTO webhooks_delivery (endpoint_id, event_id, state, attempts, tries_left, next_at, created_at)
SELECT endpoint.id, %(event_id)s, 'waiting', 0, %(tries)s, %(now)s, %(now)s
FROM webhooks_endpoint endpoint
WHERE endpoint.active
  AND (%(about)s::uuid IS NULL OR endpoint.id = %(about)s)
  AND (%(about)s::uuid IS NOT NULL OR cardinality(endpoint.names) = 0 OR %(name)s = ANY(endpoint.names))
  AND (%(about)s::uuid IS NOT NULL OR endpoint.store_id IS NULL OR endpoint.store_id = %(store_id)s)
ON CONFLICT (event_id, endpoint_id) DO NOTHING
