"""What a shopper sees of carts and orders: prices that moved, what is sold out, taxes, the payment that is open, the same again."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from newretail.catalog.models import Product, Sku
from newretail.kernel import clock, recent
from newretail.ordering.models import Order
from newretail.payments.models import Payment
from newretail.pricing import api as pricing
from newretail.stores import api as stores
from newretail.stores.models import Facing, Store
from tests.sale_floor import (
    Floor,
    Person,
    cart_with,
    order_of,
    pay_in_cash,
    shopper,
    with_drawer,
)


def raise_price(floor: Floor, sku: str, amount: int) -> None:
    pricing.set_price(sku_id=sku, amount=amount, per=1, tax_rate_permille=90, by="test", store_id=floor.store)


def line_of(person: Person, cart: str, sku: str) -> dict[str, Any]:
    [line] = [line for line in person.get(f"/carts/{cart}").json()["lines"] if line["sku_id"] == sku]
    return dict(line)


def test_a_cart_line_tells_that_its_price_moved_until_it_is_put_in_again(floor: Floor):
    person = shopper()
    cart = cart_with(person, floor, [(floor.milk, 2, "deliver")])
    assert line_of(person, cart, floor.milk)["amount_was"] is None
    raise_price(floor, floor.milk, 1500)
    line = line_of(person, cart, floor.milk)
    assert (line["amount"], line["amount_was"], line["line_amount"]) == (1500, 1280, 3000)
    person.put(f"/carts/{cart}/lines/{line['line']}", {"sku_id": floor.milk, "quantity": 3, "way": "deliver"})
    assert line_of(person, cart, floor.milk)["amount_was"] is None


def test_a_cart_line_says_why_it_cannot_be_bought(floor: Floor):
    person = shopper(language="zh")
    cart = cart_with(person, floor, [(floor.milk, 8, "deliver"), (floor.bread, 1, "deliver")])
    assert line_of(person, cart, floor.milk)["reason"] is None
    order_of(shopper(), floor, [(floor.milk, 5, "deliver")])
    milk = line_of(person, cart, floor.milk)
    assert (milk["left"], milk["reason"]["code"]) == (5, "out_of_stock") and "库存不足" in milk["reason"][
        "text"
    ]
    Facing.objects.filter(store_id=floor.store, sku_id=floor.bread).delete()
    bread = line_of(person, cart, floor.bread)["reason"]
    assert bread["code"] == "not_listed" and f"食品 {floor.bread}" in bread["text"]


def test_a_cart_line_and_an_order_line_name_allergens_and_age(floor: Floor):
    Product.objects.filter(code=floor.milk).update(
        allergens=["milk"], allergens_stated=True, age_limit=18, picture="milk"
    )
    recent.forget_all()
    person = shopper()
    cart = cart_with(person, floor, [(floor.milk, 1, "deliver")])
    line = line_of(person, cart, floor.milk)
    assert (line["allergens"], line["allergens_stated"], line["age_limit"]) == (["milk"], True, 18)
    assert line["picture"] == "/static/pictures/milk.webp"
    order = person.get(f"/orders/{order_of(person, floor, [(floor.milk, 1, 'deliver')])['id']}").json()
    assert (order["lines"][0]["allergens"], order["lines"][0]["age_limit"]) == (["milk"], 18)


def test_a_cart_is_found_again_on_another_device(floor: Floor):
    person = shopper()
    cart_with(person, floor, [])
    cart = cart_with(person, floor, [(floor.milk, 1, "deliver"), (floor.bread, 1, "deliver")])
    [found] = person.get("/carts").json()
    assert (found["id"], found["line_count"], found["store_id"]) == (cart, 2, floor.store)
    assert person.get("/carts", store_id="elsewhere").json() == []
    assert shopper().get("/carts").json() == []


def test_a_receipt_splits_the_goods_by_tax_rate(floor: Floor):
    pricing.set_price(
        sku_id=floor.bread, amount=900, per=1, tax_rate_permille=130, by="test", store_id=floor.store
    )
    person = shopper()
    order = order_of(person, floor, [(floor.milk, 2, "deliver"), (floor.bread, 1, "deliver")])
    seen = person.get(f"/orders/{order['id']}").json()
    assert seen["taxes"] == [
        {"rate_permille": 90, "base": 2560 - 211, "tax": 211},
        {"rate_permille": 130, "base": 900 - 104, "tax": 104},
    ]
    assert sum(share["base"] + share["tax"] for share in seen["taxes"]) == seen["goods"]


def test_a_receipt_says_what_it_was_paid_by_and_what_went_back(floor: Floor):
    person, cashier = shopper(), with_drawer(floor)
    order = order_of(person, floor, [(floor.milk, 2, "carry_out")])
    path = f"/orders/{order['id']}"
    assert person.get(path).json()["tender"] == ""
    pay_in_cash(cashier, floor, order)
    code = person.get(f"{path}/exit-code").json()["code"]
    assert cashier.post(f"/stores/{floor.store}/exits", {"code": code}).status_code == 201
    back = {
        "refund_id": str(uuid4()),
        "reason": "sour",
        "lines": [{"line": 1, "quantity": 1, "restock": True}],
    }
    assert cashier.post(f"/stores/{floor.store}{path}/refunds", back).status_code == 201
    seen = person.get(path).json()
    assert (seen["tender"], seen["refunded"]) == ("cash", 1280)
    [refund] = seen["refunds"]
    assert (refund["refund_id"], refund["amount"], refund["state"]) == (back["refund_id"], 1280, "pending")
    assert sum(share["base"] + share["tax"] for share in seen["taxes"]) == 1280


def test_a_list_of_orders_shows_each_at_a_glance(floor: Floor, django_assert_max_num_queries: Any):
    person, cashier = shopper(), with_drawer(floor)
    done = order_of(person, floor, [(floor.bread, 1, "carry_out")])
    pay_in_cash(cashier, floor, done)
    clock.advance_to(clock.now() + timedelta(seconds=1))  # orders of one moment are in no order
    for _ in range(3):
        order_of(person, floor, [(floor.milk, 1, "deliver"), (floor.bread, 1, "pick_up")])
    with django_assert_max_num_queries(8):
        listed = person.get("/orders").json()
    assert len(listed) == 4
    assert (listed[0]["ways"], listed[0]["line_count"]) == (["deliver", "pick_up"], 2)
    assert len(listed[0]["pictures"]) == 2 and all(
        each.startswith("/static/") for each in listed[0]["pictures"]
    )
    still_open = person.get("/orders", state="open").json()
    assert {each["id"] for each in listed} - {each["id"] for each in still_open} == {done["id"]}
    assert [each["id"] for each in person.get("/orders", state="done").json()] == [done["id"]]


def test_orders_of_one_moment_are_each_on_one_page(floor: Floor):
    person, cashier = shopper(), with_drawer(floor)
    placed = [order_of(person, floor, [(floor.milk, 1, "deliver")])["id"] for _ in range(3)]
    Order.objects.update(created_at=Order.objects.first().created_at)
    lists = ((person, "/orders"), (cashier, f"/stores/{floor.store}/orders"))
    for reader, path in lists:
        seen: list[str] = []
        while page := reader.get(path, limit=1, **({"before": seen[-1]} if seen else {})).json():
            seen += [each["id"] for each in page]
        assert sorted(seen) == sorted(placed), path
        assert reader.get(path, before=str(uuid4())).status_code == 422
    assert shopper().get("/orders", before=placed[0]).status_code == 422, "nobody pages by another's order"


def test_a_payment_page_finds_its_payment_again(floor: Floor):
    person, cashier = shopper(), with_drawer(floor)
    order = order_of(person, floor, [(floor.bread, 1, "carry_out")])
    payment = Payment.objects.create(
        id=uuid4(),
        store_id=floor.store,
        ref=f"order:{order['id']}",
        tender="alipay",
        way="qr",
        currency="CNY",
        payer=f"member:{person.member.id}",
        amount=order["total"],
        state="pending",
        out_trade_no=uuid4().hex,
        qr_code="https://qr.alipay.example/abc",
        pay_by=order["pay_by"],
    )
    seen = person.get(f"/payments/{payment.id}").json()
    assert (seen["state"], seen["qr_code"]) == ("pending", "https://qr.alipay.example/abc")
    assert (seen["order_id"], seen["amount"]) == (order["id"], order["total"])
    assert person.get(f"/orders/{order['id']}").json()["payment_id"] == str(payment.id)
    assert shopper().get(f"/payments/{payment.id}").status_code == 404
    assert person.get(f"/payments/{uuid4()}").status_code == 404
    pay_in_cash(cashier, floor, order)
    assert person.get(f"/payments/{payment.id}").json()["state"] in ("pending", "closed")


def test_the_same_again_fills_a_cart_with_what_there_is(floor: Floor):
    person, cashier = shopper(), with_drawer(floor)
    order = order_of(
        person,
        floor,
        [(floor.milk, 2, "deliver"), (floor.bread, 1, "carry_out"), (floor.salmon, 700, "pick_up")],
        substitution="swap",
        swap_cap=4000,
    )
    pay_in_cash(cashier, floor, order)
    Sku.objects.filter(code=floor.salmon).update(active=False)
    recent.forget_all()
    answer = person.post(f"/orders/{order['id']}/reorder", key="again")
    assert answer.status_code == 201, answer.content
    made = answer.json()
    assert [(each["sku_id"], each["quantity"], each["way"]) for each in made["cart"]["lines"]] == [
        (floor.milk, 2, "deliver"),
        (floor.bread, 1, "deliver"),
    ]
    assert {each["swap_cap"] for each in made["cart"]["lines"]} == {4000}
    [out] = made["left_out"]
    assert (out["sku_id"], out["reason"]["code"]) == (floor.salmon, "not_listed")
    assert person.post(f"/orders/{order['id']}/reorder", key="again").json() == made
    assert shopper().post(f"/orders/{order['id']}/reorder").status_code == 404


def test_what_is_sold_out_is_left_out_of_the_same_again(floor: Floor):
    person = shopper()
    order = order_of(person, floor, [(floor.milk, 3, "deliver"), (floor.bread, 1, "deliver")])
    for quantity in (4, 3):
        order_of(shopper(), floor, [(floor.milk, quantity, "deliver")])
    made = person.post(f"/orders/{order['id']}/reorder").json()
    assert [(each["sku_id"], each["reason"]["code"]) for each in made["left_out"]] == [
        (floor.milk, "out_of_stock")
    ]
    assert [each["sku_id"] for each in made["cart"]["lines"]] == [floor.bread]


@pytest.mark.parametrize(
    ("capabilities", "way"), [(["pick_up", "scan_and_go"], "pick_up"), (["scan_and_go"], None)]
)
def test_the_same_again_leaves_by_a_way_that_is_offered_now(
    floor: Floor, capabilities: list[str], way: str | None
):
    from newretail.stores.models import Format

    person = shopper()
    order = order_of(person, floor, [(floor.milk, 1, "deliver")])
    Format.objects.create(code="less", names={"en": "x", "ko": "x", "zh": "x"}, capabilities=capabilities)
    Store.objects.filter(code=floor.store).update(format_id="less")
    stores.forget_store(floor.store)
    answer = person.post(f"/orders/{order['id']}/reorder")
    if way is None:
        assert (answer.status_code, answer.json()["code"]) == (422, "way_not_offered")
    else:
        assert [each["way"] for each in answer.json()["cart"]["lines"]] == [way]
