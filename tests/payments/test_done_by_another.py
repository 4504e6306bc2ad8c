"""Where an answer says that something was done, this call did it: whoever comes second hears when it was done, and by whom."""

from typing import Any
from uuid import uuid4

import pytest

from newretail.payments.models import DrawerSession, Refund
from newretail.stores.api import Role
from tests.ordering.till import books_balance, bring_back
from tests.sale_floor import Floor, Person, open_store, order_of, pay_in_cash, shopper, with_drawer, worker

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


@pytest.fixture
def floor() -> Floor:
    return open_store()


def waiting_refund(floor: Floor, cashier: Person) -> str:
    order = order_of(shopper(), floor, [(floor.milk, 2, "carry_out")])
    pay_in_cash(cashier, floor, order)
    assert bring_back(cashier, floor, order, 1).status_code == 201
    return str(Refund.objects.get().id)


def close(person: Person, floor: Floor, drawer: DrawerSession, counted: int) -> Any:
    return person.post(f"/stores/{floor.store}/cash-drawers/{drawer.id}/closings", {"counted": counted})


def test_a_refund_is_handed_out_by_one_person_and_everybody_else_is_told(floor: Floor) -> None:
    cashier, colleague = with_drawer(floor), with_drawer(floor)
    manager = worker(Role.MANAGER, floor.store)  # without a drawer
    path = f"/stores/{floor.store}/refunds/{waiting_refund(floor, cashier)}/hand-outs"
    assert cashier.post(path, {}).status_code == 201
    for other in (colleague, manager):
        told = other.post(path, {})
        assert (told.status_code, told.json()["code"]) == (409, "already_handed_out")
        assert told.json()["by"] == cashier.member.name and cashier.member.name in told.json()["detail"]
    assert cashier.post(path, {}).status_code == 201, "whoever did it hears the same again"
    assert books_balance(floor)


def test_a_drawer_is_counted_by_its_cashier_or_a_manager_alone(floor: Floor) -> None:
    cashier, colleague = with_drawer(floor), with_drawer(floor)
    manager = worker(Role.MANAGER, floor.store)
    drawer = DrawerSession.objects.get(cashier=f"member:{cashier.member.id}")
    refused = close(colleague, floor, drawer, 50_000)
    assert (refused.status_code, refused.json()["code"]) == (409, "drawer_of_another")
    seen = {
        person: person.get(f"/stores/{floor.store}/cash-drawers/{drawer.id}").json()["can"]
        for person in (cashier, colleague, manager)
    }
    assert list(seen.values()) == [["take_cash", "close"], [], ["close"]]
    assert close(manager, floor, drawer, 49_000).json()["difference"] == -1_000
    again = close(cashier, floor, drawer, 49_000)
    assert (again.status_code, again.json()["code"]) == (409, "drawer_closed")
    assert again.json()["by"] == manager.member.name
    assert close(manager, floor, drawer, 49_000).status_code == 201


def test_money_that_one_cashier_took_is_not_taken_by_another_under_its_number(floor: Floor) -> None:
    cashier, colleague = with_drawer(floor), with_drawer(floor)
    order = order_of(shopper(), floor, [(floor.milk, 1, "carry_out")])
    cash = {"payment_id": str(uuid4()), "given": 2_000}
    path = f"/stores/{floor.store}/orders/{order['id']}/cash"
    assert [person.post(path, cash).status_code for person in (cashier, cashier, colleague)] == [
        201,
        201,
        422,
    ]
    assert books_balance(floor)
