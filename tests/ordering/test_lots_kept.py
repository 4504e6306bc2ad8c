"""The lot that was scanned is the lot that is promised, picked and sold, from the cart to the ledger."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from newretail.fulfilment.models import PickLine, Take
from newretail.fulfilment.picking.pick_line import pick_line
from newretail.fulfilment.picking.start_pick import start_next
from newretail.fulfilment.picking.undo_pick import undo_pick
from newretail.inventory import api as inventory
from newretail.inventory.models import Lot, Movement
from newretail.kernel import clock
from newretail.stores.api import Role
from tests.sale_floor import (
    Floor,
    cart_with,
    gtin_of,
    order_of,
    pay_in_cash,
    promise_for,
    shopper,
    with_drawer,
    work_through,
    worker,
)

pytestmark = pytest.mark.django_db

TODAY = date(2026, 6, 15)


@pytest.fixture
def floor(floor: Floor) -> Floor:
    """Beside the ten of L1, which never expire, two of milk expire tomorrow (SOON) and two in a week (LATE)."""
    for lot, days in (("SOON", 1), ("LATE", 7)):
        line = inventory.ReceiptLine(floor.milk, 2, lot, TODAY + timedelta(days=days))
        inventory.receive(store_id=floor.store, lines=[line], by="test")
    return floor


def moved(floor: Floor, target: str) -> list[tuple[str, int]]:
    """What of milk went where, by lot."""
    rows = Movement.objects.filter(store_id=floor.store, sku_id=floor.milk, target=target).order_by("id")
    return [(row.lot.code, row.quantity) for row in rows.select_related("lot")]


def recall(floor: Floor, lot: str) -> None:
    inventory.block_lot(store_id=floor.store, sku_id=floor.milk, lot_code=lot, cause="recall", by="test")


def code_of(floor: Floor, lot: str) -> str:
    return f"01{gtin_of(floor.milk)}10{lot}"


def test_the_lot_in_the_shoppers_hand_is_the_lot_that_leaves_the_ledger(floor: Floor):
    person, cashier = shopper(), with_drawer(floor)
    order = order_of(person, floor, [(floor.milk, 2, "carry_out")], lot_code="LATE")
    pay_in_cash(cashier, floor, order)
    assert moved(floor, "customer") == [("LATE", 2)]
    assert not inventory.audit(floor.store)


def test_without_a_lot_the_first_to_expire_leaves(floor: Floor):
    person, cashier = shopper(), with_drawer(floor)
    pay_in_cash(cashier, floor, order_of(person, floor, [(floor.milk, 3, "carry_out")]))
    assert moved(floor, "customer") == [("SOON", 2), ("LATE", 1)]


def test_returned_goods_go_back_to_the_lot_they_came_from(floor: Floor):
    person, cashier = shopper(), with_drawer(floor)
    order = order_of(person, floor, [(floor.milk, 2, "carry_out")], lot_code="LATE")
    pay_in_cash(cashier, floor, order)
    answer = worker(Role.MANAGER, floor.store).post(
        f"/stores/{floor.store}/orders/{order['id']}/refunds",
        {
            "refund_id": str(uuid4()),
            "lines": [{"line": 1, "quantity": 1, "restock": True}],
            "reason": "too much",
        },
    )
    assert answer.status_code == 201, answer.content
    assert Lot.objects.get(store_id=floor.store, sku_id=floor.milk, code="LATE").on_hand == 1


def test_a_lot_is_sold_to_one_of_two_shoppers(floor: Floor):
    first, second = shopper(), shopper()
    order_of(first, floor, [(floor.milk, 2, "carry_out")], lot_code="LATE")
    cart = cart_with(second, floor, [(floor.milk, 1, "carry_out")], lot_code="LATE")
    seen = second.get(f"/carts/{cart}").json()["lines"][0]
    assert (seen["lot_code"], seen["reason"]["code"]) == ("LATE", "lot_too_small")
    refused = second.post(f"/carts/{cart}/promises", {})
    assert (refused.status_code, refused.json()["code"]) == (409, "lot_too_small")


def test_the_lot_is_looked_at_again_when_the_order_is_placed(floor: Floor):
    person = shopper()
    promise = promise_for(person, cart_with(person, floor, [(floor.milk, 1, "carry_out")], lot_code="LATE"))
    recall(floor, "LATE")
    refused = person.post("/orders", {"promise_id": promise["id"]})
    assert (refused.status_code, refused.json()["code"]) == (409, "blocked_lot")
    assert refused.json()["lines"][0]["lot"] == "LATE"
    assert not inventory.audit(floor.store)


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "must not be sold"), ("ko", "판매가 중지"), ("zh", "不得销售")],
)
def test_a_recalled_lot_does_not_get_into_a_cart(floor: Floor, language: str, words: str):
    recall(floor, "LATE")
    body = {
        "lines": [
            {
                "line": str(uuid4()),
                "sku_id": floor.milk,
                "quantity": 1,
                "way": "carry_out",
                "lot_code": "LATE",
            }
        ]
    }
    refused = shopper(language=language).post(f"/stores/{floor.store}/carts", body)
    assert (refused.status_code, refused.json()["code"]) == (409, "blocked_lot")
    assert words in refused.json()["detail"]


def test_an_expired_lot_does_not_get_into_a_cart_even_before_the_sweep(floor: Floor):
    clock.advance_to(clock.now() + timedelta(days=2))
    body = {
        "lines": [
            {
                "line": str(uuid4()),
                "sku_id": floor.milk,
                "quantity": 1,
                "way": "carry_out",
                "lot_code": "SOON",
            }
        ]
    }
    refused = shopper().post(f"/stores/{floor.store}/carts", body)
    assert (refused.status_code, refused.json()["code"]) == (409, "expired_lot")


def test_a_batch_that_was_never_written_down_is_sold_as_any(floor: Floor):
    """The box says a batch, the delivery was received without one: the shopper holds the goods and may buy them."""
    person = shopper()
    cart = cart_with(person, floor, [(floor.milk, 1, "carry_out")], lot_code="BOX-4711")
    [line] = person.get(f"/carts/{cart}").json()["lines"]
    assert (line["lot_code"], line["reason"]) == ("", None)


def test_a_lot_that_was_promised_for_delivery_is_what_the_picker_takes(floor: Floor):
    person, cashier = shopper(), with_drawer(floor)
    order = order_of(person, floor, [(floor.milk, 2, "deliver")], lot_code="LATE")
    pay_in_cash(cashier, floor, order)
    picker = worker(Role.PICKER, floor.store)
    job = start_next(store_id=floor.store, picker_id=picker.member.id)
    assert job is not None
    [line] = picker.get(f"/stores/{floor.store}/pick-jobs/{job.id}").json()["lines"]
    assert (line["lot_code"], line["first_lot"]) == ("LATE", "LATE")
    path = f"/stores/{floor.store}/pick-jobs/{job.id}/picks"
    refused = picker.post(path, {"code": code_of(floor, "SOON"), "quantity": 1})
    assert (refused.status_code, refused.json()["code"]) == (409, "promised_lot")
    assert picker.post(path, {"code": code_of(floor, "LATE"), "quantity": 1}).status_code == 200
    assert picker.post(path, {"code": gtin_of(floor.milk), "quantity": 1}).status_code == 200
    assert list(Take.objects.filter(line__job=job).values_list("lot", flat=True)) == ["LATE", "LATE"]
    assert moved(floor, "bag") == [("LATE", 1), ("LATE", 1)]
    assert not inventory.audit(floor.store)


def test_a_pick_that_is_undone_is_promised_of_the_same_lot_again(floor: Floor):
    person, cashier = shopper(), with_drawer(floor)
    order = order_of(person, floor, [(floor.milk, 2, "deliver")], lot_code="LATE")
    pay_in_cash(cashier, floor, order)
    picker_id = worker(Role.PICKER, floor.store).member.id
    job = start_next(store_id=floor.store, picker_id=picker_id)
    assert job is not None
    at = {"store_id": floor.store, "job_id": job.id, "picker_id": picker_id}
    pick_line(**at, code=code_of(floor, "LATE"), quantity=1)
    undo_pick(**at)
    [held] = inventory.holds_of(store_id=floor.store, ref=f"order:{order['id']}")
    assert (held.lot, held.quantity) == ("LATE", 2)
    assert not inventory.audit(floor.store)


def test_a_recall_of_the_promised_lot_is_missing_though_there_is_another(floor: Floor):
    person, cashier = shopper(), with_drawer(floor)
    order = order_of(person, floor, [(floor.milk, 2, "deliver"), (floor.bread, 1, "deliver")])
    named = order_of(person, floor, [(floor.milk, 2, "deliver")], lot_code="LATE")
    pay_in_cash(cashier, floor, order)
    pay_in_cash(cashier, floor, named)
    recall(floor, "LATE")
    work_through()
    line = PickLine.objects.get(ref=f"order:{named['id']}", line="1")
    assert (line.missing, line.missing_cause) == (2, "recalled")
    other = PickLine.objects.get(ref=f"order:{order['id']}", sku_id=floor.milk)
    assert other.missing == 0, "the rest of the shelf keeps the others' promises"
    assert not inventory.audit(floor.store)


def test_the_refund_desk_names_the_lot_that_comes_back(floor: Floor):
    person, cashier = shopper(), with_drawer(floor)
    order = order_of(person, floor, [(floor.milk, 3, "carry_out")])
    pay_in_cash(cashier, floor, order)
    address = f"/stores/{floor.store}/orders/{order['id']}"

    def lots() -> list[tuple[str, int]]:
        [line] = cashier.get(address).json()["lines"]
        return [(each["lot"], each["quantity"]) for each in line["lots"]]

    def give_back(**more: object) -> tuple[int, str]:
        line = {"line": 1, "quantity": 1, "restock": True, **more}
        body = {"refund_id": str(uuid4()), "lines": [line], "reason": "one too many"}
        answer = cashier.post(f"{address}/refunds", body)
        return answer.status_code, answer.json().get("code", "")

    assert lots() == [("SOON", 2), ("LATE", 1)]
    assert person.get(f"/orders/{order['id']}").json()["lines"][0]["lots"] == []
    assert give_back(lot="LATE")[0] == 201 and lots() == [("SOON", 2)]
    assert give_back(lot="LATE") == (409, "lot_not_with_shopper")
    assert give_back()[0] == 201 and lots() == [("SOON", 1)]
    assert moved(floor, "stock")[-2:] == [("LATE", 1), ("SOON", 1)]
    assert inventory.audit(floor.store) == []


def test_the_first_to_expire_comes_back_where_no_lot_is_named(floor: Floor):
    person, cashier = shopper(), with_drawer(floor)
    order = order_of(
        person, floor, [(floor.milk, 5, "carry_out")]
    )  # SOON 2, LATE 2, and one that never expires
    pay_in_cash(cashier, floor, order)
    back = {"line": 1, "quantity": 3, "restock": True}
    body = {"refund_id": str(uuid4()), "lines": [back], "reason": "too many"}
    assert cashier.post(f"/stores/{floor.store}/orders/{order['id']}/refunds", body).status_code == 201
    assert moved(floor, "stock")[-2:] == [("SOON", 2), ("LATE", 1)]
