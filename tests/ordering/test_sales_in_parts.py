"""A sale whose goods leave one way in several parcels: rung up, gathered, packed and handed over one parcel after another."""

from typing import Any
from uuid import uuid4

import pytest

from newretail.ordering.models import Order
from newretail.stores import api as stores
from newretail.stores.api import Role
from newretail.stores.models import Format
from tests.ordering.till import books_balance, ring_up, seen_at, take
from tests.sale_floor import Floor, Person, with_drawer, work_through, worker

pytestmark = pytest.mark.django_db


class House:
    """A store where one eats, and its people. What is done is done over HTTP."""

    def __init__(self, floor: Floor) -> None:
        Format.objects.update(capabilities=["scan_and_go", "delivery", "pick_up", "eat_in"])
        stores.forget_store(floor.store)
        self.floor, self.here = floor, f"/stores/{floor.store}"
        self.cashier, self.picker = with_drawer(floor), worker(Role.PICKER, floor.store)
        self.packer = worker(Role.PACKER, floor.store)

    def rung_up(self, **more: Any) -> dict[str, Any]:
        """Milk first, and bread with another milk afterwards."""
        lines = [
            {"sku_id": self.floor.milk, "quantity": 1, "way": "eat_in", "part": "first"},
            {"sku_id": self.floor.bread, "quantity": 1, "way": "eat_in", "part": "then"},
            {"sku_id": self.floor.milk, "quantity": 2, "way": "eat_in", "part": "then", "parent_line": 2},
        ]
        answer = ring_up(self.cashier, self.floor, lines, **more)
        assert answer.status_code == 201, answer.content
        work_through()
        return dict(answer.json())

    def does(self, who: Person, path: str, body: Any = None) -> dict[str, Any]:
        answer = who.post(self.here + path, body)
        assert answer.status_code < 300, answer.content
        return dict(answer.json())

    def pick(self) -> dict[str, str]:
        """All that is open, a bag for each part of it, to the packing table; the tags by part."""
        [brief] = self.picker.get(f"{self.here}/pick-jobs", state="open").json()
        job = self.does(self.picker, f"/pick-jobs/{brief['id']}/start")
        base, tags = f"/pick-jobs/{job['id']}", {}
        for line in job["lines"]:
            if line["part"] not in tags:
                tags[line["part"]] = f"BAG-{line['part'].upper()}"
                bag = {"tag": tags[line["part"]], "way": line["way"], "part": line["part"]}
                self.does(self.picker, f"{base}/bags", bag)
            scan = {"code": line["sku_id"], "line": line["line"], "quantity": line["left"]}
            self.does(self.picker, f"{base}/picks", scan)
        self.does(self.picker, f"{base}/finish")
        for tag in tags.values():
            self.does(self.packer, f"/bags/{tag}/arrival", {})
        return tags

    def parcels(self, order: dict[str, Any]) -> dict[str, dict[str, Any]]:
        found = self.packer.get(f"{self.here}/parcels", number=order["number"]).json()
        return {parcel["part"]: parcel for parcel in found}

    def legs(self, order: dict[str, Any]) -> dict[str, str]:
        return {leg["part"]: leg["state"] for leg in seen_at(self.cashier, self.floor, order)["legs"]}

    def hand_over(self, parcel: dict[str, Any], tag: str) -> None:
        packed = self.does(self.packer, f"/parcels/{parcel['id']}/pack", {"bags": [tag]})
        assert "hand_over" in packed["can"]
        given = self.does(self.cashier, f"/parcels/{parcel['id']}/hand-over", {"bags": [tag]})
        assert given["state"] == "done"
        work_through()


@pytest.fixture
def house(floor: Floor) -> House:
    return House(floor)


@pytest.mark.parametrize("pays", ["before", "after"])
def test_each_part_is_a_parcel_and_the_order_ends_with_the_last(house: House, pays: str) -> None:
    order = house.rung_up(pays=pays)
    if pays == "before":
        assert house.parcels(order) == {}, "nothing is gathered before it is paid"
        assert take(house.cashier, house.floor, order, 10_000).status_code == 201
    assert house.legs(order) == {"first": "open", "then": "open"}
    tags, parcels = house.pick(), house.parcels(order)
    assert sorted(tags) == sorted(parcels) == ["first", "then"]
    assert {part: [bag["tag"] for bag in parcel["bags"]] for part, parcel in parcels.items()} == {
        part: [tag] for part, tag in tags.items()
    }

    house.hand_over(parcels["first"], tags["first"])
    assert sorted(house.parcels(order)) == ["then"]
    assert house.legs(order)["first"] == "done" != house.legs(order)["then"]
    assert seen_at(house.cashier, house.floor, order)["state"] == "released"

    house.hand_over(parcels["then"], tags["then"])
    if pays == "after":
        assert seen_at(house.cashier, house.floor, order)["open"] == 3 * 1280 + 900
        assert take(house.cashier, house.floor, order, 10_000).status_code == 201
    seen = seen_at(house.cashier, house.floor, order)
    assert (seen["state"], seen["settled"], seen["open"]) == ("done", 3 * 1280 + 900, 0)
    assert [line["part"] for line in seen["lines"]] == ["first", "then", "then"]
    assert books_balance(house.floor)


def test_bags_of_one_parcel_do_not_hand_over_another(house: House) -> None:
    order = house.rung_up(pays="after")
    tags, parcels = house.pick(), house.parcels(order)
    house.does(house.packer, f"/parcels/{parcels['first']['id']}/pack", {"bags": [tags["first"]]})
    wrong = house.cashier.post(
        f"{house.here}/parcels/{parcels['first']['id']}/hand-over", {"bags": [tags["then"]]}
    )
    assert (wrong.status_code, wrong.json()["code"]) == (409, "wrong_bag")
    assert house.legs(order) == {"first": "open", "then": "open"}


def test_what_hangs_on_a_line_is_in_the_same_parcel(house: House) -> None:
    lines = [
        {"sku_id": house.floor.bread, "quantity": 1, "way": "eat_in", "part": "first"},
        {"sku_id": house.floor.milk, "quantity": 1, "way": "eat_in", "part": "then", "parent_line": 1},
    ]
    refused = ring_up(house.cashier, house.floor, lines)
    assert (refused.status_code, refused.json()["code"]) == (422, "parent_missing")
    assert not Order.objects.exists()


def test_a_sale_that_is_sent_twice_has_its_parcels_once(house: House) -> None:
    line = {"sku_id": house.floor.milk, "quantity": 1, "way": "eat_in"}
    body = {"lines": [line | {"part": part} for part in ("a", "b")], "pays": "after"}
    key = str(uuid4())
    first, again = (house.cashier.post(f"{house.here}/sales", body, key=key).json() for _ in range(2))
    assert first["id"] == again["id"] and sorted(house.parcels(first)) == ["a", "b"]
