"""A whole sale, from the cart to the settled money."""

from datetime import timedelta
from uuid import uuid4

import pytest

from newretail.fulfilment.models import Parcel, PickJob
from newretail.fulfilment.packing.carry_bag import arrive_at_packing
from newretail.fulfilment.packing.pack_parcel import pack_parcel
from newretail.fulfilment.picking.finish_pick import finish_pick
from newretail.fulfilment.picking.miss_line import miss_line
from newretail.fulfilment.picking.open_bag import open_bag
from newretail.fulfilment.picking.pick_line import pick_line
from newretail.fulfilment.picking.start_pick import start_next
from newretail.inventory import api as inventory
from newretail.kernel import clock
from newretail.payments import api as payments
from newretail.stores import api as stores
from newretail.stores.api import Role
from tests.sale_floor import (
    NEARBY,
    Floor,
    cart_with,
    gtin_of,
    open_store,
    order_of,
    pay_in_cash,
    promise_for,
    shopper,
    with_drawer,
    work_through,
    worker,
)

pytestmark = pytest.mark.django_db


def books_balance(floor: Floor) -> bool:
    return not inventory.audit(floor.store) and not payments.audit(floor.store)


def later(minutes: float) -> None:
    clock.advance_to(clock.now() + timedelta(minutes=minutes))
    work_through()


def test_scan_and_go_pays_and_walks_out(floor: Floor):
    person, cashier = shopper(), with_drawer(floor)
    order = order_of(person, floor, [(floor.milk, 2, "carry_out"), (floor.salmon, 520, "carry_out")])
    assert order["total"] == 2 * 1280 + 7072
    assert person.get(f"/orders/{order['id']}/exit-code").status_code == 409, "unpaid goods do not leave"
    pay_in_cash(cashier, floor, order)
    seen = person.get(f"/orders/{order['id']}").json()
    assert (seen["state"], seen["settled"], seen["captured"]) == ("done", order["total"], order["total"])
    assert inventory.available(floor.store, [floor.milk], outside=False) == {floor.milk: 8}
    code = person.get(f"/orders/{order['id']}/exit-code").json()["code"]
    left = cashier.post(f"/stores/{floor.store}/exits", {"code": code})
    assert left.status_code == 201
    assert left.json()["verdict"] in ("go", "audit")
    again = cashier.post(f"/stores/{floor.store}/exits", {"code": code})
    assert (again.status_code, again.json()["code"]) == (409, "exit_used")
    assert books_balance(floor)


def test_an_exit_code_opens_no_other_door(floor: Floor):
    person, cashier, elsewhere = shopper(), with_drawer(floor), open_store()
    order = order_of(person, floor, [(floor.milk, 1, "carry_out")])
    pay_in_cash(cashier, floor, order)
    code = person.get(f"/orders/{order['id']}/exit-code").json()["code"]
    other = worker(Role.CASHIER, elsewhere.store)
    for door, given in (
        (elsewhere, code),
        (elsewhere, code[:-1] + "A"),
        (elsewhere, "NR1.x.y"),
        (elsewhere, "…"),
    ):
        answer = other.post(f"/stores/{door.store}/exits", {"code": given})
        assert (answer.status_code, answer.json()["code"]) == (422, "exit_code_bad")


def test_an_audit_writes_down_what_differs_once(floor: Floor):
    person, cashier = shopper(), with_drawer(floor)
    order = order_of(person, floor, [(floor.milk, 2, "carry_out")])
    pay_in_cash(cashier, floor, order)
    code = person.get(f"/orders/{order['id']}/exit-code").json()["code"]
    cashier.post(f"/stores/{floor.store}/exits", {"code": code})
    path = f"/stores/{floor.store}/exits/{order['id']}/audit"
    counted = {"counted": [{"sku_id": floor.milk, "quantity": 2}, {"sku_id": floor.bread, "quantity": 1}]}
    found = cashier.post(path, counted).json()
    assert found["verdict"] == "mismatch"
    assert found["found"] == [{"sku_id": floor.bread, "paid": 0, "counted": 1}]
    again = cashier.post(path, {"counted": [{"sku_id": floor.milk, "quantity": 2}]}).json()
    assert again["verdict"] == "mismatch", "what was found stays found"


