"""Goods that have to go back to their shelves."""

from typing import Annotated

from ninja import Query
from pydantic import Field

from newretail.fulfilment import errors
from newretail.fulfilment.endpoints.shapes import door
from newretail.fulfilment.packing.receive_back import put_back_goods
from newretail.fulfilment.reading.put_backs import PutBackView, list_open, put_back_views
from newretail.fulfilment.who import FLOOR
from newretail.kernel.http import Body, Limit, Request

RowId = Annotated[int, Field(ge=1, le=2**63 - 1)]


class DoneIn(Body):
    """`fit_for_sale` false: thrown away and written off."""

    example = {"fit_for_sale": True}

    fit_for_sale: bool


@door.get(
    "/stores/{store_id}/put-backs",
    who=FLOOR,
    response=list[PutBackView],
    summary="What has to go back to a shelf",
)
def list_put_backs(
    request: Request,
    store_id: str,
    limit: Limit = Query(50),  # noqa: B008
) -> list[PutBackView]:
    return list_open(store_id=store_id, limit=limit)


@door.post(
    "/stores/{store_id}/put-backs/{put_back_id}/done",
    who=FLOOR,
    once=True,
    response=PutBackView,
    summary="Back on the shelf, or thrown away",
    errors=[errors.PutBackNotFound, errors.AlreadyFinished],
)
def finish_put_back(request: Request, store_id: str, put_back_id: RowId, body: DoneIn) -> PutBackView:
    done = put_back_goods(
        store_id=store_id,
        put_back_id=put_back_id,
        fit_for_sale=body.fit_for_sale,
        by=request.caller.actor,
    )
    return put_back_views(store_id, [done])[0]
