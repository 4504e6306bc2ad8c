"""Head office draws a store's floor: by hand and by keys, kept, taken back, refused where it cannot be; and the picker's way on it."""

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.house import House, eventually
from tests.browser.pages import Pages
from tests.browser.scene import STORE, Scene
from tests.browser.tour import come_in
from tests.fronts.words import Said

say = Said("hq", "en")
TABLE = "TB1"
"""A table in the dining corner, with room about it."""


def plan_of(house: House) -> dict[str, Any]:
    plan: dict[str, Any] = house.head_office.get(f"/stores/{STORE}/plan")
    return plan


def place(house: House, code: str) -> tuple[float, float]:
    return next((each["x"], each["y"]) for each in plan_of(house)["fixtures"] if each["code"] == code)


def drawn(page: Page, code: str) -> Locator:
    return page.locator(f'[data-code="{code}"]')


def drag(page: Page, code: str, *, right: float, down: float) -> None:
    """By pixels, in small moves as a hand makes them."""
    box = drawn(page, code).locator("rect").bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    for step in range(1, 6):
        page.mouse.move(x + right * step / 5, y + down * step / 5)
    page.mouse.up()


@pytest.fixture
def desk(pages: Pages, scene: Scene) -> Page:
    page = come_in(pages, scene, "hq", device="desktop", language="en").new_page()
    page.goto(f"/hq/stores/{STORE}")
    page.get_by_role("link", name=say("hq.plan.open")).click()
    expect(drawn(page, TABLE)).to_be_visible()
    return page


def test_a_fixture_is_dragged_kept_and_taken_back(desk: Page, house: House) -> None:
    before, version = place(house, TABLE), plan_of(house)["version"]
    drag(desk, TABLE, right=0, down=30)
    desk.get_by_role("button", name=say("shared.save"), exact=True).click()
    expect(desk.get_by_text(say("hq.plan.version", n=str(version + 1)))).to_be_visible()
    moved = place(house, TABLE)
    assert moved[0] == pytest.approx(before[0], abs=0.15) and moved[1] > before[1] + 0.2

    desk.reload()
    undo = desk.get_by_role("button", name=say("hq.plan.undo"), exact=True)
    expect(undo).to_be_enabled()
    undo.click()
    save = desk.get_by_role("button", name=say("shared.save"), exact=True)
    expect(save).to_be_enabled()
    save.click()
    expect(desk.get_by_text(say("hq.plan.version", n=str(version + 2)))).to_be_visible()
    assert place(house, TABLE) == before


def test_what_stands_in_another_is_red_and_cannot_be_kept(desk: Page, house: House) -> None:
    first, second = place(house, TABLE), place(house, "TB2")
    metres = (
        drawn(desk, "TB2").locator("rect").bounding_box(),
        drawn(desk, TABLE).locator("rect").bounding_box(),
    )
    assert metres[0] is not None and metres[1] is not None
    drag(desk, TABLE, right=metres[0]["x"] - metres[1]["x"], down=0)
    told = desk.get_by_role("status").filter(has_text=TABLE).filter(has_text="TB2")
    expect(told).to_be_visible()
    expect(desk.get_by_role("button", name=say("shared.save"), exact=True)).to_be_disabled()
    desk.get_by_role("button", name=say("hq.plan.undo"), exact=True).click()
    expect(told).to_be_hidden()
    assert (place(house, TABLE), place(house, "TB2")) == (first, second)


def test_the_plan_is_drawn_without_a_mouse(desk: Page) -> None:
    table = drawn(desk, TABLE)
    table.focus()
    x = desk.get_by_label(say("hq.plan.x"))
    before = float(x.input_value())
    table.press("ArrowLeft")
    expect(x).to_have_value(f"{round(before - 0.1, 3):g}")
    table.press("r")
    expect(desk.get_by_label(say("hq.plan.turn"), exact=True)).to_have_value("90")
    table.press("ControlOrMeta+d")
    copied = drawn(desk, "TB7")
    expect(copied).to_be_visible()
    copied.press("Delete")
    expect(copied).to_be_hidden()
    for _ in range(4):
        desk.keyboard.press("ControlOrMeta+z")
    eventually(
        lambda: desk.get_by_role("button", name=say("shared.save"), exact=True).is_disabled(),
        what="nothing to save",
    )


def test_a_picker_sees_the_way_to_the_next_shelf(pages: Pages, scene: Scene) -> None:
    page = come_in(pages, scene, "floor", device="tablet", language="en").new_page()
    page.goto("/floor/pick")
    page.get_by_role("button", name=Said("floor", "en")("pick.nextJob"), exact=True).click()
    expect(page.locator("figure.way svg .now")).to_be_visible()
