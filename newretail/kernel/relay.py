"""The relay carries facts from the outbox to their handlers.

One relay at a time (a session advisory lock), in the order of writing. Each fact is handled in a transaction of its own and
gets its position there. A handler that fails is put aside and tried again (`kernel.retries`); what it hears later of the same ref
waits behind, everything else goes on.
"""

import logging
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError, connection, transaction

from newretail.kernel import events, retries, sql
from newretail.kernel.models import Event

log = logging.getLogger(__name__)

BATCH = 200
_LOCK = 0x6E72_0001
_TAKE_POSITION = """
UPDATE kernel_event SET position = nextval('kernel_event_position')
WHERE event_id = %(event_id)s AND position IS NULL RETURNING position
"""

_COUNT = """
INSERT INTO kernel_factcount (name, count) SELECT * FROM unnest(%(names)s::text[], %(counts)s::bigint[])
ON CONFLICT (name) DO UPDATE SET count = kernel_factcount.count + excluded.count
"""


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
    """Handle up to `most` waiting facts in order; returns how many. Call under `only_one`.

    A fact that this program has no name for, as of a newer one beside it, waits until one comes that has: nobody here could
    say who should hear it.
    """
    known = Event.objects.filter(position__isnull=True, name__in=list(events.Event.kinds))
    waiting = list(known.order_by("number")[:most])
    blocked = retries.open_queues({event.ref for event in waiting if event.ref}) if waiting else set()
    if waiting:
        with _not_waiting_for_the_disk():
            for event in waiting:
                _relay(event, blocked)
            _count(waiting)
        sql.run("SELECT pg_notify('events', '')")
    return len(waiting)


def _count(handed_on: list[Event]) -> None:
    """For the figures of whoever watches; a process that dies right before leaves a batch uncounted."""
    names = Counter(event.name for event in handed_on)
    sql.run(_COUNT, {"names": list(names), "counts": list(names.values())})


@contextmanager
def _not_waiting_for_the_disk() -> Iterator[None]:
    """A crash that loses a commit of the block loses the position with the effects, and the fact is relayed again."""
    sql.run("SET synchronous_commit = off")
    try:
        yield
    finally:
        if connection.connection is not None and not connection.connection.closed:
            connection.connection.execute("RESET synchronous_commit")


def retry_due(*, most: int = BATCH) -> int:
    """Try what was put aside and whose time has come; returns how many were tried. Call under `only_one`."""
    return retries.retry_due(most=most)


def _relay(event: Event, blocked: set[retries.Queue]) -> None:
    """Hand a fact to its handlers. `blocked`: the queues in which it has to wait; one more for each that fails now."""
    try:
        _hand_on(event, blocked)
    except IntegrityError:
        log.exception("what was written for %s %s cannot be committed", event.name, event.event_id)
        _part_handlers(event, blocked)


@transaction.atomic
def _hand_on(event: Event, blocked: set[retries.Queue]) -> None:
    for name, handler in events.handlers_of(event.name).items():
        queue = retries.queue_of(name, event.ref)
        if retries.has_to_wait(queue, blocked):
            retries.put_behind(event, name)
        elif error := retries.attempt(handler, event, name):
            retries.put_aside(event, name, error)
            _block(queue, blocked)
    _take_position(event)


@transaction.atomic
def _part_handlers(event: Event, blocked: set[retries.Queue]) -> None:
    """One of them broke a rule that is judged when all commit (a posting has to balance): each gets a transaction of its own."""
    for name in events.handlers_of(event.name):
        retries.put_behind(event, name)
        _block(retries.queue_of(name, event.ref), blocked)
    _take_position(event)


def _block(queue: retries.Queue, blocked: set[retries.Queue]) -> None:
    _, ref = queue
    if ref:
        blocked.add(queue)


def _take_position(event: Event) -> None:
    taken = sql.fetch(_TAKE_POSITION, {"event_id": event.event_id})
    assert len(taken) == 1, f"{event} was relayed twice"
