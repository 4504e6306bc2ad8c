"""A shopper has a dinner brought: on a phone, in Korean, from the first look to the door."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.house import House
from tests.browser.pages import Pages
from tests.fronts.words import Said

say = Said("shop", "ko")


@pytest.fixture
def page(pages: Pages) -> Page:
    return pages.on("phone", language="ko").new_page()


def test_a_dinner_comes_to_the_door(page: Page, house: House) -> None:
    page.goto("/shop/")
    page.get_by_role("button", name=say("shop.place.ask")).click()
    page.get_by_role("button", name=say("shop.place.use")).click()
    expect(page.get_by_text(say("shop.promise.ifNow.deliver"))).to_be_visible()
    expect(page.get_by_text("하루 루자쭈이점")).to_be_visible()

    take(page, "HR-00300", one_more=1)
    take(page, "HR-00001")

    page.goto("/shop/cart")
    page.get_by_role("button", name=say("shop.address.choose")).first.click()
    give_address(page)
    expect(page.get_by_text(say.like("shared.promise.surely"))).to_be_visible()
    page.get_by_role("button", name=say.like("shop.cart.order")).click()

    page.wait_for_url("**/pay/**")
    code = page.get_by_test_id("pay-qr").get_attribute("data-code")
    assert code
    house.pay(code)
    page.wait_for_url("**/orders/**")
    expect(page.get_by_text(say("shop.stage.paid.done"))).to_be_visible()


def take(page: Page, sku_id: str, *, one_more: int = 0) -> None:
    """From the product's page into the cart."""
    page.goto(f"/shop/p/{sku_id}")
    for _ in range(one_more):
        page.get_by_role("button", name=say("shop.amount.more")).click()
    page.get_by_role("button", name=re.compile("^" + say("shop.product.add"))).click()
    expect(page.get_by_text(say.like("shop.cart.added"))).to_be_visible()


def give_address(page: Page) -> None:
    page.get_by_role("button", name=say("shop.address.new")).click()
    page.get_by_role("button", name=say("shop.place.use")).click()
    expect(page.get_by_text(say("shop.address.placed"))).to_be_visible()
    page.get_by_label(say("shop.address.text")).fill("세기대로 8, 1201호")
    page.get_by_label(say("shop.address.phone")).fill("+86 138 0013 8000")
    page.get_by_role("button", name=say("shared.save")).click()
