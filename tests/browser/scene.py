"""A house in the middle of its day: orders at every stage, so that every screen of every front has something to show."""

from dataclasses import dataclass
from uuid import uuid4

from tests.browser import crew
from tests.browser.crew import Bought, Crew, Goods
from tests.browser.house import House, Person

STORE = "lujiazui"
MILK, TOAST, WATER, LOBSTER, RICE = "HR-00299", "HR-00354", "HR-00387", "HR-00001", "HR-00533"
RIDER = 3
"""Which of the couriers is on the road all the time."""


@dataclass(frozen=True, slots=True)
class Scene:
    """Who and what there is. `shopper` owns the orders."""

    house: House
    shopper: Person
    unpaid: Bought
    picking: Bought
    riding: Bought
    shelved: Bought
    done: Bought
    webhook: str
    member: str


def set_scene(house: House) -> Scene:
    """Buy, pick, pack and ride until there is one of each."""
    store = Crew(house, STORE)
    shopper = house.guest()
    shopper.patch("/me", {"name": "Wang Fang"})

    def buy(*goods: Goods) -> Bought:
        return crew.buy(house, STORE, goods, shopper=shopper)

    done = buy(Goods(LOBSTER, 520), Goods(TOAST, 2), Goods(MILK, 1))
    courier = store.come_on_duty(number=RIDER)
    store.pick(done.number, missing={MILK})
    store.pack(done.number)
    store.deliver(courier, store.ride_out(courier), done)
    crew.eventually(lambda: done.now()["state"] == "done", what="an order is done")
    toast = next(line for line in done.now()["lines"] if line["sku_id"] == TOAST)
    wish = {"line": toast["line"], "quantity": 1, "photo_ids": []}
    request = {"request_id": str(uuid4()), "reason": "damaged", "note": "The bag was torn.", "lines": [wish]}
    shopper.post(f"/orders/{done.id}/refund-requests", request)

    riding = buy(Goods(RICE, 1), Goods(TOAST, 1))
    store.prepare(riding.number)
    store.ride_out(courier)
    courier.post(store.path("/couriers/me/position"), {"latitude": 31.2360, "longitude": 121.5035})

    shelved = buy(Goods(WATER, 2, "pick_up"), Goods(TOAST, 1, "pick_up"))
    store.shelve(shelved.number)
    picking = buy(Goods(LOBSTER, 1040), Goods(WATER, 6, substitution="swap"), Goods(TOAST, 1))
    store.jobs_of(picking.number)
    unpaid = crew.order(house, STORE, [Goods(LOBSTER, 520)], shopper=shopper)

    office = house.head_office
    webhook = office.post("/webhooks", {"label": "accounting", "url": "https://example.com/hooks"})
    return Scene(
        house=house,
        shopper=shopper,
        unpaid=unpaid,
        picking=picking,
        riding=riding,
        shelved=shelved,
        done=done,
        webhook=str(webhook["id"]),
        member=str(shopper.get("/me")["id"]),
    )
