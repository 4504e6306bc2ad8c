"""What a plan of a floor is made of. Pure: no database, no clock.

Lengths are metres; x runs to the right and y down, as on a screen; turns are degrees clockwise. A fixture stands by its middle.
Not turned, its front looks down, towards +y, and somebody before it sees its left end at the smallest x.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from newretail.science.floorplan import Box, Point, Walks, walks
from newretail.stores.floor.kinds import TRAITS, FixtureKind

CLEARANCE = 0.25
"""Half the width of somebody with a basket."""
ARM = 0.05
"""So much further out than that one stands before a shelf."""
MOST_FIXTURES = 300
MOST_SHELVES = 3_000
MOST_CORNERS = 64
MOST_PLACES = 1_500
"""Places that people walk to: the walks between so many are reckoned in a few seconds, and the time grows with their square.
Shelves one above the other are one place, so it is enough for as many shelves as a plan may have."""
LONGEST = 300.0
"""A floor reaches at most so far in x and y."""


class Side(StrEnum):
    FRONT = "front"
    BACK = "back"


@dataclass(frozen=True, slots=True, kw_only=True)
class FixturePlaced:
    """A fixture: the middle of its rectangle, its size and its turn. The code is short, printed and drawn."""

    code: str
    kind: FixtureKind
    name: str
    x: float
    y: float
    width: float
    depth: float
    height: float
    turn: float

    @property
    def box(self) -> Box:
        return Box(self.x, self.y, self.width, self.depth, self.turn)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShelfPlaced:
    """A shelf as a level of a fixture, counted from below, with its board at `height`.

    side: which side it is taken from. along: from the fixture's left end, seen from its front, to the shelf's middle.
    """

    code: str
    zone: str
    fixture: str
    side: Side
    level: int
    along: float
    width: float
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """A plan as it is drawn: the corners of the floor, what stands on it, and the shelves on that."""

    outline: tuple[Point, ...]
    fixtures: tuple[FixturePlaced, ...]
    shelves: tuple[ShelfPlaced, ...]

    def fixture(self, code: str) -> FixturePlaced | None:
        return next((each for each in self.fixtures if each.code == code), None)


EMPTY = Layout(outline=(), fixtures=(), shelves=())


def rounded(metres: float) -> float:
    """To the millimetre, which is what is kept and compared."""
    return round(metres, 3) + 0.0


def place_before(fixture: FixturePlaced, *, side: Side = Side.FRONT, along: float | None = None) -> Point:
    """Where somebody stands who reaches for this side of a fixture; `along` as in `ShelfPlaced`, the middle if not given."""
    out = fixture.depth / 2 + CLEARANCE + ARM
    offset = 0.0 if along is None else along - fixture.width / 2
    return fixture.box.at(offset, out if side == Side.FRONT else -out)


@dataclass(frozen=True, slots=True)
class Stops:
    """The places of a plan that people walk to. `of`: by the code of a shelf or of a fixture, which stop is before it."""

    points: tuple[Point, ...]
    of: dict[str, int]


def stops(layout: Layout) -> Stops:
    """Doors first, then the other fixtures that people walk to, then shelves; those one above the other share a stop."""
    fixtures = {each.code: each for each in layout.fixtures}
    visited = sorted(
        (each for each in layout.fixtures if TRAITS[each.kind].visited),
        key=lambda each: (each.kind != FixtureKind.DOOR, each.code),
    )
    points: dict[Point, int] = {}
    of: dict[str, int] = {}
    for each in visited:
        of[each.code] = points.setdefault(_millimetres(place_before(each)), len(points))
    for shelf in layout.shelves:
        spot = place_before(fixtures[shelf.fixture], side=shelf.side, along=shelf.along)
        of[shelf.code] = points.setdefault(_millimetres(spot), len(points))
    return Stops(tuple(points), of)


def walks_of(layout: Layout, places: Sequence[Point]) -> Walks:
    """The shortest walks between these places round all that is solid."""
    solid = [each.box for each in layout.fixtures if TRAITS[each.kind].solid]
    return walks(outline=layout.outline, obstacles=solid, stops=places, clearance=CLEARANCE)


def unreached(found: Walks) -> list[int]:
    """The stops to which no walk leads from the first one, which is a door where there is one."""
    return [stop for stop in range(len(found.stops)) if math.isinf(found.metres_between(0, stop))]


def _millimetres(point: Point) -> Point:
    return rounded(point[0]), rounded(point[1])


_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,31}")


def is_good_code(text: str) -> bool:
    """Short enough to print, and of letters that every scanner and every file keeps."""
    return bool(_CODE.fullmatch(text))


def is_good_name(text: str) -> bool:
    """At most 80 letters, none of which a spreadsheet would take for a formula or a line's end."""
    return (
        len(text) <= 80
        and text.isprintable()
        and not text.startswith(("=", "+", "-", "@"))
        and text == text.strip()
    )
