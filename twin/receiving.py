"""The back door: what runs low is delivered, so that a long day does not end with empty shelves."""

import random
from typing import Any

from twin.calls import Unexpected
from twin.engine import Pause
from twin.floor_calls import Handheld
from twin.town import Town, new_id

LOOK_SECONDS = 1800.0
LOW = 0.4
"""Below this share of what a shelf held at first, it is filled up again."""
FULL_GRAMS, FULL_PIECES = 8000, 40
"""What a shelf should hold when full, for shelves that were found empty."""
MOST_LINES = 200


class Receiving:
    """Looks at the stock every half hour and takes in a delivery of what is low."""

    def __init__(self, town: Town) -> None:
        self.town = town
        people = town.store.who("picker") or town.store.who("manager")
        self._handheld = Handheld(store_id=town.store.store_id, token=people[-1].token)
        self._chance: random.Random = town.chance("receiving")
        self._full: dict[str, int] = {}

    async def run(self) -> None:
        """Deliver when needed, without end."""
        while True:
            try:
                await self._fill_up(await self._stock())
            except Unexpected:
                self.town.book.note("deliveries broken off")
            await Pause(LOOK_SECONDS)

    async def _stock(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        after = ""
        while True:
            page = (await self._handheld.stock(after=after)).body
            found += page
            if len(page) < MOST_LINES:
                return found
            after = page[-1]["sku_id"]

    async def _fill_up(self, stock: list[dict[str, Any]]) -> None:
        lines = []
        for row in stock:
            article = self.town.assortment.by_sku.get(row["sku_id"])
            if article is None:
                continue
            usual = FULL_GRAMS if article.weighed else FULL_PIECES
            full = self._full.setdefault(row["sku_id"], row["on_hand"] or usual)
            if row["on_hand"] - row["held"] < full * LOW:
                lines.append({"sku_id": row["sku_id"], "quantity": full - row["on_hand"] + row["held"]})
        now = self.town.now()
        for number, first in enumerate(range(0, len(lines), MOST_LINES)):
            ref = f"D{now:%m%d%H%M}{number}"
            some = [line | {"lot": ref} for line in lines[first : first + MOST_LINES]]
            await self._handheld.receive(ref=ref, lines=some, key=new_id(self._chance))
            self.town.book.note("lines received", len(some))
