"""What turns otherwise while somebody shops: each turn has its words and a way on; nothing is lost, nothing done twice."""

import json
import re
from collections.abc import Iterator
from datetime import datetime

import pytest
from playwright.sync_api import Page, expect

from tests.browser import crew
from tests.browser.crew import Goods
from tests.browser.house import House, Person, eventually
from tests.browser.pages import Pages
from tests.browser.shopping import order, pay, phone_of, phone_with_cart, qr_on, remembering, take
from tests.fronts.words import Said

say = Said("shop", "en")
STORE, MILK, A2_MILK, JERSEY = "lujiazui", "HR-00300", "HR-00301", "HR-00302"


@pytest.fixture(autouse=True)
def called_off_afterwards(house: House) -> Iterator[None]:
    with crew.Crew(house, STORE).calling_off():
        yield


def cart_page(pages: Pages, house: House, *goods: Goods) -> tuple[Page, Person, str]:
    context, owner, cart = phone_with_cart(pages, house, goods, language="en", store=STORE)
    page = context.new_page()
    page.goto("/shop/cart")
    return page, owner, cart


def orders_of(owner: Person) -> list[str]:
    return [each["id"] for each in owner.get("/orders")]


def test_a_payment_page_may_be_reloaded_at_any_moment(pages: Pages, house: House) -> None:
    page, owner, _ = cart_page(pages, house, Goods(MILK, 4))
    order_id = order(page, say)
    page.reload()
    first = qr_on(page)
    page.reload(wait_until="commit")
    page.reload()
    assert qr_on(page) == first, "a reload begins no second payment"
    house.pay(first)
    page.reload(wait_until="commit")
    page.wait_for_url(f"**/shop/orders/{order_id}")
    page.goto(f"/shop/pay/{order_id}")
    page.wait_for_url(f"**/shop/orders/{order_id}")
    now = owner.get(f"/orders/{order_id}")
    assert now["captured"] == now["total"] and now["refunded"] == 0
    assert orders_of(owner) == [order_id]
    house.books_balance()


def test_two_tabs_share_one_cart_and_make_one_order(pages: Pages, house: House) -> None:
    context, owner, cart = phone_with_cart(pages, house, [Goods(MILK, 4)], language="en", store=STORE)
    one, other = context.new_page(), context.new_page()
    for page in (one, other):
        page.goto("/shop/cart")
        expect(page.get_by_role("button", name=say.like("shop.cart.order"))).to_be_enabled()
    more = say("shop.amount.more")
    one.get_by_role("button", name=more).click()
    expect(other.get_by_role("textbox", name=say.like("shop.amount.of"))).to_have_value("5")
    other.get_by_role("button", name=more).click()
    expect(one.get_by_role("textbox", name=say.like("shop.amount.of"))).to_have_value("6")
    assert [line["quantity"] for line in owner.get(f"/carts/{cart}")["lines"]] == [6]

    pressed = other.get_by_role("button", name=say.like("shop.cart.order"))
    expect(pressed).to_be_enabled()
    order_id = order(one, say)
    if pressed.is_visible():
        pressed.click()
    expect(other.get_by_text(say("shop.cart.empty"))).to_be_visible()
    assert orders_of(owner) == [order_id]
    pay(one, house)
    house.books_balance()


def test_a_tab_that_knew_nobody_sees_the_cart_of_another_tab(pages: Pages, house: House) -> None:
    kept = {"newretail.shop.store": json.dumps(STORE)}
    context = pages.on("phone", language="en", storage_state=remembering(house, kept))
    one, other = context.new_page(), context.new_page()
    other.goto("/shop/cart")
    expect(other.get_by_text(say("shop.cart.empty"))).to_be_visible()
    take(one, say, MILK)
    expect(other.get_by_role("textbox", name=say.like("shop.amount.of"))).to_have_value("1")


