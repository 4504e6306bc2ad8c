"""An order is paid at the counter in parts and by several tenders; it is paid when nothing is open, and not before."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from newretail.inventory import api as inventory
from newretail.kernel import clock
from newretail.payments import api as payments
from newretail.stores.api import Role
from tests.sale_floor import Floor, Person, order_of, shopper, with_drawer, work_through, worker

pytestmark = pytest.mark.django_db

SLIP = {"slip_no": "000123", "approval_code": "30211845"}


@pytest.fixture
def terminal(floor: Floor) -> None:
    """The manager says which card terminal stands at the counter."""
    answer = worker(Role.MANAGER, floor.store).http.put(
        f"/api/v1/stores/{floor.store}/tender-settings/card",
        {"is_on": True, "settings": {"terminal": "T-40213"}},
        content_type="application/json",
    )
    assert (answer.status_code, answer.json()["is_offered"]) == (200, True), answer.content


def take(cashier: Person, floor: Floor, order: dict[str, Any], **body: Any) -> Any:
    path = f"/stores/{floor.store}/orders/{order['id']}/payments"
    answer = cashier.post(path, {"payment_id": str(uuid4()), **body})
    work_through()
    return answer


def by_cash(cashier: Person, floor: Floor, order: dict[str, Any], amount: int) -> Any:
    return take(cashier, floor, order, tender="cash", amount=amount, typed={"given": str(amount)})


@pytest.mark.usefixtures("terminal")
def test_an_order_paid_half_in_cash_and_half_by_card_is_paid_when_nothing_is_open(floor: Floor) -> None:
    person, cashier = shopper(), with_drawer(floor)
    order = order_of(person, floor, [(floor.milk, 2, "carry_out")])
    assert by_cash(cashier, floor, order, 1_000).status_code == 201
    assert person.get(f"/orders/{order['id']}").json()["state"] == "awaiting_payment"
    rest = take(cashier, floor, order, tender="card", typed=SLIP)
    assert (rest.status_code, rest.json()["amount"], rest.json()["tender_name"]) == (
        201,
        order["total"] - 1_000,
        "Card",
    )
    seen = person.get(f"/orders/{order['id']}").json()
    assert (seen["state"], seen["captured"], seen["refunded"]) == ("done", order["total"], 0)
    assert not payments.audit(floor.store)


def test_a_part_above_what_is_open_is_refused_and_changes_nothing(floor: Floor) -> None:
    person, cashier = shopper(), with_drawer(floor)
    order = order_of(person, floor, [(floor.milk, 1, "carry_out")])
    by_cash(cashier, floor, order, 1_000)
    refused = by_cash(cashier, floor, order, order["total"] - 999)
    assert (refused.status_code, refused.json()["code"], refused.json()["open"]) == (
        409, "more_than_open", order["total"] - 1_000,
    )  # fmt: skip
    assert person.get(f"/orders/{order['id']}").json()["captured"] == 1_000


def test_an_order_that_was_paid_only_in_part_ends_and_its_money_goes_back(floor: Floor) -> None:
    person, cashier = shopper(), with_drawer(floor)
    order = order_of(person, floor, [(floor.milk, 5, "carry_out")])
    by_cash(cashier, floor, order, 1_000)
    clock.advance_to(clock.now() + timedelta(minutes=16))
    work_through()
    seen = person.get(f"/orders/{order['id']}").json()
    assert (seen["state"], seen["captured"], seen["refunded"]) == ("expired", 1_000, 1_000)
    assert inventory.available(floor.store, [floor.milk], outside=False) == {floor.milk: 10}
    assert not payments.audit(floor.store)


def test_an_order_called_off_after_a_part_gives_the_part_back(floor: Floor) -> None:
    person, cashier = shopper(), with_drawer(floor)
    order = order_of(person, floor, [(floor.milk, 1, "carry_out")])
    by_cash(cashier, floor, order, 1_000)
    assert person.post(f"/orders/{order['id']}/cancel").json()["state"] == "cancelled"
    assert person.get(f"/orders/{order['id']}").json()["refunded"] == 1_000
    assert not payments.audit(floor.store)


def test_what_a_store_takes_is_said_in_the_shoppers_language(floor: Floor) -> None:
    named = {
        language: [
            each["name"] for each in shopper(language=language).get(f"/stores/{floor.store}/tenders").json()
        ]
        for language in ("en", "ko", "zh")
    }
    assert named == {"en": ["Cash"], "ko": ["현금"], "zh": ["现金"]}


def test_only_the_manager_says_what_a_store_takes(floor: Floor) -> None:
    path = f"/api/v1/stores/{floor.store}/tender-settings"
    cashier, manager = worker(Role.CASHIER, floor.store), worker(Role.MANAGER, floor.store)
    off: dict[str, Any] = {"is_on": False, "settings": {}}
    assert cashier.http.put(f"{path}/cash", off, content_type="application/json").status_code == 403
    assert manager.http.put(f"{path}/gold", off, content_type="application/json").status_code == 422
    assert manager.http.put(f"{path}/cash", off, content_type="application/json").status_code == 200
    assert shopper().get(f"/stores/{floor.store}/tenders").json() == []
    assert {each["code"]: each["is_offered"] for each in manager.get(f"/stores/{floor.store}/tender-settings").json()} == {
        "alipay": False, "card": False, "cash": False,
    }  # fmt: skip
