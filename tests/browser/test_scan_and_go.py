"""A shopper scans and goes: on a phone, in English, with a camera before which our own printed labels are held."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import camera
from tests.browser.crew import Crew
from tests.browser.house import House, eventually
from tests.browser.pages import Pages, running_chromium
from tests.browser.shopping import order, owner_of, pay, phone_of
from tests.fronts.words import Said

say = Said("shop", "en")
NAMES = ("Low-fat milk", "Whole milk, pasteurised")


@pytest.fixture(scope="module")
def chromium(house: House, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A browser whose camera looks at the labels of two kinds of milk."""
    labels = camera.shelf_labels(house, "lujiazui", NAMES, zone="dairy")
    film = camera.film(labels, tmp_path_factory.mktemp("camera") / "labels.mjpeg")
    expect.set_options(timeout=15_000)
    with running_chromium([*camera.ALLOWED, f"{camera.SEES}{film}"]) as chromium:
        yield chromium


@pytest.fixture
def page(pages: Pages, house: House) -> Page:
    context = phone_of(pages, house, house.guest(), language="en")
    context.grant_permissions(["camera"])
    return context.new_page()


def test_what_the_camera_reads_is_paid_and_carried_out(page: Page, house: House) -> None:
    page.goto("/shop/scan")
    for name in NAMES:
        sheet = page.get_by_role("region", name=name)
        expect(sheet).to_be_visible()
        sheet.get_by_role("button", name=say("shop.product.add")).click()
        expect(page.get_by_text(say("shop.cart.added", name=name)).first).to_be_visible()
    page.get_by_role("button", name=say("shop.scan.toCart"), exact=True).click()
    order_id = order(page, say)
    shopper = owner_of(page, house)
    assert {line["way"] for line in shopper.get(f"/orders/{order_id}")["lines"]} == {"carry_out"}
    pay(page, house)

    shown = page.get_by_test_id("show-code")
    expect(shown).to_be_visible()
    code = shown.get_attribute("data-code")
    cashier = Crew(house, "lujiazui").by("cashier")
    seen = cashier.post("/stores/lujiazui/exits", {"code": code})
    assert (seen["order_id"], seen["verdict"]) in ((order_id, "go"), (order_id, "audit"))
    again = cashier.ask("POST", "/stores/lujiazui/exits", {"code": code})
    assert again.status_code == 409, "a code opens the door once"
    eventually(lambda: shopper.get(f"/orders/{order_id}")["state"] == "done", what="the order is done")
    house.books_balance()
