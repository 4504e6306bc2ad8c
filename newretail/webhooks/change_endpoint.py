from collections.abc import Sequence

from newretail.webhooks import kinds
from newretail.webhooks.destinations import check_url
from newretail.webhooks.models import Endpoint, OffReason


def change_endpoint(
    endpoint: Endpoint,
    *,
    label: str | None = None,
    url: str | None = None,
    names: Sequence[str] | None = None,
    active: bool | None = None,
) -> Endpoint:
    """Change what is given; None leaves a thing as it is. Raises AddressRefused or KindUnknown."""
    if label is not None:
        endpoint.label = label
    if url is not None:
        check_url(url)
        endpoint.url = url
    if names is not None:
        endpoint.names = kinds.known(names)
    if active is True:
        endpoint.switch_on()
    elif active is False and endpoint.active:
        endpoint.switch_off(OffReason.BY_HAND)
    endpoint.save()
    return endpoint
