"""A manager runs the store from a tablet, in English: pauses it, gives money back, and helps where a pickup code was locked."""

import re
from uuid import uuid4

from playwright.sync_api import Page, Route, expect

from tests.browser.crew import Crew, Goods, buy, order
from tests.browser.house import House, eventually
from tests.browser.pages import Pages
from tests.fronts.words import Said

say = Said("floor", "en")
STORE = "jingan"


def at_work(pages: Pages, house: House, role: str) -> Page:
    page = pages.on("tablet", language="en").new_page()
    page.goto(f"/floor/#badge={house.badge(role, STORE, language='en')}")
    expect(page.get_by_role("heading", name=say("posts.title"))).to_be_visible()
    return page


def test_a_pause_reaches_the_shoppers_and_ends(pages: Pages, house: House) -> None:
    page = at_work(pages, house, "manager")
    page.get_by_role("button", name=say("posts.manage")).click()
    page.get_by_role("link", name=say("manager.state")).first.click()
    page.get_by_role("radio", name=say("state.paused")).click()
    page.get_by_label(say("state.reason")).fill("The lift is broken")
    page.get_by_role("button", name=say("state.go.paused")).click()
    expect(page.get_by_text(say("state.said"))).to_be_visible()
    house.everybody_knows(STORE, "paused")
    try:
        glance = house.guest().get(f"/stores/{STORE}/promise")
        assert glance["reason"]["code"] == "store_paused" and glance["legs"] == []
        page.get_by_role("radio", name=re.compile("^" + say("state.open"))).click()
        page.get_by_role("button", name=say("state.go.open")).click()
        expect(page.get_by_text(say("state.said"))).to_be_visible()
    finally:
        house.staff("manager", STORE).patch(f"/stores/{STORE}/state", {"state": "open"})
    house.everybody_knows(STORE, "open")
    assert house.guest().get(f"/stores/{STORE}/promise")["reason"] is None
    eventually(lambda: states_of(house)[-2:] == ["paused", "open"], what="both are told as facts")


def states_of(house: House) -> list[str]:
    return [fact["data"]["state"] for fact in house.facts(STORE) if fact["name"] == "store.state_changed"]


def test_money_goes_back_by_line(pages: Pages, house: House) -> None:
    crew = Crew(house, STORE)
    first, other = crew.goods(2)
    bought = buy(house, STORE, [Goods(first, 2, "pick_up"), Goods(other, 1, "pick_up")])
    crew.shelve(bought.number)
    crew.collect(bought)
    page = at_work(pages, house, "manager")
    page.goto("/floor/counter/refund")
    page.get_by_label(say("counter.number")).fill(bought.number)
    page.get_by_role("button", name=say("counter.find")).click()
    page.get_by_role("button", name=bought.number).click()
    expect(page.get_by_role("heading", name=say("refund.title", number=bought.number))).to_be_visible()
    name = next(line["name"] for line in bought.now()["lines"] if line["sku_id"] == first)
    page.get_by_role("listitem").filter(has_text=name).get_by_role("button", name=say("pick.more")).click()
    page.get_by_role("button", name=say("refund.waste")).click()
    page.get_by_role("button", name=say("refund.why.spoiled")).click()
    page.get_by_role("button", name=say("refund.go")).click()
    expect(page.get_by_text(say("refund.done"))).to_be_visible()
    eventually(lambda: bought.now()["refunded"] > 0, what="the shopper sees the refund")
    line = next(line for line in bought.now()["lines"] if line["sku_id"] == first)
    assert line["refunded"] * 2 == line["agreed"]
    house.books_balance()


def test_whoever_bought_cannot_give_themselves_the_money_back(pages: Pages, house: House) -> None:
    crew = Crew(house, STORE)
    [sku_id] = crew.goods(1)
    buyer = house.staff("cashier", STORE, number=-1)
    bought = buy(house, STORE, [Goods(sku_id, 1, "pick_up")], shopper=buyer)
    crew.shelve(bought.number)
    crew.collect(bought)
    wish = {"line": 1, "quantity": 1, "photo_ids": []}
    request = {"request_id": str(uuid4()), "reason": "other", "note": "mine", "lines": [wish]}
    buyer.post(f"/orders/{bought.id}/refund-requests", request)

    page = at_work(pages, house, "cashier")
    page.goto("/floor/counter/requests")
    page.get_by_role("button", name=bought.number).click()
    expect(page.get_by_text(say("request.ownPurchase"))).to_be_visible()
    expect(page.get_by_role("button", name=say("request.approve"))).to_have_count(0)
    assert bought.now()["refunded"] == 0


