"""HTTP: the same facts as the streams, page by page, for whoever cannot keep a stream open.

The streams themselves are on the event loop (`streams.py`). A stream opens by asking for its first page here, so that both have
one permission.
"""

from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from newretail.kernel.errors import NotFound
from newretail.kernel.http import Door, Limit, Request
from newretail.kernel.who import KNOWN, staff
from newretail.live import queries
from newretail.live.errors import BadPosition, TooManyStreams
from newretail.live.following import Following, follow_order, follow_store, follow_trip
from newretail.stores.api import Role
from newretail.stores.errors import StoreUnknown

door = Door(tags=["live"])

FIRST_PAGE = "newretail.live.first_page"
"""Where a stream that opens leaves a list in the WSGI environment, to be told what it may follow. No header is called so."""

STREAM = (
    "As a stream of server-sent events: `GET {path}` with `Accept: text/event-stream`. Each event's `id` is its position; "
    "reconnect with `Last-Event-ID` (or `?after=`) and nothing is missed. Without either, both begin at the present."
)


def _as_stream(path: str, *, called: str, summary: str) -> dict[str, Any]:
    """That the facts of a route come as a stream too, for the API's description."""
    return {"x-stream": {"path": path, "operation_id": called, "summary": summary}}


After = Annotated[int, Field(ge=0, le=2**63 - 1, description="the position up to which you know everything")]


@door.get(
    "/live/orders/{order_id}/events",
    who=KNOWN,
    response=queries.Page,
    errors=[NotFound, BadPosition, TooManyStreams],
    summary="What happens to an order",
    description=STREAM.format(path="/api/v1/live/orders/{order_id}"),
    openapi_extra=_as_stream("/live/orders/{order_id}", called="follow_order", summary="Follow an order"),
)
def list_order_events(
    request: Request, order_id: UUID, after: After | None = None, limit: Limit = 100
) -> queries.Page:
    following = follow_order(request.caller, order_id=order_id)
    return _page(request, following, after, limit)


@door.get(
    "/live/stores/{store_id}/events",
    who=staff(Role.PICKER, Role.PACKER, Role.CASHIER, Role.COURIER, Role.DEVICE),
    response=queries.Page,
    errors=[StoreUnknown, NotFound, BadPosition, TooManyStreams],
    summary="What happens in a store",
    description=STREAM.format(path="/api/v1/live/stores/{store_id}"),
    openapi_extra=_as_stream("/live/stores/{store_id}", called="follow_store", summary="Follow a store"),
)
def list_store_events(
    request: Request, store_id: str, after: After | None = None, limit: Limit = 100
) -> queries.Page:
    following = follow_store(request.caller, store_id=store_id)
    return _page(request, following, after, limit)


@door.get(
    "/live/trips/{trip_id}/events",
    who=KNOWN,
    response=queries.Page,
    errors=[NotFound, BadPosition, TooManyStreams],
    summary="What happens on a courier's trip",
    description=STREAM.format(path="/api/v1/live/trips/{trip_id}"),
    openapi_extra=_as_stream(
        "/live/trips/{trip_id}", called="follow_trip", summary="Follow a courier's trip"
    ),
)
def list_trip_events(
    request: Request, trip_id: UUID, after: After | None = None, limit: Limit = 100
) -> queries.Page:
    following = follow_trip(request.caller, trip_id=trip_id)
    return _page(request, following, after, limit)


def _page(request: Request, following: Following, after: int | None, limit: int) -> queries.Page:
    page = queries.page(following, after=after, limit=limit)
    if FIRST_PAGE in request.META:
        caller = request.caller
        request.META[FIRST_PAGE].append((f"{caller.kind} {caller.known_id}", following, page))
    return page
