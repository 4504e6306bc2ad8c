from newretail.kernel import clock
from newretail.webhooks.models import Endpoint


def turn_secret(endpoint: Endpoint) -> Endpoint:
    """Give the receiver a new secret; for a day messages carry the signatures of the new one and the old."""
    endpoint.turn += 1
    endpoint.turned_at = clock.now()
    endpoint.save(update_fields=["turn", "turned_at"])
    return endpoint
