"""A courier rides: on a phone, in Korean; two orders in one trip, one handed over by code, one by photo, and a dead spot between."""

from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.crew import Bought, Crew, Goods, buy
from tests.browser.house import House, eventually
from tests.browser.pages import Pages
from tests.fronts.words import Said

say = Said("ride", "ko")
STORE = "hongqiao"
NEAR = {"latitude": 31.1925, "longitude": 121.3170}
DOORS = (
    {
        "text": "18 Shenbin Road, 301",
        "latitude": 31.1921,
        "longitude": 121.3178,
        "name": "Kim",
        "phone": "+8613800138001",
    },
    {
        "text": "20 Shenbin Road, 502",
        "latitude": 31.1919,
        "longitude": 121.3181,
        "name": "Lee",
        "phone": "+8613800138002",
    },
)


def test_two_orders_are_delivered_one_by_code_one_by_photo(
    pages: Pages, house: House, tmp_path: Path
) -> None:
    crew = Crew(house, STORE)
    [sku_id] = crew.goods(1)
    first, second = (buy(house, STORE, [Goods(sku_id, 8)], at=door) for door in DOORS)
    for bought in (first, second):
        crew.prepare(bought.number)
    context = pages.on("phone", language="ko", at=NEAR)
    page = context.new_page()
    page.goto(f"/ride/#badge={house.badge('courier', STORE, language='ko')}")
    page.get_by_role("switch").click()

    for bought in (first, second):
        expect(page.get_by_role("heading", name=bought.number)).to_be_visible(timeout=30_000)
    for bag in page.locator("button.bag").all():
        bag.click()
    page.get_by_role("button", name=say("store.go")).click()
    for bought in (first, second):
        crew.parcel_of(bought.number, state="riding")

    by_number = {first.number: first, second.number: second}
    current = number_now(page, by_number)
    context.set_offline(True)
    page.get_by_role("button", name=say("riding.here")).click()
    expect(page.get_by_role("heading", name=say("riding.atDoor"))).to_be_visible()
    expect(page.get_by_text(say("riding.dead"))).to_be_visible()
    page.get_by_role("button", name=say("riding.handOver")).click()
    type_code(page, current.codes()["deliver"])
    page.get_by_role("button", name=say("proof.withCode")).click()
    context.set_offline(False)
    eventually(
        lambda: current.now()["state"] == "done", what="the first is delivered, once the network is back"
    )

    other = second if current is first else first
    expect(page.get_by_text(say("stop.promised", number=other.number))).to_be_visible()
    page.get_by_role("button", name=say("riding.here")).click()
    page.get_by_role("button", name=say("riding.handOver")).click()
    page.locator("input[type=file]").set_input_files(photo(tmp_path))
    page.get_by_role("button", name=say("proof.withPhoto")).click()
    eventually(lambda: other.now()["state"] == "done", what="the second is delivered")
    expect(page.get_by_role("button", name=say("back.there"))).to_be_visible()
    delivered = [fact for fact in house.facts(STORE) if fact["name"] == "leg.delivered"]
    assert sorted(fact["ref"] for fact in delivered) == sorted(f"order:{each.id}" for each in (first, second))

    page.get_by_role("button", name=say("back.there")).click()
    page.get_by_role("switch").click()
    page.goto("/ride/day")
    expect(page.get_by_text(say("day.drops", 2)).first).to_be_visible()
    house.books_balance()


def number_now(page: Page, by_number: dict[str, Bought]) -> Bought:
    """Which order the courier is to bring next."""
    for number, bought in by_number.items():
        if page.get_by_text(say("stop.promised", number=number)).is_visible():
            return bought
    raise AssertionError("no stop is next")


def type_code(page: Page, code: str) -> None:
    for figure in code:
        page.get_by_role("button", name=figure, exact=True).click()


def photo(folder: Path) -> Path:
    """A door, as a phone would take it."""
    path = folder / "door.jpg"
    Image.new("RGB", (1600, 1200), (120, 96, 72)).save(path, "JPEG")
    return path
