"""Promise 1: stock is never sold twice. Clients at a live server want the last units, all at once.

The statement itself has its races in `tests/races`; here it is the whole way from a cart to an order over HTTP. With the
guard off the same crowd must oversell, or the test would prove nothing.
"""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection

from newretail.inventory import api as inventory
from newretail.inventory.models import Hold, Stock
from newretail.members import api as members
from newretail.ordering.models import Order
from tests.promises.live_house import Answer, House, at_once, live_house
from tests.races.test_last_unit_is_sold_once import CHECK
from tests.sale_floor import Floor, open_store

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.races]

CLIENTS = 64
UNITS = 10


@pytest.fixture
def floor(transactional_db: None) -> Floor:
    return open_store(stock=UNITS)


@pytest.fixture
def without_check(floor: Floor) -> Iterator[None]:
    """The table without the constraint that would stop what the statement lets through."""
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE inventory_stock DROP CONSTRAINT {CHECK}")
    yield
    with connection.cursor() as cursor:
        cursor.execute("UPDATE inventory_stock SET held = least(held, on_hand)")
        cursor.execute(
            f"ALTER TABLE inventory_stock ADD CONSTRAINT {CHECK} CHECK (held >= 0 AND held <= on_hand)"
        )


def a_crowd(house: House, floor: Floor) -> list[Answer]:
    """Everybody has a promise of one loaf before anybody orders; then all order at once."""
    tokens = [f"Bearer {members.open_guest()[1]}" for _ in range(CLIENTS)]

    def promised(number: int) -> Answer:
        loaf = {"line": line_id(number), "sku_id": floor.bread, "quantity": 1, "way": "carry_out"}
        cart = house.post(f"/stores/{floor.store}/carts", {"lines": [loaf]}, token=tokens[number])
        assert cart.status == 201, cart.body
        return house.post(f"/carts/{cart.json()['id']}/promises", token=tokens[number])

    promises = at_once(CLIENTS, promised)
    assert [each.status for each in promises] == [201] * CLIENTS, promises
    return at_once(
        CLIENTS,
        lambda number: house.post(
            "/orders", {"promise_id": promises[number].json()["id"]}, token=tokens[number]
        ),
    )


def line_id(number: int) -> str:
    return f"0193a1b2-7c00-7000-8000-{number:012d}"


def held(floor: Floor) -> int:
    return int(Stock.objects.get(store_id=floor.store, sku_id=floor.bread).held)


def test_of_sixty_four_clients_exactly_ten_get_the_last_ten_units(floor: Floor, tmp_path: Path) -> None:
    with live_house(tmp_path, workers=2) as house:
        answers = a_crowd(house, floor)
    assert Counter(each.status for each in answers) == {201: UNITS, 409: CLIENTS - UNITS}
    losers = [each.json() for each in answers if each.status == 409]
    assert {each["code"] for each in losers} == {"out_of_stock"}
    assert all(
        line["sku_id"] == floor.bread and line["left"] == 0 for each in losers for line in each["lines"]
    )
    numbers = {each.json()["number"] for each in answers if each.status == 201}
    assert len(numbers) == UNITS == Order.objects.filter(store_id=floor.store).count()
    assert held(floor) == UNITS == Hold.objects.filter(sku_id=floor.bread).count()
    assert inventory.audit(floor.store) == []


@pytest.mark.usefixtures("without_check")
def test_the_same_crowd_oversells_without_the_guard(floor: Floor, tmp_path: Path) -> None:
    unguarded = "tests.promises.unguarded_house:application"
    with live_house(tmp_path, workers=2, application=unguarded) as house:
        answers = a_crowd(house, floor)
    sold = sum(each.status == 201 for each in answers)
    assert sold > UNITS, Counter(each.status for each in answers)
    assert held(floor) == sold
    assert inventory.audit(floor.store) != [], "the audit of the books sees it"