def test_a_line_says_how_it_leaves_and_what_happens_where_it_is_missing(pages: Pages, house: House) -> None:
    page, owner, cart = cart_page(pages, house, Goods(MILK, 4))
    way = page.get_by_role("button", name=re.compile(re.escape(say("shared.way.deliver")) + r" \d\d:\d\d"))
    missing = page.get_by_role("button", name=say("shop.missing.short.refund"))
    expect(way).to_be_visible()
    missing.click()
    page.get_by_role("radio", name=re.compile("^" + say("shop.missing.swap"))).check()
    page.get_by_role("button", name=say("shared.save")).click()
    expect(page.get_by_role("button", name=say("shop.missing.short.swap"))).to_be_visible()
    way.click()
    page.get_by_text(say("shared.way.carry_out"), exact=True).click()
    page.get_by_role("button", name=say("shared.save")).click()
    expect(page.get_by_role("button", name=say("shared.way.carry_out"))).to_be_visible()
    [line] = owner.get(f"/carts/{cart}")["lines"]
    assert line["way"] == "carry_out"


def test_an_open_page_and_a_cart_say_that_a_price_moved(pages: Pages, house: House) -> None:
    cart, owner, _ = cart_page(pages, house, Goods(JERSEY, 3))
    expect(cart.get_by_role("button", name=say.like("shop.cart.order"))).to_be_enabled()
    product = cart.context.new_page()
    product.goto(f"/shop/p/{JERSEY}")
    expect(product.get_by_role("button", name=re.compile("^" + say("shop.product.add")))).to_be_enabled()
    [offer] = owner.get(f"/stores/{STORE}/products", q=JERSEY)["items"][:1]
    was = offer["price"]["amount"]
    price = {"sku_id": JERSEY, "store_id": STORE, "tax_rate_permille": 90, "reason": "market"}
    house.head_office.post("/prices", price | {"amount": was + 100})
    try:
        moved = say("shop.cart.priceMoved", was=f"¥{was / 100:.2f}", now=f"¥{was / 100 + 1:.2f}")
        for page in (product, cart):
            page.evaluate("window.dispatchEvent(new Event('focus'))")
            expect(page.get_by_text(moved)).to_be_visible()
    finally:
        house.head_office.post("/prices", price | {"amount": was})


def test_a_promise_that_ran_out_is_renewed_before_anything_is_ordered(pages: Pages, house: House) -> None:
    page, owner, _ = cart_page(pages, house, Goods(MILK, 4))
    button = page.get_by_role("button", name=say.like("shop.cart.order"))
    expect(button).to_be_enabled()
    house.let_pass(seconds=900)
    button.click()
    expect(page.get_by_text(say("shop.cart.lookAgain")).or_(page.get_by_test_id("pay-qr"))).to_be_visible()
    if "/pay/" not in page.url:
        assert orders_of(owner) == []
        order(page, say)
    [order_id] = orders_of(owner)
    due = min(datetime.fromisoformat(leg["due_at"]) for leg in owner.get(f"/orders/{order_id}")["legs"])
    assert due > datetime.fromisoformat(house.head_office.get("/simulation/clock")["now"])


def test_who_pays_too_late_gets_everything_back(pages: Pages, house: House) -> None:
    page, owner, _ = cart_page(pages, house, Goods(MILK, 4))
    order_id = order(page, say)
    code = qr_on(page)
    begun = owner.get(f"/orders/{order_id}")
    pay_by = datetime.fromisoformat(begun["pay_by"]) - datetime.fromisoformat(begun["created_at"])
    house.let_pass(seconds=pay_by.total_seconds() + 5)
    expect(page.get_by_text(say("shop.pay.ended.expired"))).to_be_visible()
    expect(page.get_by_text(say("shop.pay.nothingTaken"))).to_be_visible()
    late = house.wallet("/wallets", {"wallet": "late-payer", "balance": "1000.00"})
    house.try_to_pay("late-payer", code)
    assert house.wallet("/wallets/late-payer", method="GET")["balance"] == late["balance"]
    page.get_by_role("button", name=say("shop.pay.again")).click()
    page.get_by_role("button", name=say("shop.orders.again")).click()
    expect(page.get_by_role("button", name=say.like("shop.cart.order"))).to_be_enabled()
    house.books_balance()


