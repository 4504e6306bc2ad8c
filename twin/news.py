"""The store's feed: read page by page, and told to whoever waits for it."""

from typing import Any

from twin.calls import Call
from twin.engine import Mailbox, Pause
from twin.shoppers import LISTENS_TO
from twin.town import Town

PAGE = 200
LOOK_AROUND_SECONDS = 240.0
"""So often somebody looks at the lists of work without having heard of any."""


class News:
    """Where the city has read up to, and the desks that hear of the floor's work.

    work: pick jobs may have opened. conveyor: tags of bags that were hung onto it. packing: parcels are complete.
    trips: what a courier is offered, by the store's number of the courier. came_back: goods that somebody must tidy away.
    """

    def __init__(self, town: Town, *, token: str) -> None:
        self.town = town
        self.position: int | None = None
        self.work = Mailbox()
        self.conveyor = Mailbox()
        self.packing = Mailbox()
        self.trips: dict[int, Mailbox] = {}
        self.came_back = Mailbox()
        self._token = token

    def next_page(self) -> Call:
        """The call that reads on."""
        after = "" if self.position is None else f"&after={self.position}"
        return Call(
            what="read feed",
            method="GET",
            path=f"/live/stores/{self.town.store.store_id}/events?limit={PAGE}{after}",
            token=self._token,
        )

    def take_in(self, page: dict[str, Any]) -> bool:
        """Tell everybody what a page says; returns whether there is more right now."""
        self.position = page["position"]
        for fact in page["events"]:
            self.town.book.read(fact)
            self._tell(fact["name"], fact)
        return bool(page["more"])

    def _tell(self, name: str, fact: dict[str, Any]) -> None:
        post, data = self.town.engine.post, fact["data"]
        shopper = self.town.orders.get(fact["ref"])
        if shopper is not None and name in LISTENS_TO:
            post(shopper.news, fact)
        if name == "work.opened" or (name == "stage.reached" and data["stage"] == "released"):
            if not self.work.things:
                post(self.work, "news")
        elif name == "bag.moved" and data["state"] == "on_conveyor":
            post(self.conveyor, data["tag"])
        elif name == "stage.reached" and data["stage"] == "arrived":
            post(self.packing, fact["ref"])
        elif name == "trip.made" and data["courier_id"] in self.trips:
            post(self.trips[data["courier_id"]], data)
        elif name == "work.cancelled" and data.get("put_back"):
            post(self.came_back, fact["ref"])

    async def look_around(self) -> None:
        """Not everything that opens is told (a second job of one order, what was there before): look now and then."""
        while True:
            for mailbox in (self.work, self.packing):
                if not mailbox.things:
                    self.town.engine.post(mailbox, "look")
            await Pause(LOOK_AROUND_SECONDS)
