"""The read side: one's own webhooks and their logs; head office sees everybody's."""

from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet

from newretail.kernel.errors import NotFound
from newretail.kernel.who import Caller
from newretail.webhooks import rules
from newretail.webhooks.models import Delivery, Endpoint


def endpoints_of(caller: Caller, *, limit: int) -> list[Endpoint]:
    return list(_within(caller)[:limit])


def endpoint_of(caller: Caller, *, endpoint_id: UUID, locked: bool = False) -> Endpoint:
    """Raises NotFound for somebody else's."""
    rows = _within(caller)
    endpoint = (rows.select_for_update(no_key=True) if locked else rows).filter(id=endpoint_id).first()
    if endpoint is None:
        raise NotFound()
    return endpoint


def deliveries_of(endpoint: Endpoint, *, state: str | None, before: int | None, limit: int) -> list[Delivery]:
    """Newest first; `before` is the last id of the page before."""
    rows = endpoint.deliveries.select_related("event").prefetch_related("log").order_by("-id")
    rows = rows.filter(state=state) if state else rows
    return list((rows.filter(id__lt=before) if before else rows)[:limit])


def delivery_of(endpoint: Endpoint, *, delivery_id: int) -> Delivery:
    """One delivery, locked. Raises NotFound."""
    rows = endpoint.deliveries.select_related("event", "endpoint").select_for_update(of=("self",))
    delivery = rows.filter(id=delivery_id).first()
    if delivery is None:
        raise NotFound()
    return delivery


def secret_of(endpoint: Endpoint) -> str:
    """What the receiver checks signatures with."""
    return rules.secret(key=settings.SECRET_KEY, endpoint_id=endpoint.id, turn=endpoint.turn)


def _within(caller: Caller) -> QuerySet[Endpoint]:
    rows = Endpoint.objects.all()
    return rows if caller.is_head_office else rows.filter(owner_id=caller.member_id)
