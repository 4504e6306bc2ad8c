"""Behind the shop floor: bags ride the conveyor, packers pack, things that came back are tidied away."""

import random
from typing import Any

from twin.calls import Unexpected
from twin.daybook import PICK_UP
from twin.engine import Pause, Take
from twin.floor_calls import Handheld
from twin.news import News
from twin.town import Staff, Town, new_id

ON_CONVEYOR_SECONDS = (35.0, 80.0)
PACKING_SECONDS = (25.0, 60.0)
PACKING_A_BAG_SECONDS = 12.0
SHELVING_SECONDS = (15.0, 35.0)
PICKUP_SHELVES = 40
TRIED_AGAIN = 0.7
"""The share of failed deliveries that go out once more."""
FIT_FOR_SALE = 0.85


class Conveyor:
    """Every bag that is hung onto it comes to a packing station after a while, where somebody scans it."""

    def __init__(self, town: Town, news: News) -> None:
        self.town = town
        self._news = news
        self._chance: random.Random = town.chance("conveyor")
        people = town.store.who("packer") or town.store.who("manager")
        self._scanners = [Handheld(store_id=town.store.store_id, token=one.token) for one in people]

    async def run(self) -> None:
        """Carry bags, without end."""
        number = 0
        while True:
            tag = await Take(self._news.conveyor)
            number += 1
            seconds = self._chance.uniform(*ON_CONVEYOR_SECONDS)
            self.town.engine.start(self._carry(tag, number, seconds), name=f"bag {number}")

    async def _carry(self, tag: str, number: int, seconds: float) -> None:
        await Pause(seconds)
        stations = self.town.store.packing_stations
        station = stations[number % len(stations)] if stations else None
        try:
            await self._scanners[number % len(self._scanners)].arrive(tag, station=station)
        except Unexpected:
            self.town.book.note("bags stuck")


class PackBoard:
    """Parcels of which every bag has arrived; a packer who takes one takes it off."""

    def __init__(self, town: Town, news: News) -> None:
        self._town = town
        self._news = news
        self._taken: set[str] = set()

    async def next_parcel(self, handheld: Handheld) -> dict[str, Any]:
        """Wait for a parcel that is complete."""
        while True:
            await Take(self._news.packing)
            listed = (await handheld.parcels(state="arrived")).body
            self._taken &= {parcel["id"] for parcel in listed}
            for parcel in listed:
                if parcel["id"] not in self._taken:
                    self._taken.add(parcel["id"])
                    return dict(parcel)


class Packer:
    """One packer at the packing stations."""

    def __init__(self, town: Town, board: PackBoard, staff: Staff) -> None:
        self.town = town
        self._board = board
        self._handheld = Handheld(store_id=town.store.store_id, token=staff.token)
        self._chance: random.Random = town.chance(f"packer {staff.name}")

    async def work(self) -> None:
        """Parcel after parcel, without end."""
        while True:
            try:
                await self._pack(await self._board.next_parcel(self._handheld))
            except Unexpected:
                self.town.book.note("parcels left unpacked")
                await Pause(30)

    async def _pack(self, parcel: dict[str, Any]) -> None:
        bags = [bag["tag"] for bag in parcel["bags"]]
        await Pause(self._chance.uniform(*PACKING_SECONDS) + PACKING_A_BAG_SECONDS * len(bags))
        packed = await self._handheld.pack(parcel["id"], bags=bags, key=new_id(self._chance))
        if packed.refused or parcel["way"] != PICK_UP:
            return
        await Pause(self._chance.uniform(*SHELVING_SECONDS))
        shelf = f"P-{self._chance.randint(1, PICKUP_SHELVES):02d}"
        await self._handheld.shelve(parcel["id"], shelf=shelf, key=new_id(self._chance))


class Tidier:
    """Somebody who takes back what could not be delivered, and brings goods back to their shelves."""

    def __init__(self, town: Town, news: News) -> None:
        self.town = town
        self._news = news
        self._chance: random.Random = town.chance("tidier")
        people = town.store.who("packer") or town.store.who("manager")
        self._handheld = Handheld(store_id=town.store.store_id, token=people[0].token)
        self._tried: set[str] = set()

    async def run(self) -> None:
        """Tidy whenever there is something, without end."""
        while True:
            thing = await Take(self._news.came_back)
            try:
                if isinstance(thing, dict):
                    await self._receive_back(thing)
                else:
                    await self._put_back()
            except Unexpected:
                self.town.book.note("left untidied")

    async def _receive_back(self, stop: dict[str, Any]) -> None:
        await Pause(self._chance.uniform(30, 120))
        again = stop["parcel_id"] not in self._tried and self._chance.random() < TRIED_AGAIN
        self._tried.add(stop["parcel_id"])
        await self._handheld.receive_back(
            stop["parcel_id"], bags=stop["bags"], again=again, key=new_id(self._chance)
        )
        if not again:
            await self._put_back()

    async def _put_back(self) -> None:
        await Pause(self._chance.uniform(60, 240))
        for task in (await self._handheld.put_backs()).body:
            await Pause(self._chance.uniform(20, 60))
            fit = self._chance.random() < FIT_FOR_SALE
            await self._handheld.put_back(task["id"], fit_for_sale=fit, key=new_id(self._chance))
