"""A shopper in the basement: what was read stays and says of when it is, and what was never read is not taken for nothing."""

from uuid import uuid4

from playwright.sync_api import Page, expect

from tests.browser.crew import Crew, Goods, buy
from tests.browser.house import House, eventually
from tests.browser.pages import Pages
from tests.browser.shopping import phone_with_cart
from tests.fronts.words import Said

say = Said("shop", "en")
STORE, MILK, A2_MILK, JERSEY = "lujiazui", "HR-00300", "HR-00301", "HR-00302"
WRITTEN_MILLISECONDS = 1_500
"""What was read is written down once a second."""


def codes_on(page: Page) -> set[str | None]:
    expect(page.get_by_test_id("show-code")).to_have_count(2)
    return {each.get_attribute("data-code") for each in page.get_by_test_id("show-code").all()}


def says_of_when(page: Page) -> None:
    expect(page.get_by_test_id("connection")).to_have_text(say.like("shop.connection.asOf"))


def test_the_cart_and_the_codes_are_there_without_network(pages: Pages, house: House) -> None:
    crew = Crew(house, STORE)
    with crew.calling_off():
        context, owner, _ = phone_with_cart(pages, house, [Goods(MILK, 4)], language="en", store=STORE)
        goods = [Goods(A2_MILK, 1, way="carry_out"), Goods(JERSEY, 2, way="pick_up")]
        bought = buy(house, STORE, goods, shopper=owner)
        crew.shelve(bought.number)
        eventually(lambda: bought.codes().get("pick_up"), what="the pickup code is given")
        page = context.new_page()
        page.goto("/shop/cart")
        amount = page.get_by_role("textbox", name=say.like("shop.amount.of"))
        expect(amount).to_have_value("4")
        page.goto(f"/shop/orders/{bought.id}")
        codes = codes_on(page)
        assert bought.codes()["pick_up"] in codes
        page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")
        page.wait_for_timeout(WRITTEN_MILLISECONDS)

        context.set_offline(True)
        page.reload()
        assert codes_on(page) == codes, "the same codes, that the door and the counter read"
        says_of_when(page)
        page.goto(f"/shop/orders/{bought.id}/receipt")
        expect(page.get_by_text(bought.number)).to_be_visible()
        for path in ("orders", ""):
            page.goto(f"/shop/{path}")
            expect(page.get_by_text(bought.number)).to_be_visible()
        page.goto("/shop/cart")
        expect(amount).to_have_value("4")
        says_of_when(page)

        for path in ("menu/fruit", f"orders/{uuid4()}", f"p/{MILK}", "addresses"):
            page.goto(f"/shop/{path}")
            expect(page.get_by_test_id("unknown").first).to_be_visible()
            expect(page.get_by_text(say("shop.orders.notMine"))).to_be_hidden()
        page.goto("/shop/menu/fruit")
        expect(page.get_by_test_id("unknown")).to_be_visible()
        context.set_offline(False)
        expect(page.get_by_role("button", name=say.like("shop.product.addNamed")).first).to_be_visible()
        expect(page.get_by_test_id("connection")).to_be_hidden()
