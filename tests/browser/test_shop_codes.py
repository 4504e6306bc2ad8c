"""Codes and cameras that do not do: each has its words and a way on."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.camera import ALLOWED
from tests.browser.house import House
from tests.browser.pages import Pages, running_chromium
from tests.browser.shopping import phone_of
from tests.fronts.words import Said

say = Said("shop", "en")


@pytest.fixture(scope="module")
def chromium(house: House) -> Iterator[Browser]:
    """Its camera shows a test picture with no code in it."""
    expect.set_options(timeout=15_000)
    with running_chromium(ALLOWED[:1]) as chromium:
        yield chromium


def scanning(pages: Pages, house: House, *, may_look: bool) -> Page:
    context = phone_of(pages, house, house.guest(), language="en")
    if may_look:
        context.grant_permissions(["camera"])
    page = context.new_page()
    page.goto("/shop/scan")
    expect(page.get_by_text(say("shop.scan.hint" if may_look else "shared.scan.refused"))).to_be_visible()
    return page


def type_code(page: Page, code: str) -> None:
    if not page.get_by_label(say("shared.scan.code"), exact=True).is_visible():
        page.get_by_role("button", name=say("shared.scan.typeIt")).click()
    page.get_by_label(say("shared.scan.code"), exact=True).fill(code)
    page.get_by_role("button", name=say("shared.scan.use")).click()


def test_a_refused_camera_leaves_typing(pages: Pages, house: House) -> None:
    page = scanning(pages, house, may_look=False)
    expect(page.get_by_text(say("shared.scan.refused"))).to_be_visible()
    type_code(page, "9520100021008")
    expect(page.get_by_role("region", name="Low-fat milk")).to_be_visible()


def test_a_code_that_cannot_be_read_says_so_and_can_be_typed(pages: Pages, house: House) -> None:
    page = scanning(pages, house, may_look=True)
    expect(page.get_by_text(say("shared.scan.unreadable"))).to_be_visible()
    type_code(page, "9520100021008")
    expect(page.get_by_role("region", name="Low-fat milk")).to_be_visible()


@pytest.mark.parametrize(
    ("code", "refusal"),
    [
        ("https://example.com/menu", "malformed_code"),
        ("4006381333931", "unknown_code"),
        ("https://id.other-chain.example/01/04006381333931", "unknown_code"),
    ],
)
def test_a_code_of_another_chain_says_so_and_leads_on(
    pages: Pages, house: House, code: str, refusal: str
) -> None:
    page = scanning(pages, house, may_look=False)
    said = house.guest().ask("POST", "/scan", {"code": code, "store_id": "lujiazui"}).json()
    assert said["code"] == refusal
    type_code(page, code)
    expect(page.get_by_text(said["detail"])).to_be_visible()
    if refusal == "unknown_code":
        page.get_by_role("button", name=say("shop.scan.search")).click()
        expect(page).to_have_url(f"{house.url}/shop/search")
    else:
        page.get_by_role("button", name=say("shop.scan.next")).click()
        expect(page.get_by_text(said["detail"])).to_be_hidden()
