"""What a lot near its last day says may be done with it is what the routes let pass, for everybody who reads it."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import get_args

import pytest
from django.db.models import Model

from newretail.catalog.models import Product, Sku
from newretail.inventory import api as inventory
from newretail.inventory.models import Lot, Movement
from newretail.kernel import clock
from newretail.pricing import api
from newretail.pricing.models import PriceLog
from newretail.stores import api as stores
from newretail.stores.api import Role
from tests.sale_floor import Floor, Person, open_store, worker
from tests.stock_room import standing_clock
from tests.told import Told

pytestmark = pytest.mark.django_db
WATCHED: tuple[type[Model], ...] = (Lot, Movement, PriceLog)


@pytest.fixture(autouse=True)
def still(tmp_path: Path) -> Iterator[None]:
    with standing_clock(tmp_path):
        yield


class House:
    """A store with lots of each kind, and its people."""

    def __init__(self) -> None:
        self.floor, self.told = open_store(), Told(WATCHED)
        self.here = f"/stores/{self.floor.store}"
        roles = (Role.PICKER, Role.CASHIER, Role.MANAGER)
        self.people = [worker(role, self.floor.store) for role in roles]
        self.office = worker(Role.HEAD_OFFICE, "")

    def hold(self) -> None:
        for person in (*self.people, self.office):
            lots = person.get(f"{self.here}/lots/near-expiry", days=3).json()
            for lot in lots:
                self.told.holds(lot, self._acts(person, lot["sku_id"], lot["code"]), known=api.LotDeed)
        for alert in self.office.get("/insight/alerts", store_id=self.floor.store).json()["alerts"]:
            if alert["lot"]:
                self.told.holds(
                    alert, self._acts(self.office, alert["sku_id"], alert["lot"]), known=api.LotDeed
                )
            else:
                assert alert["can"] == []

    def _acts(self, person: Person, sku: str, lot: str) -> dict[str, Callable[[], int]]:
        down = {"sku_id": sku, "lot_code": lot, "amount": 0}
        off = {"sku_id": sku, "lot": lot, "quantity": 1, "cause": "expired"}
        return {
            "mark_down": lambda: person.post(f"{self.here}/markdowns", down).status_code,
            "write_off": lambda: person.post(f"{self.here}/write-offs", off).status_code,
        }


def a_lot(floor: Floor, sku: str, code: str, *, days: int) -> None:
    line = inventory.ReceiptLine(sku, 5, code, expires_on=stores.today_at(floor.store) + timedelta(days=days))
    inventory.receive(store_id=floor.store, lines=[line], by="test")


def test_a_lot_says_to_each_what_they_may_do_with_it() -> None:
    house = House()
    a_lot(house.floor, house.floor.milk, "LAST", days=0)
    a_lot(house.floor, house.floor.bread, "SOON", days=1)
    house.hold()
    marked = api.OneLot(store_id=house.floor.store, sku_id=house.floor.bread, lot_code="SOON")
    api.mark_down_lot(lot=marked, amount=0, by="test")
    house.hold()  # it cannot become cheaper than nothing
    Product.objects.create(code="HR-NEW", names={"en": "New"})
    Sku.objects.create(code="HR-NEW", product_id="HR-NEW")
    a_lot(house.floor, "HR-NEW", "FREE", days=1)
    house.hold()  # nobody knows what it would be cheaper than
    clock.advance_to(clock.now() + timedelta(days=1))
    house.hold()  # one is past its last day before anybody has moved it
    inventory.expire_lots()
    house.hold()
    assert house.told.both == set(get_args(api.LotDeed))
