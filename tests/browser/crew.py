"""Whoever stands on the other side of a test: a shopper for the staff's tests, a store's staff for the shopper's. All by the API."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from tests.browser.house import House, Person, eventually

NEAR_LUJIAZUI = {
    "text": "8 Century Avenue, room 1201",
    "latitude": 31.2352,
    "longitude": 121.5060,
    "name": "Wang Fang",
    "phone": "+86 138 0013 8000",
}


@dataclass(frozen=True, slots=True)
class Goods:
    """One line that somebody buys. `quantity` in base units: pieces or grams."""

    sku_id: str
    quantity: int = 1
    way: str = "deliver"
    substitution: str = "refund"


@dataclass(frozen=True, slots=True)
class Bought:
    """An order and who placed it."""

    id: str
    number: str
    shopper: Person

    def now(self) -> Any:
        return self.shopper.get(f"/orders/{self.id}")

    def codes(self) -> dict[str, str]:
        return dict(self.now()["codes"])


def cart_of(shopper: Person, store: str, goods: Sequence[Goods]) -> str:
    """The id of a new cart with these goods in it."""
    lines = [
        {
            "line": str(uuid4()),
            "sku_id": each.sku_id,
            "quantity": each.quantity,
            "way": each.way,
            "substitution": each.substitution,
        }
        for each in goods
    ]
    return str(shopper.post(f"/stores/{store}/carts", {"lines": lines})["id"])


def order(
    house: House,
    store: str,
    goods: Sequence[Goods],
    *,
    shopper: Person | None = None,
    at: dict[str, Any] = NEAR_LUJIAZUI,
) -> Bought:
    """Somebody orders; not paid yet."""
    shopper = shopper or house.guest()
    cart = cart_of(shopper, store, goods)
    delivered = any(each.way == "deliver" for each in goods)
    promise = shopper.post(f"/carts/{cart}/promises", {"address": at} if delivered else {})
    placed = shopper.post("/orders", {"promise_id": promise["id"]})
    return Bought(placed["id"], placed["number"], shopper)


def buy(house: House, store: str, goods: Sequence[Goods], **more: Any) -> Bought:
    """Somebody orders and pays; the store knows of it."""
    bought = order(house, store, goods, **more)
    payment = bought.shopper.post(
        f"/orders/{bought.id}/payments", {"payment_id": str(uuid4()), "tender": "alipay", "way": "qr"}
    )
    house.pay(payment["qr_code"])
    eventually(lambda: bought.now()["paid_at"], what="the order is paid")
    return bought


@dataclass(frozen=True, slots=True)
class Crew:
    """The staff of one store."""

    house: House
    store: str

    def by(self, role: str) -> Person:
        return self.house.staff(role, self.store)

    def path(self, rest: str) -> str:
        return f"/stores/{self.store}{rest}"

    def jobs_of(self, number: str) -> list[dict[str, Any]]:
        """The open pick jobs of an order; there are some as soon as it is released."""
        picker = self.by("picker")

        def look() -> list[dict[str, Any]]:
            listed = picker.get(self.path("/pick-jobs"), state="open", limit=200)
            return [job for job in listed if job["number"] == number]

        return eventually(look, what=f"pick jobs for {number}")

    @contextmanager
    def calling_off(self) -> Iterator[None]:
        """What is ordered meanwhile leaves the store's plan afterwards; else later orders would wait behind it."""
        manager = self.by("manager")

        def under_way() -> set[str]:
            states = ("awaiting_payment", "paid", "released")
            listed = [manager.get(self.path("/orders"), state=state) for state in states]
            return {order["id"] for orders in listed for order in orders}

        before = under_way()
        yield
        for order_id in under_way() - before:
            manager.ask("POST", self.path(f"/orders/{order_id}/cancel"), {"reason": "the test is over"})

    def goods(self, most: int) -> list[str]:
        """So many products by the piece that the store sells now, with no age asked for."""
        listed = self.house.guest().get(self.path("/products"), limit=200)["items"]
        found = [
            each["sku_id"]
            for each in listed
            if each["unit"] == "each" and each["left_outside"] > 20 and not each["age_limit"]
        ]
        assert len(found) >= most, f"{self.store} sells {len(found)} such products"
        return found[:most]

    def take_cash(self, order_id: str, *, given: int) -> None:
        """At the counter, from a drawer that is opened for it."""
        cashier = self.by("cashier")
        drawer = {"id": str(uuid4()), "drawer": f"till-{uuid4().hex[:6]}", "float_amount": 50_000}
        if not any("take_cash" in each["can"] for each in cashier.get(self.path("/cash-drawers"))):
            cashier.post(self.path("/cash-drawers"), drawer)
        cashier.post(self.path(f"/orders/{order_id}/cash"), {"payment_id": str(uuid4()), "given": given})

    def job_in(self, language: str, job_id: str) -> dict[str, Any]:
        """A pick job as somebody of that language reads it."""
        picker = self.house.staff("picker", self.store, language=language)
        return dict(picker.get(self.path(f"/pick-jobs/{job_id}")))

    def pick(self, number: str, *, missing: frozenset[str] | set[str] = frozenset()) -> list[str]:
        """Pick what was ordered but `missing`; returns the tags of the bags, which are at the packing station now."""
        return [tag for job in self.jobs_of(number) for tag in self.pick_job(job["id"], missing=missing)]

    def pick_job(self, job_id: str, *, missing: frozenset[str] | set[str] = frozenset()) -> list[str]:
        picker = self.by("picker")
        job = picker.post(self.path(f"/pick-jobs/{job_id}/start"))
        tags = []
        there = [line for line in job["lines"] if line["sku_id"] not in missing]
        for way in dict.fromkeys(line["way"] for line in there):
            tags.append(f"B{uuid4().hex[:10].upper()}")
            picker.post(self.path(f"/pick-jobs/{job_id}/bags"), {"tag": tags[-1], "way": way})
        for line in job["lines"]:
            if line["sku_id"] in missing:
                report = {"line": line["line"], "cause": "not_on_shelf"}
                picker.post(self.path(f"/pick-jobs/{job_id}/missing"), report)
                continue
            amount = {"grams" if line["weighed"] else "quantity": line["left"]}
            scan = {"code": line["gtin"] or line["sku_id"], "line": line["line"]}
            picker.post(self.path(f"/pick-jobs/{job_id}/picks"), scan | amount)
        picker.post(self.path(f"/pick-jobs/{job_id}/finish"))
        self.bring_to_packing(tags)
        return tags

    def bring_to_packing(self, tags: Sequence[str]) -> None:
        """Onto the conveyor and off it at a packing station, or carried where the store has none."""
        picker, packer = self.by("picker"), self.by("packer")
        for tag in tags:
            picker.ask("POST", self.path(f"/bags/{tag}/conveyor"), {})
            packer.post(self.path(f"/bags/{tag}/arrival"), {})

    def parcel_of(self, number: str, *, state: str) -> dict[str, Any]:
        packer = self.by("packer")

        def look() -> list[dict[str, Any]]:
            return list(packer.get(self.path("/parcels"), state=state, number=number))

        return eventually(look, what=f"a parcel of {number} is {state}")[0]

    def pack(self, number: str) -> dict[str, Any]:
        """Pack what was picked. Returns the parcel."""
        parcel = self.parcel_of(number, state="arrived")
        bags = [bag["tag"] for bag in parcel["bags"]]
        return dict(self.by("packer").post(self.path(f"/parcels/{parcel['id']}/pack"), {"bags": bags}))

    def prepare(self, number: str) -> dict[str, Any]:
        """Pick and pack."""
        self.pick(number)
        return self.pack(number)

    def shelve(self, number: str, *, shelf: str = "P-07") -> dict[str, Any]:
        """Pick, pack, and put it onto the pickup shelf."""
        parcel = self.prepare(number)
        return dict(self.by("packer").post(self.path(f"/parcels/{parcel['id']}/shelve"), {"shelf": shelf}))

    def collect(self, bought: Bought) -> None:
        """The shopper takes the parcel from the pickup shelf."""
        parcel = self.parcel_of(bought.number, state="shelved")
        code = {"code": bought.codes()["pick_up"]}
        self.by("cashier").post(self.path(f"/parcels/{parcel['id']}/collect"), code)
        eventually(lambda: bought.now()["state"] == "done", what="the order is done")

    def come_on_duty(self, *, number: int = 0) -> Person:
        """One of the couriers, at the store."""
        courier = self.house.staff("courier", self.store, number=number)
        place = self.house.guest().get(self.path(""))
        position = {"latitude": place["latitude"], "longitude": place["longitude"]}
        courier.post(self.path("/couriers/me/duty"), {"on_duty": True} | position)
        return courier

    def go_home(self, courier: Person) -> None:
        """Off duty: the next trip is somebody else's."""
        courier.post(self.path("/couriers/me/duty"), {"on_duty": False})

    def ride_out(self, courier: Person) -> dict[str, Any]:
        """Take the trip that is offered, with all its bags."""

        def offered() -> list[dict[str, Any]]:
            mine = courier.get(self.path("/trips/mine"))
            return [trip for trip in mine if trip["state"] == "offered"]

        trip = eventually(offered, what="a trip is offered")[0]
        bags = [tag for stop in trip["stops"] for tag in stop["bags"]]
        return dict(courier.post(self.path(f"/trips/{trip['id']}/pick-up"), {"bags": bags}))

    def deliver(self, courier: Person, trip: dict[str, Any], bought: Bought) -> None:
        """At the door of this order: the shopper says the code."""
        stop = next(stop for stop in trip["stops"] if stop["number"] == bought.number)
        parcel = {"parcel_id": stop["parcel_id"]}
        courier.post(self.path(f"/trips/{trip['id']}/arrive"), parcel)
        code = bought.codes()["deliver"]
        courier.post(self.path(f"/trips/{trip['id']}/deliver"), parcel | {"door_code": code})
