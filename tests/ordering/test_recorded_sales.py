"""Sales that staff record, without a promise: rung up at the counter, paid before or after."""

from datetime import timedelta
from uuid import uuid4

import pytest

from newretail.inventory import api as inventory
from newretail.kernel import clock
from newretail.members.models import Kind, Member
from newretail.ordering.models import Order
from newretail.payments.capture_payment import capture_payment
from newretail.pricing import api as pricing
from newretail.stores.api import Role
from tests.ordering.till import asked_in_the_wallet, books_balance, bring_back, ring_up, seen_at, take
from tests.sale_floor import Floor, open_store, shopper, with_drawer, work_through, worker

pytestmark = pytest.mark.django_db


def test_a_cashier_rings_up_goods_and_they_are_sold_when_paid(floor: Floor):
    cashier = with_drawer(floor)
    order = ring_up(cashier, floor, [{"sku_id": floor.milk, "quantity": 2}]).json()
    assert (order["state"], order["pays"], order["open"]) == ("awaiting_payment", "before", 2560)
    assert order["can"] == ["take_payment"]
    assert Order.objects.get(id=order["id"]).promise_id is None
    assert inventory.available(floor.store, [floor.milk], outside=False) == {floor.milk: 8}
    assert take(cashier, floor, order, 3000).json()["change"] == 440
    seen = seen_at(cashier, floor, order)
    assert (seen["state"], seen["open"], seen["can"]) == ("done", 0, ["refund"])
    assert books_balance(floor)


def test_a_receipt_of_goods_that_have_left_is_paid_afterwards(floor: Floor):
    cashier = with_drawer(floor)
    order = ring_up(cashier, floor, [{"sku_id": floor.milk, "quantity": 1}], pays="after").json()
    assert (order["state"], order["open"], order["paid_at"]) == ("released", 1280, None)
    assert inventory.stock_of(store_id=floor.store, sku_id=floor.milk).on_hand == 9, "the goods are gone"
    assert take(cashier, floor, order, 1280).status_code == 201
    seen = seen_at(cashier, floor, order)
    assert (seen["state"], seen["settled"], seen["captured"], seen["open"]) == ("done", 1280, 1280, 0)
    assert books_balance(floor)


def test_unpaid_goods_open_no_door(floor: Floor):
    cashier, person = with_drawer(floor), shopper()
    body = {"pays": "after", "member_id": str(person.member.id)}
    order = ring_up(cashier, floor, [{"sku_id": floor.milk, "quantity": 1}], **body).json()
    assert person.get(f"/orders/{order['id']}/exit-code").status_code == 409
    take(cashier, floor, order, 1280)
    assert person.get(f"/orders/{order['id']}/exit-code").status_code == 200


def test_an_order_that_is_paid_afterwards_lives_until_it_is_paid(floor: Floor):
    cashier = with_drawer(floor)
    order = ring_up(cashier, floor, [{"sku_id": floor.milk, "quantity": 1}], pays="after").json()
    clock.advance_to(clock.now() + timedelta(hours=30))
    work_through()
    assert seen_at(cashier, floor, order)["state"] == "released"
    assert take(cashier, floor, order, 1280).status_code == 201
    assert seen_at(cashier, floor, order)["state"] == "done"


def test_what_is_returned_before_it_is_paid_is_not_asked_for(floor: Floor):
    cashier = with_drawer(floor)
    order = ring_up(cashier, floor, [{"sku_id": floor.milk, "quantity": 3}], pays="after").json()
    assert bring_back(cashier, floor, order, 1).json()["amount"] == 0, "nothing was paid yet"
    assert seen_at(cashier, floor, order)["open"] == 2560
    assert take(cashier, floor, order, 2560).status_code == 201
    assert seen_at(cashier, floor, order)["state"] == "done"
    assert books_balance(floor)


@pytest.mark.parametrize(
    ("returned", "paid", "kept"), [(1, 2560, 2560), (2, 2560, 1280), (3, 1000, 0), (3, 0, 0)]
)
def test_a_sale_that_became_cheaper_than_what_was_paid_of_it_ends(
    floor: Floor, returned: int, paid: int, kept: int
):
    cashier = with_drawer(floor)
    order = ring_up(cashier, floor, [{"sku_id": floor.milk, "quantity": 3}], pays="after").json()
    if paid:
        take(cashier, floor, order, paid, amount=paid)
    bring_back(cashier, floor, order, returned)
    seen = seen_at(cashier, floor, order)
    assert (seen["state"], seen["open"], seen["captured"] - seen["refunded"]) == ("done", 0, kept)
    assert (seen["paid_at"] is None) == (kept == 0), "what comes to nothing was not paid"
    assert "take_payment" not in seen["can"]
    assert books_balance(floor)


