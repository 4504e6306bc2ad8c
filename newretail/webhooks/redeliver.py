from newretail.kernel import clock
from newretail.webhooks import rules
from newretail.webhooks.errors import EndpointOff
from newretail.webhooks.models import Delivery


def redeliver(delivery: Delivery) -> Delivery:
    """Send it once more from the beginning, with the same event id. Raises EndpointOff."""
    if not delivery.endpoint.active:
        raise EndpointOff()
    delivery.state, delivery.delivered_at = Delivery.State.WAITING, None
    delivery.tries_left, delivery.next_at = rules.TRIES, clock.now()
    delivery.save(update_fields=["state", "delivered_at", "tries_left", "next_at"])
    return delivery
