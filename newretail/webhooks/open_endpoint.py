from collections.abc import Sequence
from uuid import UUID

from newretail.kernel.errors import NotFound
from newretail.stores import api as stores
from newretail.webhooks import kinds
from newretail.webhooks.destinations import check_url
from newretail.webhooks.errors import TooManyEndpoints
from newretail.webhooks.models import Endpoint

MOST_ENDPOINTS = 50


def open_endpoint(
    *, owner_id: UUID, label: str, url: str, names: Sequence[str] = (), store_id: str | None = None
) -> Endpoint:
    """A new receiver for facts of these kinds (all when empty), of one store or of the chain.

    Raises AddressRefused, KindUnknown, TooManyEndpoints, or NotFound for the store.
    """
    check_url(url)
    wanted = kinds.known(names)
    if store_id is not None and not stores.is_known(store_id):
        raise NotFound()
    if Endpoint.objects.filter(owner_id=owner_id).count() >= MOST_ENDPOINTS:
        raise TooManyEndpoints(most=MOST_ENDPOINTS)
    return Endpoint.objects.create(owner_id=owner_id, label=label, url=url, names=wanted, store_id=store_id)