def test_money_that_was_asked_for_before_the_sale_became_cheaper_goes_back(floor: Floor):
    cashier = with_drawer(floor)
    order = ring_up(cashier, floor, [{"sku_id": floor.milk, "quantity": 3}], pays="after").json()
    asked = asked_in_the_wallet(floor, order, 3840)
    bring_back(cashier, floor, order, 1)
    capture_payment(payment_id=asked.id, trade_no="T-1")
    work_through()
    seen = seen_at(cashier, floor, order)
    assert (seen["state"], seen["captured"], seen["refunded"]) == ("done", 3840, 1280)
    assert books_balance(floor)


def test_what_the_shopper_has_carried_out_is_returned_and_not_called_off(floor: Floor):
    cashier, manager = with_drawer(floor), worker(Role.MANAGER, floor.store)
    order = ring_up(cashier, floor, [{"sku_id": floor.milk, "quantity": 1}], pays="after").json()
    assert seen_at(manager, floor, order)["can"] == ["take_payment", "refund"]
    refused = manager.post(f"/stores/{floor.store}/orders/{order['id']}/cancel", {"reason": "left"})
    assert (refused.status_code, refused.json()["code"]) == (409, "not_cancellable")
    assert seen_at(manager, floor, order)["open"] == 1280


def test_a_sale_belongs_to_somebody_who_can_buy(floor: Floor):
    cashier, device = with_drawer(floor), worker(Role.DEVICE, floor.store)
    Member.objects.filter(id=device.member.id).update(kind=Kind.DEVICE)
    for nobody in (uuid4(), device.member.id):
        answer = ring_up(cashier, floor, [{"sku_id": floor.milk, "quantity": 1}], member_id=str(nobody))
        assert (answer.status_code, answer.json()["code"]) == (404, "member_unknown")
    assert not Order.objects.exists()
    assert inventory.available(floor.store, [floor.milk], outside=False) == {floor.milk: 10}


def test_a_sale_is_refused_whole(floor: Floor):
    cashier, elsewhere = with_drawer(floor), worker(Role.CASHIER, open_store().store)
    milk = {"sku_id": floor.milk, "quantity": 1}
    for lines, code in (
        ([milk, {"sku_id": floor.bread, "quantity": 11}], "out_of_stock"),
        ([{"sku_id": "HR-NOTHING", "quantity": 1}], "not_listed"),
        ([milk, milk | {"parent_line": 2}], "parent_missing"),
        ([milk | {"way": "eat_in"}], "way_not_offered"),
        ([milk | {"way": "deliver"}], "invalid"),
        ([], "invalid"),
    ):
        assert ring_up(cashier, floor, lines).json()["code"] == code
    assert ring_up(elsewhere, floor, [milk]).status_code == 403
    assert not Order.objects.exists()
    assert inventory.available(floor.store, [floor.milk], outside=False) == {floor.milk: 10}


def test_a_sale_takes_the_price_of_the_lot(floor: Floor):
    pricing.mark_down_lot(
        lot=pricing.OneLot(store_id=floor.store, sku_id=floor.milk, lot_code="L1"), amount=500, by="test"
    )
    order = ring_up(
        with_drawer(floor), floor, [{"sku_id": floor.milk, "quantity": 2, "lot_code": "L1"}]
    ).json()
    assert (order["total"], order["cut"]) == (1000, 1560)


def test_what_a_sale_comes_to_is_told_before_it_is_rung_up_and_nothing_is_held(floor: Floor):
    cashier = with_drawer(floor)
    lines = [{"sku_id": floor.milk, "quantity": 2}, {"sku_id": floor.bread, "quantity": 1}]
    told = cashier.post(f"/stores/{floor.store}/sales/prices", {"lines": lines})
    assert told.status_code == 200 and Order.objects.count() == 0
    assert inventory.available(floor.store, [floor.milk], outside=False) == {floor.milk: 10}
    rung = ring_up(cashier, floor, lines).json()
    assert told.json()["total"] == rung["total"] == 2 * 1280 + 900
    assert [each["payable"] for each in told.json()["lines"]] == [line["agreed"] for line in rung["lines"]]

    unknown = {"lines": [{"sku_id": "HR-NOT-THERE", "quantity": 1}]}
    assert cashier.post(f"/stores/{floor.store}/sales/prices", unknown).json()["code"] == "not_listed"
    for other in (shopper(), worker(Role.PICKER, floor.store), worker(Role.CASHIER, open_store().store)):
        assert other.post(f"/stores/{floor.store}/sales/prices", {"lines": lines}).status_code == 403
