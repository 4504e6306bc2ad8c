"""A shopper has a dinner brought: on a phone, in Korean, from the first look to the door."""

from playwright.sync_api import Page, expect

from tests.browser.crew import Crew
from tests.browser.house import House, eventually
from tests.browser.pages import Pages
from tests.browser.shopping import order, owner_of, pay, take
from tests.fronts.words import Said

say = Said("shop", "ko")
MILK, LOBSTER = "HR-00300", "HR-00001"


def test_a_dinner_comes_to_the_door(pages: Pages, house: House) -> None:
    page = pages.on("phone", language="ko").new_page()
    page.goto("/shop/")
    page.get_by_role("button", name=say("shop.place.ask")).click()
    page.get_by_role("button", name=say("shop.place.use")).click()
    expect(page.get_by_text(say("shop.promise.ifNow.deliver"))).to_be_visible()
    expect(page.get_by_text("하루 루자쭈이점")).to_be_visible()

    take(page, say, MILK, one_more=1)
    take(page, say, LOBSTER)
    page.goto("/shop/cart")
    give_address(page)
    expect(page.get_by_text(say.like("shared.promise.surely"))).to_be_visible()
    order_id = order(page, say)
    shopper = owner_of(page, house)
    agreed = shopper.get(f"/orders/{order_id}")
    assert {(line["sku_id"], line["way"]) for line in agreed["lines"]} == {
        (MILK, "deliver"),
        (LOBSTER, "deliver"),
    }
    pay(page, house)
    expect(page.get_by_role("listitem").filter(has_text=say("shop.stage.paid.done"))).to_be_visible()

    crew = Crew(house, "lujiazui")
    courier = crew.come_on_duty()
    crew.pick(agreed["number"], missing={MILK})
    expect(page.get_by_role("listitem").filter(has_text=say("shop.stage.picked.done"))).to_be_visible()
    crew.pack(agreed["number"])
    trip = crew.ride_out(courier)
    courier.post(crew.path("/couriers/me/position"), {"latitude": 31.2360, "longitude": 121.5035})
    expect(
        page.get_by_role("listitem").filter(has_text=say("shop.stage.handed_over.deliver.done"))
    ).to_be_visible()
    expect(page.get_by_label(say("shop.track.map"))).to_be_visible()
    expect(page.get_by_label(say("shop.track.courier"), exact=True).first).to_be_visible()

    door_code = page.get_by_test_id("code-figures").inner_text().strip()
    stop = trip["stops"][0]
    courier.post(crew.path(f"/trips/{trip['id']}/arrive"), {"parcel_id": stop["parcel_id"]})
    courier.post(
        crew.path(f"/trips/{trip['id']}/deliver"), {"parcel_id": stop["parcel_id"], "door_code": door_code}
    )
    expect(page.get_by_text(say.like("shop.leg.came.deliver")).first).to_be_visible()
    expect(page.get_by_text(say.like("shop.lines.missSentence"))).to_be_visible()
    expect(page.get_by_text(say.like("shop.lines.back")).first).to_be_visible()

    ended = eventually(
        lambda: (now := shopper.get(f"/orders/{order_id}"))["state"] == "done" and now,
        what="the order is done",
    )
    milk = next(line for line in ended["lines"] if line["sku_id"] == MILK)
    assert milk["settled"] == 0 and ended["captured"] - ended["refunded"] == ended["settled"]
    crew.go_home(courier)
    house.books_balance()


def give_address(page: Page) -> None:
    """A new one, where the phone says that it is."""
    page.get_by_role("button", name=say("shop.address.choose")).first.click()
    page.get_by_role("button", name=say("shop.address.new")).click()
    page.get_by_role("button", name=say("shop.place.use")).click()
    expect(page.get_by_text(say("shop.address.placed"))).to_be_visible()
    page.get_by_label(say("shop.address.text")).fill("세기대로 8, 1201호")
    page.get_by_label(say("shop.address.phone")).fill("+86 138 0013 8000")
    page.get_by_role("button", name=say("shared.save")).click()
