"""What a shopper and a till do together: three things out of the shelf into a cart, a promise, an order, paid in cash."""

import time
import uuid

from bench.house import STORE, House
from bench.load import Line, Tally
from bench.orders import spread

GUESTS = 200


class Purchases:
    """Jobs for `bench.load`: purchases by many guests at one till, and carts alone."""

    def __init__(self, house: House) -> None:
        self._till = house.token
        house.call(
            "POST",
            f"/stores/{STORE}/cash-drawers",
            {"id": str(uuid.uuid4()), "drawer": "bench", "float_amount": 0},
        )
        self._guests = [house.call("POST", "/guests", {})["token"] for _ in range(GUESTS)]

    def lines(self, number: int) -> list[dict[str, object]]:
        return [
            {"line": str(uuid.uuid4()), "sku_id": sku, "quantity": 100, "way": "carry_out"}
            for sku in spread(number)
        ]

    async def buy(self, line: Line, number: int, tally: Tally, due: float) -> bool:
        guest = self._guests[number % GUESTS]
        path, body, token = f"/stores/{STORE}/carts", {"lines": self.lines(number)}, guest
        for name in ("cart", "promise", "order", "cash"):
            answer = await line.ask("POST", path, body, token=token)
            if not tally.count(name, answer, time.monotonic() - due):
                return False
            said, due = answer.json(), time.monotonic()
            if name == "cart":
                path, body = f"/carts/{said['id']}/promises", {}
            elif name == "promise":
                path, body = "/orders", {"promise_id": said["id"]}
            elif name == "order":
                tally.kept.append(said["id"])
                amount = said["total"]["amount"] if isinstance(said["total"], dict) else said["total"]
                path, token = f"/stores/{STORE}/orders/{said['id']}/cash", self._till
                body = {"payment_id": str(uuid.uuid4()), "given": amount}
        return True

    async def fill_cart(self, line: Line, number: int, tally: Tally, due: float) -> bool:
        body = {"lines": self.lines(number)}
        answer = await line.ask("POST", f"/stores/{STORE}/carts", body, token=self._guests[number % GUESTS])
        return tally.count("cart", answer, time.monotonic() - due)
