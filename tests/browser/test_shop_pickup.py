"""A shopper picks their things up: on a phone, in Chinese, paid with cash at the counter."""

from playwright.sync_api import expect

from tests.browser.crew import Crew
from tests.browser.house import House, eventually
from tests.browser.pages import Pages
from tests.browser.shopping import order, owner_of, take
from tests.fronts.words import Said

say = Said("shop", "zh")


def test_things_wait_on_the_shelf_for_who_has_the_code(pages: Pages, house: House) -> None:
    crew = Crew(house, "jingan")
    goods = crew.goods(2)
    page = pages.on("phone", language="zh").new_page()
    page.goto("/shop/stores")
    page.get_by_role("listitem").filter(has_text="静安").get_by_role(
        "button", name=say("shop.stores.choose")
    ).click()
    take(page, say, goods[0], one_more=1, way="pick_up")
    take(page, say, goods[1])
    page.goto("/shop/cart")
    order_id = order(page, say)
    shopper = owner_of(page, house)
    bought = shopper.get(f"/orders/{order_id}")
    assert {line["way"] for line in bought["lines"]} == {"pick_up"}
    expect(page.get_by_text(say("shop.pay.counter", number=bought["number"], tenders="现金"))).to_be_visible()

    crew.take_cash(order_id, given=bought["total"])
    page.wait_for_url("**/shop/orders/*")
    crew.shelve(bought["number"])
    expect(page.get_by_role("listitem").filter(has_text=say("shop.stage.shelved.done"))).to_be_visible()
    code = page.get_by_test_id("code-figures").inner_text().strip()
    parcel = crew.parcel_of(bought["number"], state="shelved")
    cashier = crew.by("cashier")
    refused = cashier.ask("POST", crew.path(f"/parcels/{parcel['id']}/collect"), {"code": "000000"})
    assert refused.status_code == 409, refused.text
    cashier.post(crew.path(f"/parcels/{parcel['id']}/collect"), {"code": code})
    expect(page.get_by_text(say.like("shop.leg.came.pick_up")).first).to_be_visible()
    eventually(lambda: shopper.get(f"/orders/{order_id}")["state"] == "done", what="the order is done")
    house.books_balance()
