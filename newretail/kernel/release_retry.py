"""A person decides about a fact that a handler could not take: once more, or never."""

from dataclasses import dataclass

from django.db import transaction

from newretail.kernel import clock, events, retries
from newretail.kernel.errors import HandlerUnknown, NotFound, NotItsTurn
from newretail.kernel.models import Retry
from newretail.kernel.queries import RetryView, retry_view


@dataclass(frozen=True, kw_only=True)
class HandlerTriedAgain(events.Event):
    """Somebody had a fact tried again that had been given up."""

    name = "handler.tried_again"
    lasts = True

    handler: str
    event_id: str
    fact: str
    by: str


@dataclass(frozen=True, kw_only=True)
class HandlerSkipped(events.Event):
    """Somebody let a handler go without a fact: it will never take it."""

    name = "handler.skipped"
    lasts = True

    handler: str
    event_id: str
    fact: str
    by: str


@transaction.atomic
def try_again(retry_id: int, *, by: str) -> RetryView:
    """Try the head of a queue again from the beginning, as soon as the relay comes by. Raises NotFound, and NotItsTurn for another."""
    retry = _head(retry_id)
    if not events.hears(retry.handler, retry.event.name):
        raise HandlerUnknown(handler=retry.handler)
    retry.attempts, retry.next_at, retry.given_up_at = 0, clock.now(), None
    retry.save(update_fields=["attempts", "next_at", "given_up_at"])
    events.publish(HandlerTriedAgain(**_told(retry), by=by))
    return retry_view(retry)


@transaction.atomic
def skip(retry_id: int, *, by: str) -> RetryView:
    """Let the head of a queue go untaken; what is behind it is tried next. Raises NotFound, and NotItsTurn for another."""
    retry = _head(retry_id)
    seen = retry_view(retry)
    retry.delete()
    events.publish(HandlerSkipped(**_told(retry), by=by))
    return seen


def _head(retry_id: int) -> Retry:
    retry = Retry.objects.select_for_update(of=("self",)).select_related("event").filter(id=retry_id).first()
    if retry is None:
        raise NotFound()
    if not retries.is_head(retry):
        raise NotItsTurn()
    return retry


def _told(retry: Retry) -> dict[str, str]:
    event = retry.event
    return {
        "store_id": event.store_id,
        "ref": event.ref,
        "handler": retry.handler,
        "event_id": str(event.event_id),
        "fact": event.name,
    }
