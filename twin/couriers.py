"""Couriers: they wait at the store, take what they are offered, ride at a speed of their own, and ask for the door code."""

import math
import random
from typing import Any

from twin.calls import Unexpected
from twin.days import EARTH_METRES_PER_DEGREE, Place
from twin.door_photo import door_photo
from twin.engine import Mailbox, Pause, Take
from twin.floor_calls import CALLED_OFF, Handheld
from twin.news import News
from twin.town import Staff, Town, new_id

TO_THE_BAGS_SECONDS = (20.0, 60.0)
A_BAG_SECONDS = 4.0
AT_THE_DOOR_SECONDS = (35.0, 110.0)
NOBODY_SECONDS = 240.0
SPEED_SPREAD = 0.15
"""Standard deviation of the logarithm of a ride's duration: traffic lights, lifts, rain."""
MOST_TRIES = 3
A_WAIT_SECONDS = 30.0
WAITS_FOR_PACKING = 8


class Courier:
    """One courier with a scooter."""

    def __init__(self, town: Town, news: News, staff: Staff) -> None:
        self.town = town
        self._news = news
        self._handheld = Handheld(store_id=town.store.store_id, token=staff.token)
        self._chance: random.Random = town.chance(f"courier {staff.name}")
        self._store = Place(town.store.area.latitude, town.store.area.longitude)
        self._here = self._store
        self._offers = Mailbox()

    async def work(self) -> None:
        """Come to work, then trip after trip, without end."""
        while not await self._come_on_duty():
            await Pause(60)
        while True:
            # First without being called: a trip of an earlier life may be under way.
            try:
                for trip in (await self._handheld.my_trips()).body:
                    await self._ride(trip)
            except Unexpected:
                self.town.book.note("trips broken off")
                await Pause(60)
                self.town.engine.post(self._offers, "look again")
            await Take(self._offers)

    async def _come_on_duty(self) -> bool:
        try:
            me = await self._handheld.on_duty(latitude=self._store.latitude, longitude=self._store.longitude)
        except Unexpected:
            return False
        self._news.trips[me.body["id"]] = self._offers
        return True

    async def _ride(self, trip: dict[str, Any]) -> None:
        if trip["state"] == "offered":
            left = await self._pick_up(trip)
            if left is None:
                return
            trip = left
        failed = [
            stop
            for stop in trip["stops"]
            if stop["state"] in ("waiting", "arrived") and not await self._serve(trip["id"], stop)
        ]
        await self._return()
        for stop in failed:
            self.town.engine.post(
                self._news.came_back, {"parcel_id": stop["parcel_id"], "bags": stop["bags"]}
            )

    async def _pick_up(self, trip: dict[str, Any]) -> dict[str, Any] | None:
        """Collect the bags; what was called off meanwhile, or is still not packed after a while, is left behind. None when
        nothing is left of the trip."""
        await self._go(self._store)
        await Pause(self._chance.uniform(*TO_THE_BAGS_SECONDS))
        for _ in range(MOST_TRIES):
            bags = [tag for stop in trip["stops"] if stop["state"] == "waiting" for tag in stop["bags"]]
            if not bags:
                return None
            await Pause(A_BAG_SECONDS * len(bags))
            gone = await self._handheld.pick_up(trip["id"], bags=bags, key=new_id(self._chance))
            if not gone.refused:
                return dict(gone.body)
            if gone.refused == "not_packed_yet":
                await self._wait_or_leave(trip)
            mine = [each for each in (await self._handheld.my_trips()).body if each["id"] == trip["id"]]
            if not mine:
                return None
            trip = mine[0]
        return None

    async def _wait_or_leave(self, trip: dict[str, Any]) -> None:
        """A few minutes for what is on the packing table; then it is another trip's."""
        for _ in range(WAITS_FOR_PACKING):
            await Pause(A_WAIT_SECONDS)
            [trip] = [
                each for each in (await self._handheld.my_trips()).body if each["id"] == trip["id"]
            ] or [trip | {"stops": []}]
            if not any(_is_unpacked(stop) for stop in trip["stops"]):
                return
        for stop in trip["stops"]:
            if _is_unpacked(stop):
                await self._handheld.leave_behind(trip["id"], parcel_id=stop["parcel_id"])

    async def _serve(self, trip_id: str, stop: dict[str, Any]) -> bool:
        """Ride to a door; False when the parcel has to come back to the store."""
        await self._go(Place(stop["latitude"], stop["longitude"]), tells=True)
        arrived = await self._handheld.at_door(trip_id, parcel_id=stop["parcel_id"])
        if arrived.refused:
            return True
        if self._chance.random() < self.town.shares.nobody_home:
            await Pause(NOBODY_SECONDS)
            failed = await self._handheld.fail(trip_id, parcel_id=stop["parcel_id"], cause="nobody_home")
            return bool(failed.refused)
        await Pause(self._chance.uniform(*AT_THE_DOOR_SECONDS))
        await self._deliver(trip_id, stop)
        return True

    async def _deliver(self, trip_id: str, stop: dict[str, Any]) -> None:
        shopper = self.town.by_number.get(stop["number"])
        code = await shopper.tell_door_code() if shopper is not None else ""
        if code:
            proof = {"door_code": code}
        else:
            sent = await self._handheld.send_photo(door_photo(stop["number"]))
            proof = {"photo": sent.body["id"]}
        delivered = await self._handheld.deliver(trip_id, {"parcel_id": stop["parcel_id"]} | proof)
        if delivered.refused and delivered.refused not in CALLED_OFF:
            self.town.book.note(f"not delivered: {delivered.refused}")

    async def _return(self) -> None:
        if self._here != self._store:
            await self._go(self._store)
            await self._handheld.position(latitude=self._here.latitude, longitude=self._here.longitude)

    async def _go(self, there: Place, *, tells: bool = False) -> None:
        """Ride; on the way to a door the shopper hears once where the courier is."""
        metres = metres_between(self._here, there)
        speed = self.town.store.metres_per_minute / 60
        seconds = metres / speed * math.exp(self._chance.gauss(0, SPEED_SPREAD))
        if tells and seconds > 60:
            await Pause(seconds / 2)
            middle = Place(
                (self._here.latitude + there.latitude) / 2, (self._here.longitude + there.longitude) / 2
            )
            await self._handheld.position(latitude=middle.latitude, longitude=middle.longitude)
            seconds /= 2
        await Pause(seconds)
        self._here = there


def _is_unpacked(stop: dict[str, Any]) -> bool:
    return stop["state"] == "waiting" and stop["parcel_state"] in ("waiting", "arrived")


def metres_between(one: Place, other: Place) -> float:
    """Metres on a flat map, good for a few kilometres."""
    north = (other.latitude - one.latitude) * EARTH_METRES_PER_DEGREE
    east = (other.longitude - one.longitude) * EARTH_METRES_PER_DEGREE * math.cos(math.radians(one.latitude))
    return math.hypot(east, north)
