"""The relay carries facts from the outbox to their handlers.

One relay at a time (a session advisory lock), in the order of writing. Each fact is handled in a transaction of its own and
gets its position there; a handler that fails is put aside as a `Retry` and does not hold up the others.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db import connection, transaction

from newretail.kernel import clock, events, sql
from newretail.kernel.models import Event, Retry

log = logging.getLogger(__name__)

BATCH = 200
MOST_ATTEMPTS = 12
_LOCK = 0x6E72_0001
_NO_WAIT = "SET LOCAL synchronous_commit = off"
"""A crash that loses this commit loses the position with the effects, and the fact is relayed again."""
_TAKE_POSITION = "UPDATE kernel_event SET position = nextval('kernel_event_position') WHERE id = %(id)s"


@contextmanager
def only_one() -> Iterator[bool]:
    """True for the one process that may relay and sweep right now."""
    [row] = sql.fetch("SELECT pg_try_advisory_lock(%(lock)s) AS mine", {"lock": _LOCK})
    try:
        yield row.mine
    finally:
        if row.mine and connection.connection is not None and not connection.connection.closed:
            sql.run("SELECT pg_advisory_unlock(%(lock)s)", {"lock": _LOCK})


def relay_waiting(*, most: int = BATCH) -> int:
    """Handle up to `most` waiting facts in order; returns how many. Call under `only_one`."""
    waiting = list(Event.objects.filter(position__isnull=True).order_by("id")[:most])
    for event in waiting:
        _relay(event)
    if waiting:
        sql.run("SELECT pg_notify('events', '')")
    return len(waiting)


def retry_due(*, most: int = BATCH) -> int:
    """Try put-aside handlers again whose time has come; returns how many were tried."""
    due = Retry.objects.filter(given_up_at__isnull=True, next_at__lte=clock.now()).select_related("event")
    tried = list(due.order_by("id")[:most])
    for retry in tried:
        handler = {**events.handlers_of(retry.event.name), **events.handlers_of(events.EVERY)}.get(
            retry.handler
        )
        if handler is None or _handled(handler, retry.event, retry.handler):
            retry.delete()
    return len(tried)


def _relay(event: Event) -> None:
    with transaction.atomic():
        sql.run(_NO_WAIT)
        for label, handler in events.handlers_of(event.name).items():
            _handled(handler, event, label)
        for label, handler in events.handlers_of(events.EVERY).items():
            _handled(handler, event, label)
        sql.run(_TAKE_POSITION, {"id": event.pk})


def _handled(handler: events.Handler, event: Event, label: str) -> bool:
    try:
        with transaction.atomic():
            if label in events.handlers_of(events.EVERY):
                handler(event)
            else:
                handler(
                    events.revive(name=event.name, store_id=event.store_id, ref=event.ref, body=event.body)
                )
        return True
    except Exception as error:
        if connection.connection is None or connection.connection.closed:
            raise
        log.exception("%s failed on %s %s", label, event.name, event.event_id)
        _put_aside(event, label, error)
        return False


def _put_aside(event: Event, label: str, error: Exception) -> None:
    retry = Retry.objects.filter(event=event, handler=label).first()
    retry = retry or Retry(event=event, handler=label, attempts=0)
    retry.attempts += 1
    retry.error = f"{type(error).__name__}: {error}"[:500]
    retry.next_at = clock.now() + timedelta(seconds=min(2**retry.attempts, 600))
    retry.given_up_at = clock.now() if retry.attempts >= MOST_ATTEMPTS else None
    retry.save()
