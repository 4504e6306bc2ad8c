"""How facts stand: what waits, what handlers have yet to take, and what has been told of one thing."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from newretail.kernel import clock, events, retries, sql
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


def told_since(moment: datetime, *, name: str, ref: str, by: str) -> bool:
    """Whether a fact of this name was told of `ref` by the same person lately."""
    return Event.objects.filter(ref=ref, name=name, body__by=by, occurred_at__gt=moment).exists()


def _fact_view(row: Event | LastingEvent) -> FactView:
    return FactView(id=row.event_id, name=row.name, at=row.occurred_at, data=row.body)
