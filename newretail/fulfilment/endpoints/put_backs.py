"""Goods that have to go back to their shelves."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any

from ninja import Query
from pydantic import Field

from newretail.catalog.api import Face, faces
from newretail.fulfilment import errors
from newretail.fulfilment.endpoints.shapes import door
from newretail.fulfilment.models import PutBack
from newretail.fulfilment.packing.receive_back import put_back_goods
from newretail.fulfilment.work.zone_names import ZoneNames
from newretail.kernel.http import Body, Limit, Out, Request
from newretail.kernel.who import staff
from newretail.stores.api import Role

FLOOR = staff(Role.PICKER, Role.PACKER)
RowId = Annotated[int, Field(ge=1, le=2**63 - 1)]


class GoodsOut(Out):
    sku_id: str
    name: str
    picture: str
    unit: str
    lot: str
    quantity: int


class PutBackOut(Out):
    """`outcome`: shelf or waste, empty while it is open."""

    id: int
    number: str
    zone: str
    zone_name: str
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
) -> list[dict[str, Any]]:
    asked = PutBack.objects.filter(store_id=store_id, done_at__isnull=True).order_by("asked_at", "id")
    return _out(store_id, list(asked[:limit]))


@door.post(
    "/stores/{store_id}/put-backs/{put_back_id}/done",
    who=FLOOR,
    once=True,
    response=PutBackOut,
    summary="Back on the shelf, or thrown away",
    errors=[errors.PutBackNotFound, errors.AlreadyFinished],
)
def finish_put_back(request: Request, store_id: str, put_back_id: RowId, body: DoneIn) -> dict[str, Any]:
    done = put_back_goods(
        store_id=store_id,
        put_back_id=put_back_id,
        fit_for_sale=body.fit_for_sale,
        by=str(request.caller.known_id),
    )
    return _out(store_id, [done])[0]


def _out(store_id: str, put_backs: Sequence[PutBack]) -> list[dict[str, Any]]:
    shown = faces(goods["sku_id"] for each in put_backs for goods in each.goods)
    called = ZoneNames(store_id)
    names = ("id", "number", "zone", "shelf", "asked_at", "done_at", "outcome")
    return [
        {name: getattr(each, name) for name in names}
        | {
            "zone_name": called[each.zone],
            "goods": [goods | _face_of(shown[goods["sku_id"]]) for goods in each.goods],
        }
        for each in put_backs
    ]


def _face_of(face: Face) -> dict[str, str]:
    return {"name": face.name, "picture": face.picture, "unit": face.unit}
