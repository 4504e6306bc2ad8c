from newretail.kernel import events
from newretail.webhooks.errors import EndpointOff
from newretail.webhooks.events import EndpointTested
from newretail.webhooks.models import Endpoint


def try_endpoint(endpoint: Endpoint) -> None:
    """Send the receiver a message that means nothing; what comes of it is in its log. Raises EndpointOff."""
    if not endpoint.active:
        raise EndpointOff()
    events.publish(EndpointTested(ref=endpoint.ref, label=endpoint.label))
