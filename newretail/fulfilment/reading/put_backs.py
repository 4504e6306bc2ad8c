"""Goods that have to go back to their shelves."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from newretail.catalog.api import faces
from newretail.fulfilment.models import PutBack
from newretail.fulfilment.work.zone_names import ZoneNames


@dataclass(frozen=True, slots=True, kw_only=True)
class PutBackGoods:
    sku_id: str
    name: str
    picture: str
    unit: str
    lot: str
    quantity: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PutBackView:
    """`outcome`: shelf or waste, empty while it is open."""

    id: int
    number: str
    zone: str
    zone_name: str
    shelf: str
    goods: list[PutBackGoods]
    asked_at: datetime
    done_at: datetime | None
    outcome: str


def list_open(*, store_id: str, limit: int) -> list[PutBackView]:
    """What has to go back in this store, the oldest first."""
    asked = PutBack.objects.filter(store_id=store_id, done_at__isnull=True).order_by("asked_at", "id")
    return put_back_views(store_id, list(asked[:limit]))


def put_back_views(store_id: str, put_backs: Sequence[PutBack]) -> list[PutBackView]:
    shown = faces(goods["sku_id"] for each in put_backs for goods in each.goods)
    called = ZoneNames(store_id)
    return [
        PutBackView(
            id=each.pk,
            number=each.number,
            zone=each.zone,
            zone_name=called[each.zone],
            shelf=each.shelf,
            goods=[
                PutBackGoods(
                    sku_id=goods["sku_id"],
                    name=shown[goods["sku_id"]].name,
                    picture=shown[goods["sku_id"]].picture,
                    unit=shown[goods["sku_id"]].unit,
                    lot=goods["lot"],
                    quantity=goods["quantity"],
                )
                for goods in each.goods
            ],
            asked_at=each.asked_at,
            done_at=each.done_at,
            outcome=each.outcome,
        )
        for each in put_backs
    ]
