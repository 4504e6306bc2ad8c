"""Getting to know a store over HTTP, and bringing its people to work."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from twin.basket import Article, Assortment
from twin.calls import Answer, Call
from twin.couriers import Courier
from twin.daybook import DayBook
from twin.days import Area, OpenHours, open_hours
from twin.engine import Engine
from twin.floor_calls import Handheld
from twin.instance_file import Instance
from twin.news import News
from twin.packers import Conveyor, PackBoard, Packer, Tidier
from twin.pickers import PickBoard, Picker
from twin.receiving import Receiving
from twin.shares import Shares
from twin.till import Till, choose_tender
from twin.town import StoreFacts, Town

Ring = Callable[[Call], Answer]

SCOOTER_METRES_PER_MINUTE = 240.0
MOST_PAGES = 100
DEFAULT_RADIUS_METRES = 3000.0


class NothingToSell(Exception):
    """The store shows no product that could be bought, or takes nothing that the city could pay with."""


@dataclass(frozen=True, slots=True)
class Known:
    """A store as it is known before the day begins."""

    facts: StoreFacts
    articles: tuple[Article, ...]
    time_zone: ZoneInfo
    week: list[list[list[str]]]

    def hours(self, local: datetime) -> OpenHours:
        """The open hours of the day that a local moment lies in: from the first opening to the last closing."""
        spans = self.week[local.weekday()]
        if not spans:
            return open_hours(local, opens=time(0), closes=time(23, 59))
        return open_hours(local, opens=_time(spans[0][0]), closes=_time(spans[-1][1]))


def get_to_know(
    store_id: str, *, instance: Instance, ring: Ring, radius_metres: float | None = None
) -> Known:
    """Ask the store for its position, its floor and what it sells. Raises NothingToSell, Unexpected."""
    store = ring(Call(what="show store", method="GET", path=f"/stores/{store_id}")).body
    terms = ring(Call(what="show sale terms", method="GET", path=f"/stores/{store_id}/sale-terms")).body
    staff = instance.staff.get(store_id, ())
    manager = next(one for one in staff if one.role == "manager")
    floor = ring(Handheld(store_id=store_id, token=manager.token).get("show floor", "/floor")).body
    articles = tuple(_articles(store_id, ring))
    if not articles:
        raise NothingToSell(store_id)
    tender = choose_tender(
        ring(Call(what="list tenders", method="GET", path=f"/stores/{store_id}/tenders")).body
    )
    if tender is None:
        raise NothingToSell(f"{store_id} takes no money")
    facts = StoreFacts(
        store_id=store_id,
        area=Area(
            latitude=store["latitude"],
            longitude=store["longitude"],
            radius_metres=radius_metres or _reach(store, ring),
        ),
        minimum_order=terms["minimum_order"],
        metres_per_minute=SCOOTER_METRES_PER_MINUTE,
        ways=frozenset(store["ways"]),
        zones=tuple(zone["code"] for zone in floor["zones"]),
        conveyor_entries=floor["conveyor_entries"],
        packing_stations=tuple(floor["packing_stations"]),
        staff=staff,
        tender=tender,
        languages=tuple(
            each["code"]
            for each in ring(Call(what="show chain", method="GET", path="/chain")).body["languages"]
        ),
    )
    return Known(facts, articles, ZoneInfo(store["time_zone"]), store["hours"])


def people_town(
    known: Known, *, engine: Engine, shares: Shares, book: DayBook, seed: str
) -> tuple[Town, News]:
    """A town around the store with everybody at work; shoppers come on their own."""
    facts = known.facts
    town = Town(
        engine=engine,
        store=facts,
        assortment=Assortment(list(known.articles), seed=seed),
        shares=shares,
        book=book,
        seed=seed,
    )
    news = News(town, token=facts.who("manager")[0].token)
    jobs, parcels = PickBoard(town, news), PackBoard(town, news)
    zones = facts.zones or ("floor",)
    for number, one in enumerate(facts.who("courier")):
        engine.start(Courier(town, news, one).work(), name=f"courier {number}")
    for number, one in enumerate(facts.who("picker")):
        zone = zones[number % len(zones)]
        engine.start(Picker(town, news, jobs, one, zone=zone).work(), name=f"picker {number}")
    for number, one in enumerate(facts.who("packer")):
        engine.start(Packer(town, parcels, one).work(), name=f"packer {number}")
    engine.start(news.look_around(), name="look around")
    engine.start(Conveyor(town, news).run(), name="conveyor")
    engine.start(Tidier(town, news).run(), name="tidier")
    engine.start(Receiving(town).run(), name="receiving")
    engine.start(Till(town, facts.tender).run(), name="till")
    return town, news


def _articles(store_id: str, ring: Ring) -> list[Article]:
    found: list[Article] = []
    cursor = ""
    for _ in range(MOST_PAGES):
        page = ring(
            Call(what="browse", method="GET", path=f"/stores/{store_id}/products?limit=200&cursor={cursor}")
        ).body
        found += [_article(item) for item in page["items"] if item["sellable"] and item["price"]]
        cursor = page["cursor"]
        if not cursor:
            break
    return found


def _article(item: dict[str, Any]) -> Article:
    return Article(
        sku_id=item["sku_id"],
        category=item["category"] or "",
        weighed=item["weighed"],
        typical_grams=item["typical_grams"] or 0,
        amount=item["price"]["amount"],
        per=item["price"]["per"],
        age_limit=item["age_limit"] or 0,
        gtin=item["gtin"] or "",
    )


def _reach(store: dict[str, Any], ring: Ring) -> float:
    """How far the store delivers, found by asking for doors farther and farther to the north."""
    area = Area(latitude=store["latitude"], longitude=store["longitude"], radius_metres=0)
    reached = 0.0
    for metres in range(500, 10_500, 500):
        door = area.place(east=0, north=metres)
        told = ring(
            Call(
                what="ask reach",
                method="GET",
                path=f"/stores/{store['code']}?latitude={door.latitude}&longitude={door.longitude}",
            )
        ).body
        if told["delivery"]["reason"] in ("too_far", "no_delivery"):
            break
        reached = float(metres)
    return reached or DEFAULT_RADIUS_METRES


def _time(text: str) -> time:
    hour, minute = (int(part) for part in text.split(":")[:2])
    return time(hour, minute) if hour < 24 else time(23, 59)