def test_a_delivery_settles_for_what_was_really_taken(floor: Floor):
    """Milk picked, bread missing, salmon lighter than asked: the difference goes back by itself."""
    person, cashier = shopper(), with_drawer(floor)
    lines = [(floor.milk, 1, "deliver"), (floor.bread, 2, "deliver"), (floor.salmon, 500, "deliver")]
    order = order_of(person, floor, lines, substitution="refund")
    assert order["total"] == 1280 + 1800 + 6800 + 600 + 50, "goods, delivery fee, bags"
    pay_in_cash(cashier, floor, order)
    picker = worker(Role.PICKER, floor.store).member.id
    job = start_next(store_id=floor.store, picker_id=picker)
    assert job is not None
    at = {"store_id": floor.store, "job_id": job.id, "picker_id": picker}
    open_bag(**at, tag="BAG-1")
    pick_line(**at, code=gtin_of(floor.milk))
    pick_line(**at, code=gtin_of(floor.salmon), grams=450)
    miss_line(**at, line="2", quantity=2, cause="not_on_shelf")
    finish_pick(store_id=floor.store, job_id=job.id, picker_id=picker)
    arrive_at_packing(store_id=floor.store, tag="BAG-1", station=None, by="test")
    parcel = Parcel.objects.get(ref=f"order:{order['id']}")
    pack_parcel(store_id=floor.store, parcel_id=parcel.id, by="test")
    work_through()
    seen = person.get(f"/orders/{order['id']}").json()
    settled = [line["settled"] for line in seen["lines"]]
    assert settled == [1280, 0, 6120]
    assert seen["settled"] == 1280 + 6120 + 600 + 50
    assert seen["captured"] - seen["refunded"] == seen["settled"]
    assert seen["legs"][0]["state"] == "packed"
    assert inventory.available(floor.store, [floor.bread], outside=False) in (
        {floor.bread: 10},
        {floor.bread: 8},
    )
    assert books_balance(floor)


def test_an_unpaid_order_expires_and_its_goods_go_back(floor: Floor):
    person = shopper()
    order = order_of(person, floor, [(floor.milk, 5, "carry_out")])
    assert inventory.available(floor.store, [floor.milk], outside=False) == {floor.milk: 5}
    later(9)
    assert person.get(f"/orders/{order['id']}").json()["state"] == "awaiting_payment"
    later(2)
    assert person.get(f"/orders/{order['id']}").json()["state"] == "expired"
    assert inventory.available(floor.store, [floor.milk], outside=False) == {floor.milk: 10}
    late = person.post(f"/orders/{order['id']}/payments", {"payment_id": str(uuid4()), "tender": "alipay"})
    assert (late.status_code, late.json()["code"]) == (409, "not_payable")


def test_cancelled_before_the_store_begins_gives_everything_back(floor: Floor):
    person = shopper()
    order = order_of(person, floor, [(floor.milk, 3, "deliver")])
    answer = person.post(f"/orders/{order['id']}/cancel")
    assert (answer.status_code, answer.json()["state"]) == (200, "cancelled")
    assert inventory.available(floor.store, [floor.milk], outside=True) == {floor.milk: 10}
    assert books_balance(floor)


def test_after_release_only_the_manager_calls_off_and_the_money_returns(floor: Floor):
    person, cashier = shopper(), with_drawer(floor)
    order = order_of(person, floor, [(floor.milk, 3, "deliver")])
    pay_in_cash(cashier, floor, order)
    own = person.post(f"/orders/{order['id']}/cancel")
    assert (own.status_code, own.json()["code"]) == (409, "not_cancellable")
    path = f"/stores/{floor.store}/orders/{order['id']}/cancel"
    assert cashier.post(path, {"reason": "flood"}).status_code == 403
    manager = worker(Role.MANAGER, floor.store)
    assert manager.post(path, {"reason": "flood"}).json()["state"] == "cancelled"
    seen = person.get(f"/orders/{order['id']}").json()
    assert seen["refunded"] == seen["captured"] == order["total"]
    assert inventory.available(floor.store, [floor.milk], outside=True) == {floor.milk: 10}
    assert not PickJob.objects.filter(ref=f"order:{order['id']}").exclude(state="cancelled").exists()
    assert books_balance(floor)


def test_refund_by_line_in_part_returns_all_the_money_and_goods_in_the_end(floor: Floor):
    person, cashier = shopper(), with_drawer(floor)
    order = order_of(person, floor, [(floor.milk, 3, "carry_out")])
    pay_in_cash(cashier, floor, order)
    path = f"/stores/{floor.store}/orders/{order['id']}/refunds"

    def refund(quantity: int, **how: bool):
        body = {
            "refund_id": str(uuid4()),
            "reason": "sour",
            "lines": [{"line": 1, "quantity": quantity, **how}],
        }
        return cashier.post(path, body)

    assert refund(1, restock=True).json()["amount"] == 1280
    assert refund(1).json()["amount"] == 1280, "written off"
    too_many = refund(2)
    assert (too_many.status_code, too_many.json()["left"]) == (409, 1)
    assert refund(1, kept=True).json()["amount"] == 1280, "the shopper keeps it"
    seen = person.get(f"/orders/{order['id']}").json()
    assert seen["refunded"] == seen["captured"]
    assert inventory.available(floor.store, [floor.milk], outside=False) == {floor.milk: 8}
    assert books_balance(floor)


