"""How facts stand: what waits, what handlers have yet to take, and what has been told of one thing."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal
from uuid import UUID

import orjson
from django.db.models import Q

from newretail.kernel import clock, events, months, retries, sql
from newretail.kernel.models import Event, LastingEvent, Retry

RetryDeed = Literal["try_again", "skip"]

_STANDING = f"""
SELECT (SELECT count(*) FROM kernel_event WHERE position IS NULL) AS waiting,
       (SELECT occurred_at FROM kernel_event WHERE position IS NULL ORDER BY number LIMIT 1) AS oldest_at,
       count(*) AS open, count(*) FILTER (WHERE error = '') AS behind,
       count(*) FILTER (WHERE given_up_at IS NOT NULL) AS given_up,
       count(*) FILTER (WHERE NOT {retries.IS_HEARD.format(retry="retry")}) AS unknown_handler
FROM kernel_retry retry
"""  # noqa: S608  put together of constants


_AFTER = """
SELECT DISTINCT ON (position) position, event_id, name, store_id, ref, body::text AS body, occurred_at
FROM (
    (SELECT position, event_id, name, store_id, ref, body, occurred_at FROM kernel_event
     WHERE position > %(after)s AND event_id >= %(since)s AND name = ANY(%(names)s) AND %(store)s::text IN ('', store_id)
     ORDER BY position LIMIT %(most)s)
    UNION ALL
    (SELECT position, event_id, name, store_id, ref, body, occurred_at FROM kernel_lastingevent
     WHERE position > %(after)s AND event_id >= %(since)s AND name = ANY(%(names)s) AND %(store)s::text IN ('', store_id)
     ORDER BY position LIMIT %(most)s)
) AS told
ORDER BY position LIMIT %(most)s
"""
"""While a month is being forgotten a fact stands in both tables."""
_FIRST_MOMENT = datetime.fromtimestamp(0, UTC)
"""No id is of an earlier one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How facts stand. waiting: not handed on yet; lag_seconds: how long the oldest of them has waited, on the store's clock. open: rows of
    handlers that have yet to take a fact; of them behind: those that wait for an earlier one, given_up: those that need a person,
    unknown_handler: those whose handler is not in this program."""

    waiting: int
    lag_seconds: float
    open: int
    behind: int
    given_up: int
    unknown_handler: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RetryView:
    """A fact that a handler has yet to take. `can`: what may be done about it now; only the head of a queue can be done about."""

    id: int
    handler: str
    known: bool
    event_id: str
    fact: str
    ref: str
    store_id: str
    occurred_at: datetime
    attempts: int
    next_at: datetime
    error: str
    given_up_at: datetime | None
    can: list[RetryDeed]


@dataclass(frozen=True, slots=True, kw_only=True)
class FactView:
    """A fact as it was published."""

    id: UUID
    name: str
    at: datetime
    data: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedFact(FactView):
    """A fact with where it stands among all, and what it is about."""

    position: int
    store_id: str
    ref: str


def standing() -> Standing:
    [row] = sql.fetch(_STANDING, events.who_hears_what())
    lag = (clock.now() - row.oldest_at).total_seconds() if row.oldest_at else 0.0
    return Standing(
        waiting=row.waiting,
        lag_seconds=max(lag, 0.0),
        open=row.open,
        behind=row.behind,
        given_up=row.given_up,
        unknown_handler=row.unknown_handler,
    )


def open_retries(*, after: int = 0, limit: int) -> list[RetryView]:
    """What handlers have yet to take, the oldest first, beginning after this id."""
    rows = Retry.objects.filter(id__gt=after).select_related("event").order_by("id")[:limit]
    return [retry_view(row) for row in rows]


def retry_view(retry: Retry) -> RetryView:
    known = events.hears(retry.handler, retry.event.name)
    return RetryView(
        id=retry.id,
        handler=retry.handler,
        known=known,
        event_id=str(retry.event.event_id),
        fact=retry.event.name,
        ref=retry.ref,
        store_id=retry.event.store_id,
        occurred_at=retry.event.occurred_at,
        attempts=retry.attempts,
        next_at=retry.next_at,
        error=retry.error,
        given_up_at=retry.given_up_at,
        can=_deeds(retry, known=known),
    )


def _deeds(retry: Retry, *, known: bool) -> list[RetryDeed]:
    """One whose handler is gone can be passed over only."""
    if not retries.is_head(retry):
        return []
    return ["try_again", "skip"] if known else ["skip"]


def facts_of(refs: Collection[str], *, most: int) -> list[FactView]:
    """What was told of these refs, the oldest first; of months that have been forgotten, the facts that last."""
    recent = Event.objects.filter(ref__in=list(refs)).order_by("occurred_at", "number")[:most]
    lasting = LastingEvent.objects.filter(ref__in=list(refs)).order_by("occurred_at", "position")[:most]
    told = [_fact_view(each) for each in lasting] + [_fact_view(each) for each in recent]
    return list({each.id: each for each in told}.values())[:most]


def facts_after(
    position: int, *, names: Collection[str], store_id: str = "", since: datetime | None = None, most: int
) -> list[PlacedFact]:
    """The facts of these names that follow a position, in order; of one store, and told since a moment, where that is asked. Of months that have
    been forgotten, those that last."""
    asked = {"after": position, "names": list(names), "store": store_id, "most": most}
    first = months.first_id(max(since, _FIRST_MOMENT)) if since is not None else UUID(int=0)
    return [
        PlacedFact(
            id=row.event_id,
            name=row.name,
            at=row.occurred_at,
            data=orjson.loads(row.body),
            position=row.position,
            store_id=row.store_id,
            ref=row.ref,
        )
        for row in sql.fetch(_AFTER, asked | {"since": first})
    ]


def fact_of_id(event_id: UUID, *, names: Collection[str]) -> PlacedFact | None:
    """The fact with this id, if it is of one of these names and has been handed on."""
    return _handed_on(Q(event_id=event_id, name__in=list(names)))


def fact_of_ref(ref: str, *, name: str) -> PlacedFact | None:
    """The first fact of this name that was told of `ref`, once it has been handed on."""
    return _handed_on(Q(ref=ref, name=name))


def _handed_on(asked: Q) -> PlacedFact | None:
    asked &= Q(position__isnull=False)
    lasting = LastingEvent.objects.filter(asked).order_by("position").first()
    return _placed(lasting or Event.objects.filter(asked).order_by("position").first())


def _placed(row: Event | LastingEvent | None) -> PlacedFact | None:
    if row is None or row.position is None:
        return None
    return PlacedFact(
        id=row.event_id,
        name=row.name,
        at=row.occurred_at,
        data=row.body,
        position=row.position,
        store_id=row.store_id,
        ref=row.ref,
    )


def told_since(moment: datetime, *, name: str, ref: str, by: str) -> bool:
    """Whether a fact of this name was told of `ref` by the same person lately."""
    return Event.objects.filter(ref=ref, name=name, body__by=by, occurred_at__gt=moment).exists()


def _fact_view(row: Event | LastingEvent) -> FactView:
    return FactView(id=row.event_id, name=row.name, at=row.occurred_at, data=row.body)
