"""Goods that have to go back to their shelves."""

from datetime import datetime
from typing import Annotated

from ninja import Query
from pydantic import Field

from newretail.fulfilment import errors
from newretail.fulfilment.endpoints.shapes import door
from newretail.fulfilment.models import PutBack
from newretail.fulfilment.receive_back import put_back_goods
from newretail.kernel.http import Body, Limit, Out, Request
from newretail.kernel.who import Role, staff

FLOOR = staff(Role.PICKER, Role.PACKER)
RowId = Annotated[int, Field(ge=1, le=2**63 - 1)]


class GoodsOut(Out):
    sku_id: str
    lot: str
    quantity: int


class PutBackOut(Out):
    """`outcome`: shelf or waste, empty while it is open."""

    id: int
    number: str
    zone: str
    shelf: str
    goods: list[GoodsOut]
    asked_at: datetime
    done_at: datetime | None
    outcome: str


class DoneIn(Body):
    """`fit_for_sale` false: thrown away and written off."""

    example = {"fit_for_sale": True}

    fit_for_sale: bool


@door.get(
    "/stores/{store_id}/put-backs",
    who=FLOOR,
    response=list[PutBackOut],
    summary="What has to go back to a shelf",
)
def list_put_backs(
    request: Request,
    store_id: str,
    limit: Limit = Query(50),  # noqa: B008
) -> list[PutBack]:
    return list(
        PutBack.objects.filter(store_id=store_id, done_at__isnull=True).order_by("asked_at", "id")[:limit]
    )


@door.post(
    "/stores/{store_id}/put-backs/{put_back_id}/done",
    who=FLOOR,
    once=True,
    response=PutBackOut,
    summary="Back on the shelf, or thrown away",
    errors=[errors.PutBackNotFound, errors.AlreadyFinished],
)
def finish_put_back(request: Request, store_id: str, put_back_id: RowId, body: DoneIn) -> PutBack:
    return put_back_goods(
        store_id=store_id,
        put_back_id=put_back_id,
        fit_for_sale=body.fit_for_sale,
        by=str(request.caller.known_id),
    )
