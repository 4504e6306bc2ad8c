"""The manager's view of the work of a store."""

from newretail.fulfilment.endpoints.shapes import door
from newretail.fulfilment.reading.board import Board, board
from newretail.kernel.http import Request
from newretail.kernel.who import MANAGER


@door.get("/stores/{store_id}/work", who=MANAGER, response=Board, summary="The work of the store now")
def show_work(request: Request, store_id: str) -> Board:
    return board(store_id)
