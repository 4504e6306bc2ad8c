"""Head office sees an order's whole story, and changes a price that arrives in the shop: on a desktop."""

import re
from collections.abc import Iterable
from typing import Any

from playwright.sync_api import Route, expect

from tests.browser.house import House, eventually
from tests.browser.pages import Pages
from tests.browser.scene import LOBSTER, MILK, STORE, Scene
from tests.browser.shopping import phone_of
from tests.browser.tour import come_in
from tests.fronts.words import Said

say = Said("hq", "en")
BAGUETTE = "HR-00357"


def test_the_whole_story_of_an_order(pages: Pages, scene: Scene) -> None:
    page = come_in(pages, scene, "hq", device="desktop", language="en").new_page()
    page.goto("/hq/")
    page.get_by_role("link", name=say("hq.ways.orders"), exact=True).click()
    search = page.get_by_role("searchbox", name=say("hq.orders_.hint"))
    search.fill(scene.done.number)
    search.press("Enter")
    # A number is of its store: another store may have the same one, so it is known by where it leads.
    page.locator(f'a[href$="/orders/{scene.done.id}"]').click()
    expect(page.get_by_role("heading", name=say("hq.story.title", number=scene.done.number))).to_be_visible()

    told = page.get_by_role("listitem")
    for stage in ("placed", "paid", "picked", "packed", "handed_over", "delivered"):
        expect(told.filter(has_text=say(f"hq.story.stage.{stage}")).first).to_be_visible()
    names = {line["sku_id"]: line["name"] for line in scene.done.now()["lines"]}
    expect(
        told.filter(has_text=say.like("hq.story.took")).filter(has_text=names[LOBSTER]).first
    ).to_be_visible()
    expect(
        told.filter(has_text=say.like("hq.story.missing")).filter(has_text=names[MILK]).first
    ).to_be_visible()
    expect(told.filter(has_text=say.like("hq.story.moved")).first).to_be_visible()
    expect(told.filter(has_text=say.like("hq.story.posted")).first).to_be_visible()
    expect(told.filter(has_text=say.like("hq.story.refundSettled")).first).to_be_visible()


def test_a_price_set_at_head_office_arrives_in_the_shop(pages: Pages, house: House, scene: Scene) -> None:
    phone = phone_of(pages, house, house.guest(), language="en", store=STORE).new_page()
    phone.goto(f"/shop/p/{BAGUETTE}")
    expect(phone.get_by_text("¥9.90").first).to_be_visible()

    desk = come_in(pages, scene, "hq", device="desktop", language="en").new_page()
    desk.goto(f"/hq/catalogue/{BAGUETTE}")
    desk.get_by_label(f"{say('hq.price.price')} (CNY)").fill("8.40")
    desk.get_by_role("button", name=say("hq.price.setIt")).click()
    expect(desk.get_by_text("¥8.40").first).to_be_visible()

    shopper = house.guest()
    path = f"/stores/{STORE}/products/{BAGUETTE}"
    eventually(lambda: shopper.get(path)["price"]["amount"] == 840, what="the shop sells at the new price")
    phone.reload()
    expect(phone.get_by_text("¥8.40").first).to_be_visible()


def test_a_product_s_sheet_is_made_and_changed_in_the_form(pages: Pages, scene: Scene) -> None:
    desk = come_in(pages, scene, "hq", device="desktop", language="en").new_page()
    desk.goto("/hq/catalogue/new")
    desk.get_by_label(say("hq.catalogue.code"), exact=True).fill("HR-NEW-1")
    desk.get_by_label("Name (English)").fill("Oat bar")
    desk.get_by_label("Name (한국어)").fill("귀리바")
    desk.get_by_label("Country of origin (two letters)").fill("kr")
    desk.get_by_label("Content of a piece").fill("40")
    desk.get_by_label("Unit of the content").select_option("gram")
    desk.get_by_label("Temperature").select_option("chilled")
    desk.get_by_label("gluten").check()
    desk.get_by_label(say("hq.sheet.gtins")).fill("9520100099991 × 6")
    desk.get_by_role("button", name=say("shared.save")).click()
    expect(desk).to_have_url(re.compile("/hq/catalogue/HR-NEW-1$"))
    expect(desk.get_by_role("heading", name="Oat bar")).to_be_visible()

    made = {
        "origin": "KR", "content": 40, "content_unit": "gram", "temperature": "chilled", "allergens": ["gluten"],
        "active": True, "shelf_life_days": None, "gtins": [{"gtin": "9520100099991", "quantity": 6}],
    }  # fmt: skip
    eventually(lambda: _sheet(scene, made) == made, what="the product is what the form said")

    expect(desk.get_by_label("Unit of stock")).to_be_disabled()
    desk.get_by_label("Shelf life (days)").fill("90")
    desk.get_by_label("gluten").uncheck()
    desk.get_by_role("button", name=say("shared.save")).click()
    expect(desk.get_by_text(say("hq.sheet.kept"))).to_be_visible()
    changed = made | {"shelf_life_days": 90, "allergens": []}
    eventually(lambda: _sheet(scene, made) == changed, what="the product is what the form says now")


def test_categories_that_come_late_are_still_chosen_from_a_list(pages: Pages, scene: Scene) -> None:
    desk = come_in(pages, scene, "hq", device="desktop", language="en").new_page()
    late: list[Route] = []
    desk.route("**/api/v1/categories", lambda route: late.append(route))
    desk.goto(f"/hq/catalogue/{BAGUETTE}")
    expect(desk.get_by_role("textbox", name="Category", exact=True)).to_be_visible()
    late[0].continue_()
    expect(desk.get_by_role("combobox", name="Category", exact=True)).to_be_visible()


def _sheet(scene: Scene, names: Iterable[str]) -> dict[str, Any]:
    told = scene.house.head_office.get("/skus/HR-NEW-1")
    return {name: told[name] for name in names}


def test_more_alerts_than_fit_on_a_page_are_a_tap_away(pages: Pages, scene: Scene) -> None:
    alerts = scene.house.head_office.get("/insight/alerts", limit=200)["alerts"]
    assert len(alerts) > 3
    page = come_in(pages, scene, "hq", device="desktop", language="en").new_page()
    page.route(
        "**/insight/alerts?*",
        lambda route: route.continue_(url=route.request.url.replace("limit=100", "limit=3")),
    )
    page.goto("/hq/stock")
    rows = page.get_by_role("row")
    expect(rows).to_have_count(1 + 3)
    page.get_by_role("button", name=say("shared.more")).click()
    expect(rows).to_have_count(1 + min(6, len(alerts)))


def test_who_holds_head_office_is_listed_where_the_stores_are(pages: Pages, scene: Scene) -> None:
    holders = scene.house.head_office.get("/head-office")
    page = come_in(pages, scene, "hq", device="desktop", language="en").new_page()
    page.goto("/hq/stores")
    listed = page.get_by_role("region", name=say("hq.title"))
    for holder in holders:
        expect(listed.get_by_text(holder["name"])).to_be_visible()
    expect(listed.get_by_role("columnheader", name=say("hq.store_.badges"))).to_be_visible()
