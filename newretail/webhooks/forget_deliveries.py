from newretail.kernel import clock, sql
from newretail.webhooks import rules

BATCH = 500
_FORGET = """
WITH old AS (SELECT id FROM webhooks_delivery WHERE created_at < %(before)s ORDER BY created_at LIMIT %(most)s),
     gone AS (DELETE FROM webhooks_attempt WHERE delivery_id IN (SELECT id FROM old))
DELETE FROM webhooks_delivery WHERE id IN (SELECT id FROM old) RETURNING 1
"""


def forget_deliveries() -> int:
    """Remove the log of deliveries that are older than a month; returns how many."""
    return len(sql.fetch(_FORGET, {"before": clock.now() - rules.KEPT_FOR, "most": BATCH}))
