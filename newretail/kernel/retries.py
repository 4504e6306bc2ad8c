"""Facts that a handler has yet to take, in the order in which it will.

A handler that fails is tried again, later and later. Until it has succeeded, the facts of the same `ref` that came after wait behind
it in its room's queue: what a room hears of one thing, it hears in order. Other refs and other rooms go on. One that was
given up still holds its place; a person tries it again (`try_again`) or lets it go (`skip`), and that is a fact too. So does
one whose handler is not there any more.
"""

import logging
from collections.abc import Collection, Iterator
from datetime import timedelta

from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet

from newretail.kernel import clock, events, sql
from newretail.kernel.models import Event, Retry

log = logging.getLogger(__name__)

MOST_ATTEMPTS = 12
LONGEST_WAIT_SECONDS = 600
Queue = tuple[str, str]
"""(room, ref)."""

_OPEN = "SELECT DISTINCT queue, ref FROM kernel_retry WHERE ref = ANY(%(refs)s) AND ref <> ''"
IS_HEARD = """
EXISTS (SELECT FROM unnest(%(facts)s::text[], %(handlers)s::text[]) AS known (fact, handler)
        WHERE known.handler = {retry}.handler
          AND known.fact IN ('*', (SELECT name FROM kernel_event event WHERE event.event_id = {retry}.event_id)))
"""
"""Whether this program has the handler of a row, for that fact (`events.who_hears_what`)."""
_HEADS = f"""
SELECT head.id FROM kernel_retry head
WHERE head.given_up_at IS NULL AND head.next_at <= %(now)s AND {IS_HEARD.format(retry="head")}
  AND NOT EXISTS (SELECT FROM kernel_retry earlier
                  WHERE earlier.ref = head.ref AND earlier.queue = head.queue AND earlier.id < head.id AND head.ref <> '')
ORDER BY head.id LIMIT %(most)s
"""  # noqa: S608  put together of constants


def queue_of(handler: str, ref: str) -> Queue:
    """Where a fact of this ref stands in line for this handler: with all others of its room."""
    return handler.partition(".")[0], ref


def open_queues(refs: Collection[str]) -> set[Queue]:
    """The queues of these refs in which something waits."""
    return {(row.queue, row.ref) for row in sql.fetch(_OPEN, {"refs": sorted(refs)})}


def has_to_wait(queue: Queue, blocked: Collection[Queue]) -> bool:
    """Whether something of the same ref comes first. A fact without a ref comes before and after nobody."""
    return queue in blocked


def put_behind(event: Event, handler: str) -> None:
    """Let a fact wait for its turn; it is tried as soon as what is before it has been taken."""
    queue, ref = queue_of(handler, event.ref)
    Retry.objects.create(event=event, handler=handler, queue=queue, ref=ref, next_at=clock.now())


def put_aside(event: Event, handler: str, error: Exception) -> None:
    """Note that a handler failed on a fact whose turn it was."""
    queue, ref = queue_of(handler, event.ref)
    retry = Retry(event=event, handler=handler, queue=queue, ref=ref)
    assert _next_of(retry) is None, f"{handler} was given {event} out of its turn"
    _note_failure(retry, error)


def retry_due(*, most: int) -> int:
    """Try the heads whose time has come, and what waits behind each that succeeds; returns how many were tried."""
    tried = 0
    values = events.who_hears_what() | {"now": clock.now(), "most": most}
    for row in sql.fetch(_HEADS, values):
        for _ in _work_off(row.id):
            tried += 1
            if tried >= most:
                return tried
    return tried


def _work_off(head_id: int) -> Iterator[None]:
    """Try a head, then each that comes to be the head by its success."""
    next_id: int | None = head_id
    while next_id is not None:
        next_id = _try(next_id)
        yield


def _try(retry_id: int) -> int | None:
    """Try one; returns the next of its queue if it was taken and there is one."""
    try:
        return _hand_over(retry_id)
    except IntegrityError as error:  # the transaction's end refused what the handler had written
        log.exception("what was written for retry %s cannot be committed", retry_id)
        with transaction.atomic():
            retry = Retry.objects.select_for_update().filter(id=retry_id).first()
            if retry is not None:
                _note_failure(retry, error)
        return None


@transaction.atomic
def _hand_over(retry_id: int) -> int | None:
    retry = Retry.objects.select_for_update().filter(id=retry_id).first()
    if retry is None:  # somebody skipped it meanwhile
        return None
    handler = events.handlers_of(retry.event.name).get(retry.handler)
    if handler is None:
        # What stood behind the one just taken may have lost its handler: it stays, and is counted.
        return None
    assert is_head(retry), f"{retry} is tried out of its turn"
    if error := attempt(handler, retry.event, retry.handler):
        _note_failure(retry, error)
        return None
    retry.delete()
    return _next_of(retry)


def attempt(handler: events.Handler, event: Event, name: str) -> Exception | None:
    """Have a handler take a fact, all or nothing; returns what went wrong. A lost database is raised: nobody could note it."""
    try:
        with transaction.atomic():
            handler(event)
        return None
    except Exception as error:
        if connection.connection is None or connection.connection.closed:
            raise
        log.exception("%s failed on %s %s", name, event.name, event.event_id)
        return error


def _note_failure(retry: Retry, error: Exception) -> None:
    retry.attempts += 1
    retry.error = _in_words(error)
    retry.next_at = clock.now() + timedelta(seconds=min(2**retry.attempts, LONGEST_WAIT_SECONDS))
    retry.given_up_at = clock.now() if retry.attempts >= MOST_ATTEMPTS else None
    retry.save()


def _in_words(error: Exception) -> str:
    """What went wrong, of such characters only as the database keeps."""
    words = f"{type(error).__name__}: {error}".encode(errors="backslashreplace").decode()
    return words.replace("\0", "\\0")[:500]


def is_head(retry: Retry) -> bool:
    return not (retry.ref and _queue(retry).filter(id__lt=retry.id).exists())


def _next_of(retry: Retry) -> int | None:
    return _queue(retry).order_by("id").values_list("id", flat=True).first() if retry.ref else None


def _queue(retry: Retry) -> "QuerySet[Retry]":
    return Retry.objects.filter(ref=retry.ref, queue=retry.queue)
