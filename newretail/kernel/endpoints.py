"""HTTP: do we answer, how do facts stand, and what a person may do about those that a handler could not take."""

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from newretail.kernel import queries, release_retry
from newretail.kernel.errors import HandlerUnknown, NotFound, NotItsTurn, Unavailable
from newretail.kernel.http import Door, Limit, Request
from newretail.kernel.who import ANYONE, HEAD_OFFICE

door = Door(tags=["health"])

After = Annotated[int, Field(ge=0, le=2**63 - 1, description="the last id of the page before")]
RetryId = Annotated[int, Field(ge=1, le=2**63 - 1)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """status: always `ok`; a database that is away answers 503. facts: how far handlers are behind."""

    status: str
    facts: queries.Standing


@door.get(
    "/health",
    who=ANYONE,
    response=Health,
    errors=[Unavailable],
    summary="Does the store answer, with its database?",
)
def tell_health(request: Request) -> Health:
    return Health(status="ok", facts=queries.standing())


@door.get(
    "/facts/retries",
    who=HEAD_OFFICE,
    response=list[queries.RetryView],
    summary="Facts that a handler has yet to take, the oldest first",
    description="A handler that failed is tried again by itself, twelve times in three quarters of an hour. Then it is given up: it and what "
    "waits behind it stay until somebody tries it again or skips it. `known` is false for a handler that this program does not have.",
)
def list_retries(request: Request, after: After = 0, limit: Limit = 50) -> list[queries.RetryView]:
    return queries.open_retries(after=after, limit=limit)


@door.post(
    "/facts/retries/{retry_id}/try-again",
    who=HEAD_OFFICE,
    once=True,
    response={202: queries.RetryView},
    errors=[NotFound, NotItsTurn, HandlerUnknown],
    summary="Try a fact again that a handler could not take",
)
def try_retry_again(request: Request, retry_id: RetryId) -> tuple[int, queries.RetryView]:
    return 202, release_retry.try_again(retry_id, by=request.caller.actor)


@door.post(
    "/facts/retries/{retry_id}/skip",
    who=HEAD_OFFICE,
    once=True,
    response=queries.RetryView,
    errors=[NotFound, NotItsTurn],
    summary="Let a handler go without a fact, for good",
    description="What waits behind it is tried next. That it was skipped, and by whom, is a fact that lasts.",
)
def skip_retry(request: Request, retry_id: RetryId) -> queries.RetryView:
    return release_retry.skip(retry_id, by=request.caller.actor)
