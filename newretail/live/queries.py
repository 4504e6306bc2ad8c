"""The read side: facts by position. Positions become visible in their order, so a reader who remembers one misses nothing."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import orjson
from pydantic import Field

from newretail.kernel import sql
from newretail.live.following import Following
from newretail.live.rules import seen

COLUMNS = "position, event_id, name, store_id, ref, body::text AS body, occurred_at"

_PRESENT = "SELECT coalesce(max(position), 0) AS position FROM kernel_event WHERE position IS NOT NULL"
_OF_REFS = f"""
SELECT {COLUMNS} FROM kernel_event WHERE ref = ANY(%(refs)s) AND ref <> '' AND position > %(after)s
ORDER BY position LIMIT %(limit)s
"""  # noqa: S608 - only our own column names
_OF_STORE = f"""
SELECT {COLUMNS} FROM kernel_event WHERE store_id = %(store_id)s AND store_id <> '' AND position > %(after)s
ORDER BY position LIMIT %(limit)s
"""  # noqa: S608 - only our own column names


@dataclass(frozen=True, slots=True)
class Fact:
    """One event as one audience sees it."""

    position: Annotated[int, Field(examples=[4711])]
    id: UUID
    name: Annotated[str, Field(examples=["line.picked"])]
    at: datetime
    store_id: Annotated[str, Field(examples=["riverside"])]
    ref: Annotated[str, Field(examples=["order:0193a1b2-7c00-7000-8000-00000000c0de"])]
    data: Annotated[dict[str, Any], Field(examples=[{"line": "1", "sku_id": "HR-00123", "quantity": 2}])]


@dataclass(frozen=True, slots=True)
class Page:
    """Facts after a position. `position`: everything up to here has been looked at. `more`: there is more right now."""

    events: list[Fact]
    position: Annotated[int, Field(description="send it as `after` next time", examples=[4711])]
    more: Annotated[bool, Field(description="there is more right now")]
    restarted: Annotated[
        bool,
        Field(
            description="the position that was sent is none of ours, as after a database was made anew: this begins at the present, "
            "so read again what you follow"
        ),
    ] = False


def page(following: Following, *, after: int | None, limit: int) -> Page:
    """What happened after `after`, at most `limit` facts; with no `after`, nothing but the position of the present.

    A position of the future is from another database (one that was made anew): the reader begins at the present, and is told.
    """
    present: int = sql.fetch(_PRESENT)[0].position
    if after is None or after > present:
        return Page([], present, False, restarted=after is not None)
    rows = _rows(following, after=after, limit=limit)
    more = len(rows) == limit
    last = rows[-1].position if rows else after
    return Page(
        [fact for row in rows if (fact := as_fact(row, following=following))],
        last if more else max(present, last),
        more,
    )


def as_fact(row: Any, *, following: Following) -> Fact | None:
    """What a follower sees of a row; None when it does not concern them or is not for them to see."""
    body = orjson.loads(row.body)
    if not following.concerns(ref=row.ref, store_id=row.store_id, body=body):
        return None
    data = seen(audience=following.audience, name=row.name, body=body)
    if data is None:
        return None
    return Fact(row.position, row.event_id, row.name, row.occurred_at, row.store_id, row.ref, data)


def _rows(following: Following, *, after: int, limit: int) -> list[Any]:
    if following.refs:
        return sql.fetch(_OF_REFS, {"refs": sorted(following.refs), "after": after, "limit": limit})
    return sql.fetch(_OF_STORE, {"store_id": following.store_id, "after": after, "limit": limit})
