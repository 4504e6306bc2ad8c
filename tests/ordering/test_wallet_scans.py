"""The code of a wallet is its owner's money: staff scan it at the till, and nobody sends one in from elsewhere."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from newretail.payments import api as payments
from newretail.payments.models import Payment
from newretail.stores.api import Role
from tests.alipay_world import World, open_world
from tests.ordering.till import ring_up, take
from tests.sale_floor import (
    Floor,
    Person,
    open_store,
    order_of,
    shopper,
    with_drawer,
    work_through,
    worker,
)


@pytest.fixture
def world(db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    folder = tmp_path / "wallet"
    folder.mkdir()
    with open_world(folder, monkeypatch) as made:
        yield made


def scan(staff: Person, floor: Floor, order: dict[str, Any], code: str, **more: Any) -> Any:
    body = {"payment_id": str(uuid4()), "tender": "alipay", "auth_code": code}
    answer = staff.post(f"/stores/{floor.store}/orders/{order['id']}/wallet-scans", body | more)
    work_through()
    return answer


def test_a_wallet_scanned_at_the_till_pays_the_order(world: World, floor: Floor) -> None:
    person, cashier = shopper(), worker(Role.CASHIER, floor.store)
    order = order_of(person, floor, [(floor.milk, 1, "carry_out")])
    paid = scan(cashier, floor, order, world.code())
    assert (paid.status_code, paid.json()["state"], paid.json()["amount"]) == (
        201,
        "captured",
        order["total"],
    )
    assert person.get(f"/orders/{order['id']}").json()["captured"] == order["total"]
    assert not payments.audit(floor.store)


def test_asked_again_with_its_id_it_says_how_it_stands_and_takes_nothing_more(
    world: World, floor: Floor
) -> None:
    person, cashier = shopper(), worker(Role.CASHIER, floor.store)
    order, code, number = (
        order_of(person, floor, [(floor.milk, 1, "carry_out")]),
        world.code(confirm=True),
        str(uuid4()),
    )
    asked = scan(cashier, floor, order, code, payment_id=number)
    assert (asked.status_code, asked.json()["state"]) == (201, "pending")
    world.confirm(Payment.objects.get().trade_no)
    world.live(6, step=3)
    assert scan(cashier, floor, order, code, payment_id=number).json()["state"] == "captured"
    assert Payment.objects.count() == 1


def test_the_wallet_that_a_cashier_scanned_is_theirs_as_cash_is(world: World, floor: Floor) -> None:
    person, cashier, manager = shopper(), worker(Role.CASHIER, floor.store), worker(Role.MANAGER, floor.store)
    order, code, number = order_of(person, floor, [(floor.milk, 1, "carry_out")]), world.code(), str(uuid4())
    assert scan(cashier, floor, order, code, payment_id=number).status_code == 201
    name = cashier.member.name or str(cashier.member.id)[-6:]
    [told] = manager.get(f"/stores/{floor.store}/payments").json()
    assert (told["taken_by"], told["taken_by_name"]) == (f"member:{cashier.member.id}", name)
    [taking] = manager.get(f"/stores/{floor.store}/takings").json()
    assert (taking["cashier_name"], taking["tender"], taking["payments"], taking["taken"]) == (
        name,
        "alipay",
        1,
        order["total"],
    )
    again = scan(worker(Role.CASHIER, floor.store), floor, order, code, payment_id=number)
    assert (again.status_code, again.json()["code"]) == (422, "payment_mismatch")
    assert cashier.get(f"/stores/{floor.store}/takings").status_code == 403
    assert "taken_by" not in person.get(f"/payments/{number}").json()


def test_takings_tell_each_cashiers_tenders_apart_and_what_they_gave_out(floor: Floor) -> None:
    first, second = with_drawer(floor), with_drawer(floor)
    orders = [ring_up(first, floor, [{"sku_id": floor.milk, "quantity": 1}]).json() for _ in range(3)]
    take(first, floor, orders[0], 5_000)
    for order in orders[1:]:
        take(second, floor, order, 5_000)
    manager = worker(Role.MANAGER, floor.store)
    told = manager.get(f"/stores/{floor.store}/takings").json()
    assert {each["cashier"]: (each["tender"], each["payments"], each["taken"]) for each in told} == {
        f"member:{first.member.id}": ("cash", 1, orders[0]["total"]),
        f"member:{second.member.id}": ("cash", 2, 2 * orders[0]["total"]),
    }
    assert manager.get(f"/stores/{floor.store}/takings?date=2020-01-01").json() == []


def test_a_shopper_cannot_pay_by_a_code_that_may_be_somebody_elses(world: World, floor: Floor) -> None:
    person, code = shopper(), world.code()
    order = order_of(person, floor, [(floor.milk, 1, "carry_out")])
    body = {"payment_id": str(uuid4()), "tender": "alipay", "way": "code", "auth_code": code}
    assert person.post(f"/orders/{order['id']}/payments", body).status_code == 422
    assert scan(person, floor, order, code).status_code in (403, 404)
    assert not Payment.objects.exists()


def test_a_wallet_is_scanned_only_by_the_till_of_the_orders_own_store(world: World, floor: Floor) -> None:
    elsewhere = open_store()
    order = order_of(shopper(), floor, [(floor.milk, 1, "carry_out")])
    for staff, at in (
        (worker(Role.CASHIER, elsewhere.store), floor),
        (worker(Role.CASHIER, elsewhere.store), elsewhere),
        (worker(Role.PICKER, floor.store), floor),
    ):
        assert scan(staff, at, order, world.code()).status_code in (403, 404)
    assert not Payment.objects.exists()
