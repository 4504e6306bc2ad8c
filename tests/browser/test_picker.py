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


class Picker:
    """One picker with one phone and one job."""

    def __init__(self, page: Page, crew: Crew, job: dict[str, Any]) -> None:
        self.page, self.crew, self.job_id = page, crew, job["id"]
        self.names = {line["sku_id"]: line["name"] for line in job["lines"]}
        self.codes = {line["sku_id"]: line["gtin"] for line in job["lines"]}

    def line(self, sku: str) -> dict[str, Any]:
        """As the server has it."""
        return lines_of(self.crew, self.job_id)[sku]

    def pick_weighed(self, sku: str, grams: int) -> None:
        go_to(self.page, self.names[sku])
        scan(self.page, self.codes[sku])
        expect(self.page.get_by_text(say("pick.weighTitle", name=self.names[sku]))).to_be_visible()
        weigh(self.page, grams)
        eventually(lambda: self.line(sku)["picked"] == grams, what="it is weighed")
        all_sent(self.page)

    def miss(self, sku: str, cause: str) -> None:
        go_to(self.page, self.names[sku])
        report_missing(self.page, cause)

    def pick_without_network(self, sku: str) -> None:
        go_to(self.page, self.names[sku])
        scan(self.page, self.codes[sku])
        scan(self.page, self.codes[sku])

    def kept(self, number: int) -> None:
        expect(self.page.get_by_text(say("outbox.keptOffline", number)).first).to_be_visible()

    def replace(self, sku: str) -> None:
        """Take the first of what is offered instead."""
        go_to(self.page, self.names[sku])
        where = self.crew.path(f"/pick-jobs/{self.job_id}/lines/{self.line(sku)['line']}/substitutes")
        offered = self.crew.by("picker").get(where)
        expect(self.page.get_by_text(say("pick.swapTitle"))).to_be_visible()
        scan(self.page, offered[0]["gtin"])
        if offered[0]["unit"] == "gram":
            weigh(self.page, offered[0]["quantity"])
        eventually(lambda: self.line(sku)["state"] == "picked", what="it is replaced")

    def finish_and_hang(self, tag: str) -> dict[str, Any]:
        """The bag as the packing point sees it."""
        self.page.get_by_role("button", name=say("pick.finish")).click()
        self.page.get_by_role("button", name=say("pick.hung", 1)).click()
        packer, path = self.crew.by("packer"), self.crew.path(f"/bags/{tag}")
        return eventually(
            lambda: (hung := packer.get(path))["state"] == "on_conveyor" and hung, what="the bag hangs"
        )


def test_a_job_with_a_weighed_a_missing_and_a_replaced_line(pages: Pages, house: House, crew: Crew) -> None:
    goods = [Goods(APPLES, 1000, "pick_up"), Goods(BLUEBERRIES, 2, "pick_up"), Goods(LEMON, 1, "pick_up")]
    bought = buy(house, STORE, [*goods, Goods(GRAPEFRUIT, 1, "pick_up", substitution="swap")])
    [open_job] = crew.jobs_of(bought.number)
    job = crew.job_in("zh", open_job["id"])
    bag = f"BAG-{uuid4().int % 1_000_000:06}"
    context = pages.on("phone", language="zh")
    picker = Picker(context.new_page(), crew, job)
    come_in(picker.page, house.badge("picker", STORE, language="zh"), zone=job["zone_name"])
    take_job(picker.page, bag)

    picker.pick_weighed(APPLES, 1040)
    picker.miss(LEMON, "not_on_shelf")
    eventually(lambda: picker.line(LEMON)["state"] == "short", what="the lemons are missing")
    all_sent(picker.page)

    context.set_offline(True)
    picker.pick_without_network(BLUEBERRIES)
    picker.kept(2)
    picker.miss(GRAPEFRUIT, "damaged")
    picker.kept(3)
    house.let_pass(seconds=600)
    assert picker.line(BLUEBERRIES)["picked"] == 0
    picker.page.reload()
    picker.kept(3)
    context.set_offline(False)
    eventually(lambda: picker.line(BLUEBERRIES)["picked"] == 2, what="what was kept is sent")
    eventually(lambda: picker.line(GRAPEFRUIT)["missing"] == 1, what="all of it")
    assert picker.line(BLUEBERRIES)["state"] == "picked"
    all_sent(picker.page)

    picker.replace(GRAPEFRUIT)
    assert picker.finish_and_hang(bag)["number"] == bought.number
    picked = [
        fact["data"]["quantity"]
        for fact in house.facts(STORE)
        if fact["name"] == "line.picked"
        and fact["ref"] == f"order:{bought.id}"
        and fact["data"]["sku_id"] == BLUEBERRIES
    ]
    assert sum(picked) == 2, "replayed once"
    house.books_balance()
