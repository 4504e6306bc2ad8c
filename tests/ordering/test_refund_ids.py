"""One refund id is one refund: the same said again is the same answer, anything else under it is refused."""

from typing import Any
from uuid import uuid4

import pytest

from newretail.inventory import api as inventory
from newretail.ordering.models import OrderLine
from newretail.payments.models import Refund
from newretail.stores.api import Role
from tests.ordering.till import books_balance, ring_up
from tests.sale_floor import Floor, Person, order_of, pay_in_cash, shopper, with_drawer, work_through, worker


def give_back(person: Person, floor: Floor, order: dict[str, Any], refund: str, **more: Any) -> Any:
    line = {"line": 1, "quantity": 1, "restock": True}
    body = {"refund_id": refund, "lines": [line], "reason": "one too many"} | more
    return person.post(f"/stores/{floor.store}/orders/{order['id']}/refunds", body)


def test_a_refund_said_again_gives_back_nothing_more(floor: Floor) -> None:
    cashier, refund = with_drawer(floor), str(uuid4())
    order = order_of(shopper(), floor, [(floor.milk, 3, "carry_out")])
    pay_in_cash(cashier, floor, order)
    first, again = (give_back(cashier, floor, order, refund) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 201) and first.json() == again.json()
    assert Refund.objects.count() == 1 and OrderLine.objects.get().refunded_quantity == 1
    assert books_balance(floor)


@pytest.mark.parametrize(
    "other",
    [
        {"lines": [{"line": 1, "quantity": 2, "restock": True}]},
        {"lines": [{"line": 1, "quantity": 1}]},
        {"lines": [{"line": 1, "quantity": 1, "restock": True}] * 2},
        {"reason": "another one"},
    ],
)
def test_another_refund_under_a_known_id_is_refused(floor: Floor, other: dict[str, Any]) -> None:
    cashier, refund = with_drawer(floor), str(uuid4())
    order = order_of(shopper(), floor, [(floor.milk, 3, "carry_out")])
    pay_in_cash(cashier, floor, order)
    give_back(cashier, floor, order, refund)
    refused = give_back(cashier, floor, order, refund, **other)
    assert (refused.status_code, refused.json()["code"]) == (422, "refund_mismatch")
    assert OrderLine.objects.get().refunded_quantity == 1


def test_a_refund_is_its_own_order_s_and_its_own_cashier_s(floor: Floor) -> None:
    cashier, colleague, refund = with_drawer(floor), worker(Role.CASHIER, floor.store), str(uuid4())
    orders = [order_of(shopper(), floor, [(floor.milk, 2, "carry_out")]) for _ in range(2)]
    for order in orders:
        pay_in_cash(cashier, floor, order)
    assert give_back(cashier, floor, orders[0], refund).status_code == 201
    assert give_back(colleague, floor, orders[0], refund).status_code == 422
    assert give_back(cashier, floor, orders[1], refund).status_code == 422
    assert books_balance(floor)


def test_goods_that_come_back_before_they_are_paid_come_back_once_for_an_id(floor: Floor) -> None:
    """No money moves, so that only the id of the refund tells that it was said before."""
    cashier, refund = with_drawer(floor), str(uuid4())
    order = ring_up(cashier, floor, [{"sku_id": floor.milk, "quantity": 3}], pays="after").json()
    work_through()
    answers = [give_back(cashier, floor, order, refund).json() for _ in range(2)]
    assert answers[0] == answers[1] and answers[0]["amount"] == 0
    assert OrderLine.objects.get().refunded_quantity == 1
    assert inventory.available(floor.store, [floor.milk], outside=False) == {floor.milk: 8}


def test_a_request_for_money_back_is_one_request(floor: Floor) -> None:
    person, cashier = shopper(), with_drawer(floor)
    order = order_of(person, floor, [(floor.milk, 3, "carry_out")])
    pay_in_cash(cashier, floor, order)
    path = f"/orders/{order['id']}/refund-requests"
    ask = {"request_id": str(uuid4()), "reason": "damaged", "lines": [{"line": 1, "quantity": 1}]}
    assert [person.post(path, ask).status_code for _ in range(2)] == [201, 201]
    other = person.post(path, ask | {"lines": [{"line": 1, "quantity": 2}]})
    assert (other.status_code, other.json()["code"]) == (422, "refund_mismatch")
    assert len(person.get(path).json()) == 1
