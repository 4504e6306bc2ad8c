"""What a shopper learns before anything is in the cart: how fast the store would be, and why not."""

from typing import Any

import pytest
from django.test import Client

from newretail.fulfilment.models import WorkSlot
from newretail.ordering.models import Promise
from newretail.stores import api as stores
from newretail.stores.models import Store
from tests.sale_floor import NEARBY, Floor

DOOR = {"latitude": NEARBY["latitude"], "longitude": NEARBY["longitude"]}


def glance(floor: Floor, *, language: str = "en", **where: float) -> Any:
    return Client(headers={"Accept-Language": language}).get(f"/api/v1/stores/{floor.store}/promise", where)


def change(floor: Floor, **values: Any) -> None:
    Store.objects.filter(code=floor.store).update(**values)
    stores.forget_store(floor.store)


def test_nobody_has_to_be_known_and_nothing_is_booked(floor: Floor):
    said = glance(floor, **DOOR).json()
    assert [leg["way"] for leg in said["legs"]] == ["deliver", "pick_up"]
    door, shelf = said["legs"]
    assert said["at"] < shelf["due_at"] < door["due_at"] and door["metres"] > 0
    assert min(leg["probability"] for leg in said["legs"]) >= 0.95
    assert (said["delivery_fee"], said["free_delivery_from"], said["bag_fee"]) == (600, 9900, 50)
    assert said["reason"] is None
    assert not Promise.objects.exists() and not WorkSlot.objects.filter(booked__gt=0).exists()


def test_without_a_place_only_the_pickup_is_promised(floor: Floor):
    said = glance(floor).json()
    assert [leg["way"] for leg in said["legs"]] == ["pick_up"] and said["reason"] is None
    assert glance(floor, latitude=31.2).status_code == 422


def test_too_far_leaves_the_pickup_and_says_why(floor: Floor):
    said = glance(floor, language="ko", latitude=31.5, longitude=121.5).json()
    assert [leg["way"] for leg in said["legs"]] == ["pick_up"]
    assert said["reason"]["code"] == "too_far" and "배달 지역 밖" in said["reason"]["text"]


@pytest.mark.parametrize(
    ("state", "code"), [({"state": "paused"}, "store_paused"), ({"state": "closed"}, "store_closed")]
)
def test_a_store_that_takes_no_orders_promises_nothing(floor: Floor, state: dict[str, str], code: str):
    change(floor, **state)
    said = glance(floor, **DOOR).json()
    assert said["legs"] == [] and said["reason"]["code"] == code


def test_a_store_outside_its_hours_says_when_it_opens_by_its_own_clock(floor: Floor):
    change(floor, hours=[[["07:00", "09:00"]] for _ in range(7)])
    assert glance(floor).json()["reason"]["text"] == "The store is closed. It opens at 07:00."


def test_a_full_plan_is_said(floor: Floor):
    glance(floor)
    WorkSlot.objects.filter(store_id=floor.store).update(capacity=0)
    said = glance(floor, **DOOR).json()
    assert said["legs"] == [] and said["reason"]["code"] == "full"


def test_a_store_that_does_not_deliver_says_so(floor: Floor):
    from newretail.stores.models import Format

    Format.objects.create(
        code="floor-only", names={"en": "Floor", "ko": "매장", "zh": "店"}, capabilities=["pick_up"]
    )
    change(floor, format_id="floor-only")
    said = glance(floor, **DOOR).json()
    assert [leg["way"] for leg in said["legs"]] == ["pick_up"]
    assert said["reason"] == {"code": "way_not_offered", "text": "This store does not offer delivery."}
