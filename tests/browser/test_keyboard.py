"""The main way through each front, by keyboard alone: Tab, Enter, space, and what one types."""

from playwright.sync_api import Locator, Page, expect

from tests.browser.crew import Goods
from tests.browser.house import House
from tests.browser.pages import Pages
from tests.browser.scene import LOBSTER, STORE, Scene
from tests.browser.shopping import phone_with_cart
from tests.browser.tour import come_in
from tests.fronts.words import Said

MOST_TABS = 120


def reach(page: Page, target: Locator) -> None:
    """Tab until the focus is there, and see that one sees it."""
    expect(target).to_be_visible()
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if target.evaluate("(it) => it === document.activeElement || it.contains(document.activeElement)"):
            break
    else:
        raise AssertionError(f"{MOST_TABS} tabs do not lead to {target}")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    shown = page.evaluate("document.activeElement.matches('input:not([type=checkbox]), select, textarea')")
    assert outline != "none" or shown, f"nobody sees the focus on {target}"


def press(page: Page, target: Locator, *, key: str = "Enter") -> None:
    reach(page, target)
    page.keyboard.press(key)


def test_a_product_is_found_ordered_and_to_be_paid(pages: Pages, house: House) -> None:
    say = Said("shop", "en")
    context, owner, _ = phone_with_cart(pages, house, [Goods(LOBSTER, 520)], language="en", store=STORE)
    page = context.new_page()
    page.goto("/shop/")
    press(page, page.get_by_role("link", name=say("shop.search.hint")))
    page.wait_for_url("**/shop/search*")
    field = page.get_by_role("searchbox")
    expect(field).to_be_visible()
    if not field.evaluate("(it) => it === document.activeElement"):
        reach(page, field)
    page.keyboard.type("toast")
    press(page, page.get_by_role("button", name=say("shop.product.addNamed", name="Toast bread, milk")))
    expect(page.get_by_role("link", name=say("shop.bar.cart"))).to_contain_text("2")
    press(page, page.get_by_role("link", name=say("shop.bar.cart")))
    expect(page.get_by_role("button", name=say.like("shop.cart.order"))).to_be_enabled()
    press(page, page.get_by_role("button", name=say.like("shop.cart.order")))
    page.wait_for_url("**/shop/pay/*")
    assert len(owner.get("/orders")) == 1


def test_a_badge_is_typed_and_a_post_taken(pages: Pages, house: House) -> None:
    say = Said("floor", "en")
    page = pages.on("tablet", language="en").new_page()
    page.goto("/floor/")
    reach(page, page.get_by_label(say("shared.signIn.badge")))
    page.keyboard.type(house.badge("packer", STORE, language="en"))
    page.keyboard.press("Enter")
    press(page, page.get_by_role("button", name=say("posts.pack")))
    page.wait_for_url("**/floor/pack")
    posts = house.staff("manager", STORE).get(f"/stores/{STORE}/posts")
    assert "pack" in {each["post"] for each in posts}


def test_a_courier_goes_on_duty_and_off(pages: Pages, house: House) -> None:
    say = Said("ride", "en")
    page = pages.on("phone", language="en").new_page()
    page.goto(f"/ride/#badge={house.badge('courier', 'jingan', language='en')}")
    switch = page.get_by_role("switch")
    press(page, switch, key=" ")
    expect(page.get_by_role("switch", name=say("duty.goOff"))).to_be_checked()
    expect(page.get_by_text(say("free.ring"))).to_be_visible()
    expect(switch).not_to_have_attribute("aria-busy", "true")
    press(page, switch)  # a second space right after the first is what a scanner gun would type
    expect(page.get_by_role("switch", name=say("duty.goOn"))).not_to_be_checked()


def test_an_order_is_found_and_read_at_head_office(pages: Pages, scene: Scene) -> None:
    say = Said("hq", "en")
    page = come_in(pages, scene, "hq", device="desktop", language="en").new_page()
    page.goto("/hq/")
    press(page, page.get_by_role("link", name=say("hq.ways.orders"), exact=True))
    reach(page, page.get_by_role("searchbox", name=say("hq.orders_.hint")))
    page.keyboard.type(scene.done.number)
    page.keyboard.press("Enter")
    # A number is of its store: another store may have the same one, so it is known by where it leads.
    press(page, page.locator(f'a[href$="/orders/{scene.done.id}"]'))
    expect(page.get_by_role("heading", name=say("hq.story.title", number=scene.done.number))).to_be_visible()
