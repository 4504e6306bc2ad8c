"""A shopper follows the order: what is picked, missing or swapped, and what the picker asks."""

from datetime import timedelta
from typing import Any

import pytest

from newretail.catalog.models import Category, Product
from newretail.fulfilment.models import Parcel
from newretail.fulfilment.packing.carry_bag import arrive_at_packing
from newretail.fulfilment.packing.pack_parcel import pack_parcel
from newretail.fulfilment.picking.finish_pick import finish_pick
from newretail.fulfilment.picking.miss_line import miss_line
from newretail.fulfilment.picking.open_bag import open_bag
from newretail.fulfilment.picking.pick_line import pick_line
from newretail.fulfilment.picking.start_pick import start_next
from newretail.kernel import clock, recent
from newretail.stores.api import Role
from tests.photos.test_photos import photo_of
from tests.sale_floor import (
    NEARBY,
    Floor,
    gtin_of,
    order_of,
    pay_in_cash,
    shopper,
    with_drawer,
    work_through,
    worker,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def floor(floor: Floor) -> Floor:
    """Milk and bread are of one kind here, and nobody has allergies: each may stand in for the other."""
    Category.objects.create(slug="basics", names={"en": "Basics", "ko": "기본", "zh": "基本"})
    Product.objects.filter(code__in=[floor.milk, floor.bread]).update(
        category_id="basics", allergens_stated=True
    )
    recent.forget_all()
    return floor


def at_work(floor: Floor) -> dict[str, Any]:
    picker = worker(Role.PICKER, floor.store).member.id
    job = start_next(store_id=floor.store, picker_id=picker)
    assert job is not None
    return {"store_id": floor.store, "job_id": job.id, "picker_id": picker}


def test_before_the_store_begins_every_line_waits(floor: Floor):
    person = shopper()
    order = order_of(person, floor, [(floor.milk, 2, "deliver")])
    seen = person.get(f"/orders/{order['id']}/progress").json()
    assert (seen["state"], seen["zones"], seen["ways"]) == ("awaiting_payment", 0, [])
    [line] = seen["lines"]
    assert (line["state"], line["quantity"], line["picked"]) == ("waiting", 2, 0)


def test_the_shopper_is_asked_chooses_and_sees_the_swap_in_the_bag(floor: Floor):
    person, cashier = shopper(), with_drawer(floor)
    order = order_of(
        person, floor, [(floor.milk, 2, "deliver"), (floor.salmon, 500, "carry_out")], substitution="ask"
    )
    pay_in_cash(cashier, floor, order)
    path = f"/orders/{order['id']}"
    assert person.get(path + "/questions").json() == []
    at = at_work(floor)
    open_bag(**at, tag="BAG-7")
    pick_line(**at, code=gtin_of(floor.milk), quantity=1)
    miss_line(**at, line="1", cause="damaged")

    [question] = person.get(path + "/questions").json()
    assert (question["line"], question["sku_id"], question["quantity_missing"]) == (1, floor.milk, 1)
    [offer] = question["offers"]
    assert (offer["sku_id"], offer["quantity"], offer["amount"]) == (floor.bread, 1, 900)
    assert offer["name"].startswith("Food")

    answer_path = path + "/lines/1/substitution"
    fish = person.post(answer_path, {"accept": True, "sku_id": floor.salmon})
    assert (fish.status_code, fish.json()["code"]) == (409, "unsuitable_substitute")
    nothing = person.post(answer_path, {"accept": True, "sku_id": "HR-NONE"})
    assert nothing.status_code == 404
    assert person.get(path + "/questions").json() == [question], "the question is still open"
    assert person.post(answer_path, {"accept": True, "sku_id": floor.bread}).status_code == 204
    assert person.get(path + "/questions").json() == []
    late = person.post(answer_path, {"accept": False})
    assert (late.status_code, late.json()["code"]) == (409, "not_asked")

    pick_line(**at, code=gtin_of(floor.bread), line="1", quantity=1)
    seen = person.get(path + "/progress").json()
    milk, salmon = seen["lines"]
    assert (milk["state"], milk["picked"], milk["missing"], milk["missing_cause"]) == (
        "picked",
        1,
        1,
        "damaged",
    )
    taken = [(each["sku_id"], each["quantity"], each["is_swap"], each["amount"]) for each in milk["taken"]]
    assert taken == [(floor.milk, 1, False, None), (floor.bread, 1, True, 900)]
    assert (salmon["state"], salmon["picked"]) == ("carried", 500)
    [way] = seen["ways"]
    assert clock.now().isoformat() < way["ready_at"] < way["expected_at"] <= way["due_at"]
    assert (way["way"], way["state"], way["bags"], way["courier"]) == (
        "deliver",
        "waiting",
        {"BAG-7": "filling"},
        None,
    )


def test_nobody_follows_the_order_of_somebody_else(floor: Floor):
    mine, other = shopper(), shopper()
    order = order_of(mine, floor, [(floor.milk, 1, "deliver")])
    for page in ("questions", "progress"):
        assert other.get(f"/orders/{order['id']}/{page}").status_code == 404


def test_the_courier_comes_nearer_and_what_is_expected_stays_honest(floor: Floor):
    person, cashier = shopper(), with_drawer(floor)
    order = order_of(person, floor, [(floor.milk, 1, "deliver")])
    pay_in_cash(cashier, floor, order)
    at = at_work(floor)
    open_bag(**at, tag="BAG-7")
    pick_line(**at, code=gtin_of(floor.milk))
    finish_pick(**at)
    arrive_at_packing(store_id=floor.store, tag="BAG-7", station=None, by="test")
    parcel = Parcel.objects.get(ref=f"order:{order['id']}")
    pack_parcel(store_id=floor.store, parcel_id=parcel.id, by="test")
    rider = worker(Role.COURIER, floor.store)
    base = f"/stores/{floor.store}"
    assert rider.post(f"{base}/couriers/me/duty", {"on_duty": True}).status_code == 200
    clock.advance_to(clock.now() + timedelta(minutes=1))
    work_through()
    [trip] = rider.get(f"{base}/trips/mine").json()

    def way() -> dict[str, Any]:
        [seen] = person.get(f"/orders/{order['id']}/progress").json()["ways"]
        return dict(seen)

    assert way()["courier"]["metres_to_door"] is None, "nobody is watched before they ride"
    assert rider.post(f"{base}/trips/{trip['id']}/pick-up", {"bags": ["BAG-7"]}).status_code == 200
    metres = []
    for latitude in (31.2300, 31.2345):
        place = {"latitude": latitude, "longitude": NEARBY["longitude"]}
        assert rider.post(f"{base}/couriers/me/position", place).status_code < 300
        metres.append(way()["courier"]["metres_to_door"])
    assert metres[0] > 600 > 200 > metres[1] > 100
    riding = way()
    assert riding["ready_at"] < riding["courier"]["expected_at"] == riding["expected_at"]
    path = f"{base}/trips/{trip['id']}"
    stop = {"parcel_id": str(parcel.id)}
    assert rider.post(f"{path}/arrive", stop).status_code == 200
    photo = photo_of(rider)
    assert rider.post(f"{path}/deliver", stop | {"photo": photo}).status_code == 200
    there = way()
    assert (there["state"], there["expected_at"]) == ("done", clock.now().isoformat().replace("+00:00", "Z"))
    assert there["photo"] == f"/api/v1/photos/{photo}"
    assert person.get(f"/photos/{photo}").status_code == 200
