"""The manager's view of the work of a store."""

from datetime import datetime

from newretail.fulfilment.board import Board, board
from newretail.fulfilment.endpoints.shapes import door
from newretail.kernel.http import Out, Request
from newretail.kernel.who import MANAGER


class LateOut(Out):
    number: str
    way: str
    state: str
    due_at: datetime
    cause: str
    minutes_late: int


class MissingOut(Out):
    """`choice`: what the shopper asked for; `state`: what came of it."""

    number: str
    zone: str
    shelf: str
    sku_id: str
    quantity: int
    cause: str
    choice: str
    state: str
    at: datetime


class SlotOut(Out):
    starts_at: datetime
    capacity: int
    booked: int


class BoardOut(Out):
    """Of the last twelve hours. `jobs`, `parcels`: how many in each state."""

    at: datetime
    jobs: dict[str, int]
    parcels: dict[str, int]
    late_jobs: int
    late_by_cause: dict[str, int]
    late: list[LateOut]
    missing: list[MissingOut]
    put_backs: int
    couriers_on_duty: int
    couriers_riding: int
    plan: list[SlotOut]


@door.get("/stores/{store_id}/work", who=MANAGER, response=BoardOut, summary="The work of the store now")
def show_work(request: Request, store_id: str) -> Board:
    return board(store_id)
