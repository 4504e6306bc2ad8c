"""A shopper follows the order: what is picked, missing or swapped, and what the picker asks."""

from typing import Any

import pytest

from newretail.catalog.models import Category, Product
from newretail.fulfilment.bag_goods import open_bag
from newretail.fulfilment.miss_line import miss_line
from newretail.fulfilment.pick_line import pick_line
from newretail.fulfilment.start_pick import start_next
from newretail.kernel import recent
from newretail.kernel.who import Role
from tests.sale_floor import (
    Floor,
    gtin_of,
    order_of,
    pay_in_cash,
    shopper,
    with_drawer,
    worker,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def floor(floor: Floor) -> Floor:
    """Milk and bread are of one kind here, and nobody has allergies: each may stand in for the other."""
    Category.objects.create(slug="basics", name_en="Basics", name_ko="기본", name_zh="基本")
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
