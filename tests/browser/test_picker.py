"""A picker picks: on a phone, in Chinese, with gun and scale; something is weighed, something missing, something replaced, and for
ten minutes there is no network."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.browser.crew import Crew, Goods, buy
from tests.browser.house import House, eventually
from tests.browser.pages import Pages
from tests.fronts.words import Said

say = Said("floor", "zh")
STORE = "hongqiao"
APPLES, BLUEBERRIES, LEMON, GRAPEFRUIT = "HR-00065", "HR-00102", "HR-00079", "HR-00082"


def scan(page: Page, code: str) -> None:
    """A scanner gun types fast and ends with Enter."""
    page.keyboard.type(code)
    page.keyboard.press("Enter")


def come_in(page: Page, badge: str, *, zone: str) -> None:
    """By the link on a badge, to the picking post in a zone; all that the phone needs without network is on it."""
    page.goto(f"/floor/#badge={badge}")
    page.get_by_role("button", name=say("posts.pick")).click()
    page.get_by_role("button", name=zone).click()
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")


def take_job(page: Page, tag: str) -> None:
    page.get_by_role("button", name=say("pick.nextJob")).click()
    expect(page.get_by_role("button", name=say("pick.scanTag"))).to_be_visible()
    scan(page, tag)
    expect(page.get_by_role("button", name=tag)).to_be_visible()
    all_sent(page)


def all_sent(page: Page) -> None:
    expect(page.get_by_text(say("pick.toSend", 0))).to_be_visible()


def lines_of(crew: Crew, job_id: str) -> dict[str, dict[str, Any]]:
    job = crew.by("manager").get(crew.path(f"/pick-jobs/{job_id}"))
    return {line["sku_id"]: line for line in job["lines"]}


def go_to(page: Page, name: str) -> None:
    """Choose a line from the list of all, unless it is the one to pick now."""
    if page.get_by_role("heading", name=name).is_visible():
        return
    page.get_by_role("button", name=say("pick.allLines")).click()
    page.get_by_role("listitem").get_by_role("button").filter(has_text=name).click()


def report_missing(page: Page, cause: str) -> None:
    page.get_by_role("button", name=say("pick.missing"), exact=True).click()
    page.get_by_role("button", name=say(f"pick.cause.{cause}")).click()


def weigh(page: Page, grams: int) -> None:
    """What the scale shows, typed with gloves on."""
    for figure in str(grams):
        page.get_by_role("button", name=figure, exact=True).click()
    page.get_by_role("button", name=say("pick.intoBag")).click()


@pytest.fixture
def crew(house: House) -> Iterator[Crew]:
    crew = Crew(house, STORE)
    with crew.calling_off():
        yield crew


def test_a_job_with_a_weighed_a_missing_and_a_replaced_line(pages: Pages, house: House, crew: Crew) -> None:
    bought = buy(
        house,
        STORE,
        [
            Goods(APPLES, 1000, "pick_up"),
            Goods(BLUEBERRIES, 2, "pick_up"),
            Goods(LEMON, 1, "pick_up"),
            Goods(GRAPEFRUIT, 1, "pick_up", substitution="swap"),
        ],
    )
    [open_job] = crew.jobs_of(bought.number)
    job = crew.job_in("zh", open_job["id"])
    lines = job["lines"]
    names = {line["sku_id"]: line["name"] for line in lines}
    codes = {line["sku_id"]: line["gtin"] for line in lines}
    bag = f"BAG-{uuid4().int % 1_000_000:06}"
    context = pages.on("phone", language="zh")
    page = context.new_page()
    come_in(page, house.badge("picker", STORE, language="zh"), zone=job["zone_name"])
    take_job(page, bag)

    go_to(page, names[APPLES])
    scan(page, codes[APPLES])
    expect(page.get_by_text(say("pick.weighTitle", name=names[APPLES]))).to_be_visible()
    weigh(page, 1040)
    eventually(lambda: lines_of(crew, job["id"])[APPLES]["picked"] == 1040, what="the apples are weighed")
    all_sent(page)

    go_to(page, names[LEMON])
    report_missing(page, "not_on_shelf")
    eventually(lambda: lines_of(crew, job["id"])[LEMON]["state"] == "short", what="the lemons are missing")
    all_sent(page)

    context.set_offline(True)
    go_to(page, names[BLUEBERRIES])
    scan(page, codes[BLUEBERRIES])
    scan(page, codes[BLUEBERRIES])
    expect(page.get_by_text(say("outbox.keptOffline", 2)).first).to_be_visible()
    go_to(page, names[GRAPEFRUIT])
    report_missing(page, "damaged")
    expect(page.get_by_text(say("outbox.keptOffline", 3)).first).to_be_visible()
    house.let_pass(seconds=600)
    assert lines_of(crew, job["id"])[BLUEBERRIES]["picked"] == 0
    page.reload()
    expect(page.get_by_text(say("outbox.keptOffline", 3)).first).to_be_visible()
    context.set_offline(False)
    eventually(lambda: lines_of(crew, job["id"])[BLUEBERRIES]["picked"] == 2, what="what was kept is sent")
    eventually(lambda: lines_of(crew, job["id"])[GRAPEFRUIT]["missing"] == 1, what="all of it")
    assert lines_of(crew, job["id"])[BLUEBERRIES]["state"] == "picked"
    all_sent(page)

    go_to(page, names[GRAPEFRUIT])
    offered = crew.by("picker").get(
        crew.path(f"/pick-jobs/{job['id']}/lines/{lines_of(crew, job['id'])[GRAPEFRUIT]['line']}/substitutes")
    )
    expect(page.get_by_text(say("pick.swapTitle"))).to_be_visible()
    scan(page, offered[0]["gtin"])
    if offered[0]["unit"] == "gram":
        weigh(page, offered[0]["quantity"])
    eventually(lambda: lines_of(crew, job["id"])[GRAPEFRUIT]["state"] == "picked", what="it is replaced")

    page.get_by_role("button", name=say("pick.finish")).click()
    page.get_by_role("button", name=say("pick.hung", 1)).click()
    seen = eventually(
        lambda: (hung := crew.by("packer").get(crew.path(f"/bags/{bag}")))["state"] == "on_conveyor" and hung,
        what="the bag hangs",
    )
    assert seen["number"] == bought.number
    picked = [fact for fact in house.facts(STORE) if fact["name"] == "fulfilment.LinePicked"]
    blueberries = [
        fact
        for fact in picked
        if fact["data"]["sku_id"] == BLUEBERRIES and fact["ref"] == f"order:{bought.id}"
    ]
    assert sum(fact["data"]["quantity"] for fact in blueberries) == 2, "replayed once"
    house.books_balance()