def test_a_promise_ends_and_a_changed_cart_needs_a_new_one(floor: Floor):
    person = shopper()
    cart = cart_with(person, floor, [(floor.milk, 1, "deliver")])
    promise = promise_for(person, cart)
    person.put(f"/carts/{cart}/lines/{uuid4()}", {"sku_id": floor.bread, "quantity": 1})
    answer = person.post("/orders", {"promise_id": promise["id"]})
    assert answer.json()["code"] == "cart_changed"
    promise = promise_for(person, cart)
    later(11)
    answer = person.post("/orders", {"promise_id": promise["id"]})
    assert (answer.status_code, answer.json()["code"]) == (409, "promise_expired")
    assert person.post("/orders", {"promise_id": promise_for(person, cart)["id"]}).status_code == 201
    again = person.post(f"/carts/{cart}/promises", {"address": NEARBY})
    assert again.json()["code"] == "cart_closed"


def test_sold_out_says_which_line_and_what_is_left(floor: Floor):
    second = shopper(language="ko")
    wanted = promise_for(
        second, cart_with(second, floor, [(floor.milk, 8, "deliver"), (floor.bread, 1, "deliver")])
    )
    for quantity in (4, 3):
        order_of(shopper(), floor, [(floor.milk, quantity, "deliver")])
    answer = second.post("/orders", {"promise_id": wanted["id"]})
    assert (answer.status_code, answer.json()["code"]) == (409, "out_of_stock")
    assert answer.json()["lines"] == [{"line": "1", "sku_id": floor.milk, "wanted": 8, "left": 3}]
    assert any("가" <= letter <= "힣" for letter in answer.json()["detail"]), "in the shopper's language"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"state": "paused"}, "store_paused"),
        ({"state": "closed"}, "store_closed"),
    ],
)
def test_a_store_that_is_not_open_says_so(floor: Floor, change: dict[str, str], code: str):
    from newretail.stores.models import Store

    person = shopper()
    cart = cart_with(person, floor, [(floor.milk, 1, "deliver")])
    Store.objects.filter(code=floor.store).update(**change)
    stores.forget_store(floor.store)
    answer = person.post(f"/carts/{cart}/promises", {"address": NEARBY})
    assert (answer.status_code, answer.json()["code"]) == (409, code)


def test_too_far_and_without_an_address_are_refused(floor: Floor):
    person = shopper()
    cart = cart_with(person, floor, [(floor.milk, 1, "deliver")])
    far = person.post(f"/carts/{cart}/promises", {"address": NEARBY | {"latitude": 31.4}})
    assert (far.status_code, far.json()["code"]) == (409, "too_far")
    assert far.json()["metres"] > 15_000
    nowhere = person.post(f"/carts/{cart}/promises", {})
    assert (nowhere.status_code, nowhere.json()["code"]) == (422, "address_needed")


@pytest.mark.parametrize("quantity", [0, -1, 10**12, 1.5, "two", None, True])
def test_a_quantity_that_is_none_is_refused(floor: Floor, quantity):
    person = shopper()
    cart = cart_with(person, floor, [])
    answer = person.put(f"/carts/{cart}/lines/{uuid4()}", {"sku_id": floor.milk, "quantity": quantity})
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
    assert person.get(f"/carts/{cart}").json()["lines"] == []


def test_a_cart_of_somebody_else_is_not_there(floor: Floor):
    mine, other = shopper(), shopper()
    cart = cart_with(mine, floor, [(floor.milk, 1, "deliver")])
    line = {"sku_id": floor.milk, "quantity": 1}
    assert other.get(f"/carts/{cart}").status_code == 404
    assert other.put(f"/carts/{cart}/lines/{uuid4()}", line).status_code == 404
    assert other.post(f"/carts/{cart}/promises", {"address": NEARBY}).status_code == 404
    promise = promise_for(mine, cart)
    assert other.post("/orders", {"promise_id": promise["id"]}).status_code == 404


def test_repeating_a_line_changes_nothing(floor: Floor):
    person = shopper()
    cart = cart_with(person, floor, [])
    path = f"/carts/{cart}/lines/{uuid4()}"
    first = person.put(path, {"sku_id": floor.milk, "quantity": 2}).json()
    again = person.put(path, {"sku_id": floor.milk, "quantity": 2}).json()
    assert first == again
    changed = person.put(path, {"sku_id": floor.milk, "quantity": 3}).json()
    assert (changed["revision"], len(changed["lines"])) == (first["revision"] + 1, 1)


def test_two_lines_of_one_product_are_promised_together(floor: Floor):
    """What placing the order would refuse is refused at the promise, and the cart says so beside both lines."""
    person = shopper()
    cart = cart_with(person, floor, [(floor.milk, 6, "carry_out"), (floor.milk, 6, "deliver")])
    refused = person.post(f"/carts/{cart}/promises", {"address": NEARBY})
    assert (refused.status_code, refused.json()["code"]) == (409, "out_of_stock")
    assert [line["wanted"] for line in refused.json()["lines"]] == [6, 6]
    lines = person.get(f"/carts/{cart}").json()["lines"]
    assert [line["reason"]["code"] for line in lines] == ["out_of_stock", "out_of_stock"]
    person.delete(f"/carts/{cart}/lines/{lines[0]['line']}")
    promise_for(person, cart)