@pytest.mark.parametrize(("change", "pays"), [(100, 0), (-100, -100)], ids=["risen", "fallen"])
def test_a_promise_keeps_its_price_and_takes_a_lower_one(
    pages: Pages, house: House, change: int, pays: int
) -> None:
    page, owner, _ = cart_page(pages, house, Goods(A2_MILK, 3))
    expect(page.get_by_role("button", name=say.like("shop.cart.order"))).to_be_enabled()
    [line] = owner.get(f"/stores/{STORE}/products", q=A2_MILK)["items"][:1]
    was = line["price"]["amount"]
    price = {"sku_id": A2_MILK, "store_id": STORE, "tax_rate_permille": 90, "reason": "market"}
    house.head_office.post("/prices", price | {"amount": was + change})
    [bought] = owner.get(f"/orders/{order(page, say)}")["lines"]
    assert bought["agreed"] == 3 * (was + pays)


def test_what_is_sold_out_meanwhile_is_said_at_its_line(pages: Pages, house: House) -> None:
    page, owner, _ = cart_page(pages, house, Goods(JERSEY, 3), Goods(MILK, 3))
    button = page.get_by_role("button", name=say.like("shop.cart.order"))
    expect(button).to_be_enabled()
    left = owner.get(f"/stores/{STORE}/products/{JERSEY}")["left_outside"]
    for others in (left // 2, left - 1 - left // 2):  # nobody may hold more than half of it unpaid
        crew.order(house, STORE, [Goods(JERSEY, others)])
    button.click()
    expect(page.get_by_role("button", name=say.like("shop.cart.takeLeft"))).to_be_visible()
    assert orders_of(owner) == []
    page.get_by_role("button", name=say.like("shop.cart.takeLeft")).click()
    expect(page.get_by_role("button", name=say.like("shop.cart.takeLeft"))).to_be_hidden()
    order_id = order(page, say)
    lines = owner.get(f"/orders/{order_id}")["lines"]
    assert {line["sku_id"]: line["quantity"] for line in lines} == {JERSEY: 1, MILK: 3}
    house.books_balance()


def test_a_store_that_pauses_meanwhile_says_so_and_shows_others(pages: Pages, house: House) -> None:
    page, owner, _ = cart_page(pages, house, Goods(MILK, 4))
    button = page.get_by_role("button", name=say.like("shop.cart.order"))
    expect(button).to_be_enabled()
    manager = house.staff("manager", STORE)
    manager.patch(f"/stores/{STORE}/state", {"state": "paused", "reason": "rain"})
    try:
        house.everybody_knows(STORE, "paused")
        page.get_by_role("button", name=say("shop.amount.more")).click()
        expect(page.get_by_role("button", name=say("shop.stores.others"))).to_be_visible()
        expect(button).to_be_hidden()
        assert orders_of(owner) == []
    finally:
        manager.patch(f"/stores/{STORE}/state", {"state": "open"})
        house.everybody_knows(STORE, "open")
    page.get_by_role("button", name=say("shared.retry")).click()
    order(page, say)
    assert len(orders_of(owner)) == 1


def test_a_link_to_somebody_elses_order_shows_nothing_of_it(pages: Pages, house: House) -> None:
    theirs = crew.order(house, STORE, [Goods(MILK, 4)])
    page = phone_of(pages, house, house.guest(), language="en").new_page()
    for path in (
        f"orders/{theirs.id}",
        f"pay/{theirs.id}",
        f"orders/{theirs.id}/receipt",
        f"orders/{theirs.id}/refund",
    ):
        page.goto(f"/shop/{path}")
        expect(page.get_by_text(say("shop.orders.notMine"))).to_be_visible()
        assert theirs.number not in page.content()
    page.get_by_role("button", name=say("shop.orders.title")).click()
    expect(page.get_by_text(say("shop.orders.empty"))).to_be_visible()


def test_a_paid_order_waits_for_nobody(pages: Pages, house: House) -> None:
    """The page knows of a payment while it lies in the background of another one."""
    page, owner, _ = cart_page(pages, house, Goods(MILK, 4))
    order_id = order(page, say)
    house.pay(qr_on(page))
    eventually(lambda: owner.get(f"/orders/{order_id}")["paid_at"], what="paid")
    page.goto("/shop/")
    expect(page.get_by_role("link", name=owner.get(f"/orders/{order_id}")["number"])).to_be_visible()
