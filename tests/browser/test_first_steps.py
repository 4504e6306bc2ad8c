"""From an empty database to the first sale in a browser, led by the list of first steps: no file, no command, no back office."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.empty_house import EmptyHouse, empty_house
from tests.browser.pages import SIZES
from tests.fronts.words import Said

say, floor = Said("hq", "en"), Said("floor", "en")
STORE = "riverside"


@pytest.fixture
def begun(tmp_path: Path) -> Iterator[EmptyHouse]:
    with empty_house(tmp_path) as house:
        yield house


def test_an_empty_chain_is_led_to_its_first_sale(chromium: Browser, begun: EmptyHouse) -> None:
    desk = chromium.new_context(base_url=begun.url, viewport=SIZES["desktop"], locale="en-GB").new_page()
    desk.goto(begun.link)
    open_the_store(desk)
    list_a_product(desk)
    give_it_a_shelf(desk)
    phone = chromium.new_context(
        base_url=begun.url, viewport=SIZES["phone"], locale="en-GB", is_mobile=True, has_touch=True
    ).new_page()
    phone.goto(f"/floor/#badge={badge_of_a_manager(desk)}")
    receive(phone)
    sell(phone)
    desk.goto("/hq/")
    expect(desk.get_by_role("link", name=say("hq.ways.stores"), exact=True)).to_be_visible()
    expect(desk.get_by_role("heading", name=say("hq.first.title"))).to_have_count(0)
    for page in (desk, phone):
        page.context.close()


def step(desk: Page, title: str) -> None:
    """Follow the list of first steps."""
    desk.goto("/hq/")
    desk.get_by_role("link", name=f"{say('hq.first.go')}: {title}").click()


def open_the_store(desk: Page) -> None:
    desk.get_by_role("link", name=f"{say('hq.first.go')}: Open the first store").click()
    desk.get_by_label(f"{say('hq.open.name')} (English)").fill("Riverside")
    desk.get_by_label(say("hq.open.code"), exact=True).fill(STORE)
    desk.get_by_label(say("hq.open.at"), exact=True).fill("45.0703, 7.6869")
    for day in ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"):
        desk.get_by_label(day, exact=True).fill("00:00–24:00")
    expect(desk.get_by_label(say("hq.open.currency"))).to_have_value("EUR")
    desk.get_by_role("button", name=say("hq.open.do")).click()
    expect(desk).to_have_url(re.compile(f"/hq/stores/{STORE}$"))


def list_a_product(desk: Page) -> None:
    step(desk, "Add products with prices")
    desk.goto("/hq/catalogue/new")
    desk.get_by_label(say("hq.catalogue.code"), exact=True).fill("MILK-1")
    desk.get_by_label("Name (English)").fill("Whole milk")
    desk.get_by_role("button", name=say("shared.save")).click()
    expect(desk).to_have_url(re.compile("/hq/catalogue/MILK-1$"))
    desk.get_by_label(f"{say('hq.price.price')} (EUR)").fill("1.60")
    desk.get_by_role("button", name=say("hq.price.setIt")).click()
    expect(desk.get_by_text("€1.60").first).to_be_visible()


def give_it_a_shelf(desk: Page) -> None:
    """All products get a place at once; this one is then put onto another shelf on its own page."""
    step(desk, "Give them a place on a shelf")
    expect(desk.get_by_role("form")).to_have_count(3)
    desk.get_by_role("button", name=say("hq.shelves.placeRest")).click()
    expect(desk.get_by_text(say("hq.shelves.placed", 1))).to_be_visible()
    desk.goto("/hq/catalogue/MILK-1")
    desk.get_by_role("button", name=say("hq.place.title", store="Riverside")).click()
    desk.get_by_label(say("hq.place.shelf"), exact=True).select_option("C-02")
    desk.get_by_role("dialog").get_by_role("button", name=say("shared.save")).click()
    expect(desk.get_by_text(say("hq.price.onShelf", shelf="C-02"))).to_be_visible()


def badge_of_a_manager(desk: Page) -> str:
    desk.goto(f"/hq/stores/{STORE}")
    desk.get_by_role("button", name=say("hq.store_.give")).click()
    dialog = desk.get_by_role("dialog")
    dialog.get_by_label(say("hq.store_.role")).select_option("manager")
    dialog.get_by_label(say("hq.members.name")).fill("Ada")
    dialog.get_by_label(say("shared.signIn.login")).fill("ada@example.com")
    dialog.get_by_role("button", name=say("hq.store_.give")).click()
    desk.get_by_role("button", name=say("hq.store_.badge"), exact=True).click()
    return desk.get_by_role("dialog").get_by_role("status").inner_text()


def receive(phone: Page) -> None:
    expect(phone.get_by_role("heading", name=floor("posts.title"))).to_be_visible()
    phone.goto("/floor/stock/receive")
    phone.get_by_placeholder(floor("stock.searchHint")).fill("milk")
    phone.get_by_role("button", name="Whole milk").click()
    phone.get_by_role("button", name="9", exact=True).click()
    phone.get_by_role("button", name=floor("stock.toList")).click()
    phone.get_by_role("button", name=floor("stock.receiveAll", 1)).click()
    expect(phone.get_by_role("heading", name=floor("stock.received", 1))).to_be_visible()


def sell(phone: Page) -> None:
    phone.goto("/floor/counter/till")
    phone.get_by_role("link", name=floor("cash.needsDrawer")).click()
    phone.get_by_role("button", name=floor("cash.open")).click()
    expect(phone.get_by_role("button", name=floor("cash.close"))).to_be_visible()
    phone.goto("/floor/counter/till")
    phone.get_by_placeholder(floor("stock.searchHint")).fill("milk")
    phone.get_by_role("button", name="Whole milk").click()
    phone.get_by_role("button", name=floor("till.ring")).click()
    dialog = phone.get_by_role("dialog")
    dialog.get_by_role("button", name="€1.60").first.click()
    dialog.get_by_role("button", name=floor("cash.take"), exact=True).click()
    expect(phone.get_by_role("button", name=floor("till.print"))).to_be_visible()
