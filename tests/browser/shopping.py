"""A shopper's phone: with nothing on it, or with a cart that was filled before."""

import json
import re
from collections.abc import Sequence
from typing import Any

from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.crew import NEAR_LUJIAZUI, Goods, cart_of
from tests.browser.house import House, Person
from tests.browser.pages import Language, Pages
from tests.fronts.words import Said

KEPT = {name: NEAR_LUJIAZUI[name] for name in ("text", "latitude", "longitude")} | {"phone": "+8613800138000"}
"""The address as a member keeps it."""


def phone_with_cart(
    pages: Pages,
    house: House,
    goods: Sequence[Goods],
    *,
    language: Language,
    store: str = "lujiazui",
    dark: bool = False,
) -> tuple[BrowserContext, Person, str]:
    """A phone on which somebody has filled a cart and kept an address; its owner at the API; the cart's id."""
    owner = house.guest(language=language)
    cart = cart_of(owner, store, goods)
    address = owner.post("/me/addresses", KEPT)
    here = {
        "latitude": NEAR_LUJIAZUI["latitude"],
        "longitude": NEAR_LUJIAZUI["longitude"],
        "words": NEAR_LUJIAZUI["text"],
        "addressId": address["id"],
    }
    kept = {
        "newretail.shop.token": owner.token,
        "newretail.shop.store": json.dumps(store),
        "newretail.shop.carts": json.dumps({store: cart}),
        "newretail.shop.here": json.dumps(here),
    }
    return (
        pages.on("phone", language=language, dark=dark, storage_state=remembering(house, kept)),
        owner,
        cart,
    )


def phone_of(
    pages: Pages, house: House, owner: Person, *, language: Language, store: str = "lujiazui"
) -> BrowserContext:
    """The phone of somebody whom the house knows already."""
    kept = {"newretail.shop.token": owner.token, "newretail.shop.store": json.dumps(store)}
    return pages.on("phone", language=language, storage_state=remembering(house, kept))


def remembering(house: House, kept: dict[str, str]) -> Any:
    """What a browser has kept from earlier visits."""
    return {
        "cookies": [],
        "origins": [
            {"origin": house.url, "localStorage": [{"name": name, "value": kept[name]} for name in kept]}
        ],
    }


def owner_of(page: Page, house: House) -> Person:
    """Whoever shops on this page, at the API."""
    return Person(house.url, str(page.evaluate("localStorage.getItem('newretail.shop.token')")))


def take(page: Page, say: Said, sku_id: str, *, one_more: int = 0, way: str = "") -> None:
    """From the product's page into the cart."""
    page.goto(f"/shop/p/{sku_id}")
    if way:
        page.get_by_text(say(f"shared.way.{way}"), exact=True).click()
    for _ in range(one_more):
        page.get_by_role("button", name=say("shop.amount.more")).click()
    page.get_by_role("button", name=re.compile("^" + re.escape(say("shop.product.add")))).click()
    expect(page.get_by_text(say.like("shop.cart.added")).first).to_be_visible()


def order(page: Page, say: Said) -> str:
    """From the cart to the payment page; returns the order's id."""
    page.get_by_role("button", name=say.like("shop.cart.order")).click()
    page.wait_for_url("**/shop/pay/*")
    return page.url.rpartition("/")[2]


def qr_on(page: Page) -> str:
    """What a wallet reads from the payment page."""
    code = page.get_by_test_id("pay-qr").get_attribute("data-code")
    assert code
    return code


def pay(page: Page, house: House) -> None:
    """Another phone scans the code; the page knows and goes on by itself."""
    house.pay(qr_on(page))
    page.wait_for_url("**/shop/orders/*")