def test_a_write_off_says_how_many_orders_get_less(pages: Pages, house: House) -> None:
    crew = Crew(house, STORE)
    worker = crew.by("manager")
    sku_id = crew.goods(3)[-1]
    with crew.calling_off():
        waiting = order(house, STORE, [Goods(sku_id, 2, "pick_up")])
        lots = worker.get(crew.path("/lots"), sku=sku_id)
        first, *others = [lot for lot in lots if lot["is_sellable"]]
        for lot in others:
            waste = {"sku_id": sku_id, "quantity": lot["on_hand"], "cause": "damaged", "lot": lot["code"]}
            assert worker.post(crew.path("/write-offs"), waste)["promises_cut"] == 0
        page = at_work(pages, house, "manager")
        left = f"lot={first['code']}&quantity={first['on_hand']}"
        lots_asked: list[Route] = []
        page.route("**/lots?*", lambda route: lots_asked.append(route))
        page.goto(f"/floor/stock/write-off?sku={sku_id}&cause=damaged&{left}")
        throw_away = page.get_by_role("button", name=say("stock.throwAway"))
        expect(throw_away).to_be_disabled()  # which lot it is has not come yet
        assert lots_asked
        for asked in lots_asked:
            asked.continue_()
        page.unroute("**/lots?*")
        throw_away.click()
        expect(page.get_by_text(say("stock.promisesCut", 1))).to_be_visible()
        eventually(lambda: waiting.now()["state"] == "cancelled", what="nobody pays for what is gone")
    there = sum(lot["on_hand"] for lot in (first, *others))
    worker.post(crew.path("/receipts"), {"lines": [{"sku_id": sku_id, "quantity": there}]})
    house.books_balance()


def test_a_pickup_code_typed_wrong_five_times_is_locked_until_a_manager_helps(
    pages: Pages, house: House
) -> None:
    crew = Crew(house, STORE)
    [sku_id] = crew.goods(1)
    bought = buy(house, STORE, [Goods(sku_id, 2, "pick_up")])
    crew.shelve(bought.number)
    code = bought.codes()["pick_up"]
    wrong = "000000" if code != "000000" else "111111"

    cashier = at_work(pages, house, "cashier")
    cashier.goto("/floor/counter/pickup")
    for time in range(1, 6):
        type_code(cashier, bought.number, wrong)
        expect(cashier.get_by_role("alert")).to_be_visible()
        if time < 5:
            cashier.reload()
    expect(cashier.get_by_text(say("counter.askManager"))).to_be_visible()
    expect(cashier.get_by_role("button", name="1", exact=True)).to_have_count(0)
    locked = crew.parcel_of(bought.number, state="shelved")
    assert locked["locked_until"]
    tried = crew.by("cashier").ask("POST", crew.path(f"/parcels/{locked['id']}/collect"), {"code": code})
    assert tried.json()["code"] == "code_locked"

    manager = at_work(pages, house, "manager")
    manager.goto("/floor/manager/overrides")
    manager.get_by_role("tab", name=say("override.tab.shelf")).click()
    parcel = manager.get_by_role("listitem").filter(has_text=bought.number)
    parcel.get_by_role("button", name=say("counter.unlock")).click()
    manager.get_by_label(say("reason.label")).fill("Passport seen")
    manager.get_by_role("button", name=say("reason.go")).click()
    eventually(
        lambda: not crew.parcel_of(bought.number, state="shelved")["locked_until"],
        what="the parcel is unlocked",
    )
    cashier.reload()
    type_code(cashier, bought.number, code)
    expect(cashier.get_by_text(say("counter.given"))).to_be_visible()
    eventually(lambda: bought.now()["state"] == "done", what="the order is done")
    house.books_balance()


def type_code(page: Page, number: str, code: str) -> None:
    """The parcel, then the shopper's six figures."""
    if not page.get_by_role("dialog").is_visible():
        page.get_by_role("button", name=number).click()
    for figure in code:
        page.get_by_role("button", name=figure, exact=True).click()
