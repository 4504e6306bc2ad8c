"""When orders come and from where: a real day scaled onto a store, or a synthetic one."""

import math
import random
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path

EARTH_METRES_PER_DEGREE = 111_195.0
REACH = 0.96
"""The farthest shopper of a day lives at this share of the delivery radius: nobody stands on its very edge."""
FROM_OPENING = timedelta(minutes=20)
UNTIL_CLOSING = timedelta(minutes=90)
"""A day's orders begin so long after the store opens and end so long before it closes."""


class InstanceUnreadable(Exception):
    """The folder holds no orders.txt as the Meal Delivery Routing Problem has it."""


@dataclass(frozen=True, slots=True)
class Wish:
    """An order as the instance has it: minutes since the day's begin, metres on the instance's own map."""

    minutes: float
    east: float
    north: float


@dataclass(frozen=True, slots=True)
class Place:
    """A position on the map in degrees."""

    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Arrival:
    """Somebody takes out the phone at `at_ms`, living at `home`."""

    at_ms: int
    home: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """Where a store delivers: a circle in metres, as good as any polygon for choosing homes inside it."""

    latitude: float
    longitude: float
    radius_metres: float

    def place(self, *, east: float, north: float) -> Place:
        """The position so many metres east and north of the store."""
        latitude = self.latitude + north / EARTH_METRES_PER_DEGREE
        degree = EARTH_METRES_PER_DEGREE * math.cos(math.radians(self.latitude))
        return Place(round(latitude, 6), round(self.longitude + east / degree, 6))


@dataclass(frozen=True, slots=True)
class OpenHours:
    """The span of one day in which a store is open."""

    opens: datetime
    closes: datetime

    @property
    def first(self) -> datetime:
        """The earliest moment of a day's orders."""
        return self.opens + FROM_OPENING

    @property
    def last(self) -> datetime:
        """The latest moment of a day's orders."""
        return self.closes - UNTIL_CLOSING


def read_instance(folder: Path) -> list[Wish]:
    """The orders of an instance, by time (grubhub/mdrplib: tab-separated, x and y in metres, times in minutes).

    Raises InstanceUnreadable.
    """
    try:
        rows = (folder / "orders.txt").read_text().splitlines()
    except OSError as error:
        raise InstanceUnreadable(f"{folder}: {error.strerror}") from error
    columns = {name: number for number, name in enumerate(rows[0].split("\t"))} if rows else {}
    try:
        east, north, minutes = (columns[name] for name in ("x", "y", "placement_time"))
        wishes = [
            Wish(float(cells[minutes]), float(cells[east]), float(cells[north]))
            for cells in (row.split("\t") for row in rows[1:] if row.strip())
        ]
    except (KeyError, ValueError, IndexError) as error:
        raise InstanceUnreadable(f"{folder / 'orders.txt'}: {error}") from error
    if not wishes:
        raise InstanceUnreadable(f"{folder / 'orders.txt'} has no orders")
    return sorted(wishes, key=lambda wish: (wish.minutes, wish.east, wish.north))


def choose(wishes: list[Wish], *, orders: int, chance: random.Random) -> list[Wish]:
    """As many of the wishes as `orders`: drawn without repeats; where the day has fewer, some come again a little later."""
    if orders <= len(wishes):
        return sorted(chance.sample(wishes, orders), key=lambda wish: (wish.minutes, wish.east, wish.north))
    more = [
        Wish(again.minutes + chance.uniform(1, 15), again.east, again.north)
        for again in chance.choices(wishes, k=orders - len(wishes))
    ]
    return sorted([*wishes, *more], key=lambda wish: (wish.minutes, wish.east, wish.north))


def synthetic_wishes(*, orders: int, chance: random.Random) -> list[Wish]:
    """A day of twelve hours: a Poisson stream with a lunch and a dinner peak, given its number of orders.

    Given their number, the moments of a Poisson process are independent draws from its rate: here a mixture of an even day
    (half), lunch at 11:45 (a fifth) and dinner at 18:00 (three tenths), counted from 7:30. Homes are normal around the store.
    """
    wishes = []
    for _ in range(orders):
        part = chance.random()
        if part < 0.5:
            minutes = chance.uniform(0, 720)
        else:
            peak, spread = (255.0, 35.0) if part < 0.7 else (630.0, 45.0)
            minutes = min(max(chance.gauss(peak, spread), 0.0), 720.0)
        wishes.append(Wish(minutes, chance.gauss(0, 1000), chance.gauss(0, 1000)))
    return sorted(wishes, key=lambda wish: (wish.minutes, wish.east, wish.north))


def scale(
    wishes: list[Wish], *, area: Area, hours: OpenHours, within: timedelta | None = None
) -> list[Arrival]:
    """Put wishes onto a store's day and map: times keep their pace unless the store's day, or `within`, is shorter; places
    keep their shape."""
    east = sum(wish.east for wish in wishes) / len(wishes)
    north = sum(wish.north for wish in wishes) / len(wishes)
    far = sorted(math.hypot(wish.east - east, wish.north - north) for wish in wishes)
    # The farthest twentieth is drawn in, so that a few outliers do not crowd everybody else around the store.
    metres = area.radius_metres * REACH / max(far[int(len(far) * 0.95) - 1 if len(far) > 1 else 0], 1.0)
    first, last = wishes[0].minutes, wishes[-1].minutes
    span = min(hours.last - hours.first, within or timedelta.max) / timedelta(minutes=1)
    pace = min(1.0, span / (last - first)) if last > first else 1.0
    return [
        Arrival(
            round((hours.first + timedelta(minutes=(wish.minutes - first) * pace)).timestamp() * 1000),
            _inside(area, east=(wish.east - east) * metres, north=(wish.north - north) * metres),
        )
        for wish in wishes
    ]


def _inside(area: Area, *, east: float, north: float) -> Place:
    limit = area.radius_metres * REACH
    shrink = min(1.0, limit / max(math.hypot(east, north), 1.0))
    return area.place(east=east * shrink, north=north * shrink)


def open_hours(day: datetime, *, opens: time, closes: time) -> OpenHours:
    """The open hours of the local day that `day` (aware, local) lies in."""
    return OpenHours(
        datetime.combine(day.date(), opens, day.tzinfo), datetime.combine(day.date(), closes, day.tzinfo)
    )
