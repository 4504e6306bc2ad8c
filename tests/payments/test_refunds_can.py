"""What a refund says may be done with it is what the routes let pass: by cashiers with and without a drawer, managers and head office."""

from collections.abc import Callable
from typing import Any, get_args
from uuid import UUID, uuid4

import pytest

from newretail.payments import api as payments
from newretail.payments.models import DrawerSession, Refund
from newretail.payments.rules import RefundDeed
from newretail.stores.api import Role
from tests.sale_floor import (
    Floor,
    Person,
    open_store,
    order_of,
    pay_in_cash,
    shopper,
    with_drawer,
    work_through,
    worker,
)
from tests.told import Told

pytestmark = pytest.mark.django_db


class Counter:
    """A store whose staff read and act on its refunds: one cashier has a drawer, another has none."""

    def __init__(self) -> None:
        self.floor = open_store()
        self.here = f"/stores/{self.floor.store}"
        self.told = Told((Refund, DrawerSession))
        self.cashier, self.other = with_drawer(self.floor), worker(Role.CASHIER, self.floor.store)
        self.manager, self.office = worker(Role.MANAGER, self.floor.store), worker(Role.HEAD_OFFICE, "")

    def hold(self) -> None:
        for person in (self.cashier, self.other, self.manager, self.office):
            for refund in person.get(f"{self.here}/refunds").json():
                self._holds(person, refund)
        for row in self.office.get("/insight/refunds/stuck").json()["refunds"]:
            self._holds(self.office, row["refund"])

    def _holds(self, person: Person, refund: dict[str, Any]) -> None:
        base = f"{self.here}/refunds/{refund['id']}"
        typed = {"typed": {each["code"]: "000124" for each in refund["typed"]}}
        acts: dict[str, Callable[[], int]] = {
            "hand_out": lambda: person.post(f"{base}/hand-outs", typed).status_code,
            "resend": lambda: person.post(f"{base}/resends").status_code,
            "turn_to_cash": lambda: person.post(f"{base}/cash").status_code,
        }
        self.told.holds(refund, acts, known=RefundDeed)

    def can(self, person: Person) -> list[str]:
        [refund] = person.get(f"{self.here}/refunds").json()
        return list(refund["can"])


@pytest.fixture
def counter() -> Counter:
    return Counter()


def a_refund(counter: Counter) -> None:
    floor: Floor = counter.floor
    order = order_of(shopper(), floor, [(floor.milk, 2, "carry_out")])
    pay_in_cash(counter.cashier, floor, order)
    given = {"refund_id": str(uuid4()), "lines": [{"line": 1, "quantity": 1, "kept": True}], "reason": "soft"}
    assert counter.cashier.post(f"{counter.here}/orders/{order['id']}/refunds", given).status_code == 201
    work_through()


def test_cash_goes_back_out_of_ones_own_drawer_with_enough_in_it(counter: Counter) -> None:
    a_refund(counter)
    counter.hold()
    assert (counter.can(counter.cashier), counter.can(counter.other)) == (["hand_out"], [])
    [seen] = counter.other.get(f"{counter.here}/refunds").json()
    assert seen["by_hand"], "it waits for somebody with a drawer"
    DrawerSession.objects.update(expected=1_279)
    counter.hold()
    DrawerSession.objects.update(expected=1_280)
    counter.hold()
    paid_out = f"{counter.here}/refunds/{seen['id']}/hand-outs"
    assert counter.cashier.post(paid_out, {}).json()["can"] == []
    counter.hold()
    assert "hand_out" in counter.told.both


def test_a_drawer_of_another_currency_or_store_pays_nothing_out(counter: Counter) -> None:
    a_refund(counter)
    DrawerSession.objects.update(currency="KRW")
    counter.hold()
    assert counter.can(counter.cashier) == []
    DrawerSession.objects.update(currency="CNY", store_id=open_store().store)
    counter.hold()
    assert counter.can(counter.cashier) == []


def test_what_a_tender_refused_is_the_managers(counter: Counter) -> None:
    a_refund(counter)
    counter.hold()
    Refund.objects.update(tender="alipay", state="failed", cause="ACQ.REFUSED", due_at=None)
    counter.hold()
    assert counter.can(counter.cashier) == []
    assert counter.can(counter.manager) == ["resend", "turn_to_cash"]
    [failed] = counter.manager.get(f"{counter.here}/refunds").json()
    turned = counter.manager.post(f"{counter.here}/refunds/{failed['id']}/cash").json()
    assert (turned["by_hand"], turned["can"]) == (True, []), "the manager has no drawer"
    counter.hold()
    assert counter.told.both == set(get_args(RefundDeed))


def test_a_slip_needs_no_drawer(counter: Counter) -> None:
    payments.set_tender(
        "card",
        store_id=counter.floor.store,
        currency="CNY",
        is_on=True,
        settings={"terminal": "T-40213"},
        by="office",
    )
    a_refund(counter)
    Refund.objects.update(tender="card")
    counter.hold()
    assert counter.can(counter.other) == ["hand_out"]


def test_a_list_asks_about_drawers_once(counter: Counter, django_assert_num_queries: Any) -> None:
    for _ in range(3):
        a_refund(counter)
    with django_assert_num_queries(2):
        rows = payments.refunds(store_id=counter.floor.store, by=f"member:{UUID(int=0)}")
    assert len(rows) == 3
