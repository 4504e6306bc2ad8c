"""The shortest walks between places on a floor, round whatever stands on it.

Every obstacle is grown by half the width of a person; a shortest walk is then a chain of straight lines that bends only at
corners of the grown obstacles (Lozano-Pérez and Wesley 1979). Of the lines between such corners only those are kept that can
be part of one: they touch the obstacles at both ends and cut none. Dijkstra's algorithm does the rest.
"""

import heapq
import math
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from newretail.science.floorplan.boxes import Box, Point, holds, inside

_MARGIN = 1e-6


@dataclass(frozen=True, slots=True)
class Walks:
    """The shortest walk between any two of n stops, over c corners.

    metres: n x n, infinite where no walk leads. last: n x n, for (from, to) the corner before `to`, -1 if none is between.
    before: n x c, for (from, corner) the corner before it, -1 if none is, -2 if no walk leads there.
    """

    stops: tuple[Point, ...]
    corners: tuple[Point, ...]
    metres: "array[float]"
    last: "array[int]"
    before: "array[int]"

    def metres_between(self, one: int, other: int) -> float:
        return self.metres[one * len(self.stops) + other]

    def path(self, one: int, other: int) -> list[Point]:
        """The points of the walk, both ends included; nothing where none leads."""
        if math.isinf(self.metres_between(one, other)):
            return []
        points = [self.stops[other]]
        corner = self.last[one * len(self.stops) + other]
        while corner >= 0:
            points.append(self.corners[corner])
            corner = self.before[one * len(self.corners) + corner]
        return [self.stops[one], *reversed(points)]


def walks(
    *, outline: Sequence[Point], obstacles: Sequence[Box], stops: Sequence[Point], clearance: float
) -> Walks:
    """All shortest walks between stops inside an outline, at least `clearance` metres from every obstacle and side.

    A stop nearer than that to something is reached by nobody. The work grows with the square of corners and of
    stops, times obstacles: sixty fixtures and sixty stops take a quarter of a second, four hundred stops some seconds.
    """
    floor = _Floor(outline, obstacles, clearance)
    corners = floor.corners()
    lines = _lines(floor, corners)
    free = [floor.is_free(stop) for stop in stops]
    sights = [
        _sight(floor, stop, corners) if is_free else [] for stop, is_free in zip(stops, free, strict=True)
    ]
    size, count = len(stops), len(corners)
    metres, last = array("f", [math.inf]) * (size * size), array("h", [-1]) * (size * size)
    before = array("h", [-2]) * (size * count)
    for one, stop in enumerate(stops):
        far, came = _spread(lines, sights[one], count)
        before[one * count : (one + 1) * count] = array("h", came)
        for other in range(size):
            place = one * size + other
            if one == other:
                metres[place] = 0.0
            elif free[one] and free[other] and floor.sees(stop, stops[other]):
                metres[place] = math.dist(stop, stops[other])
            else:
                for corner, step in sights[other]:
                    if far[corner] + step < metres[place]:
                        metres[place], last[place] = far[corner] + step, corner
    return Walks(tuple(stops), tuple(each.at for each in corners), metres, last, before)


@dataclass(frozen=True, slots=True)
class _Corner:
    """A corner of a grown obstacle and the two corners of the same obstacle next to it."""

    at: Point
    one: Point
    other: Point

    def touches(self, point: Point) -> bool:
        """Does the line from here to the point pass by the obstacle, instead of going into it or away from it?"""
        (x, y), dx, dy = self.at, point[0] - self.at[0], point[1] - self.at[1]
        one = dx * (self.one[1] - y) - dy * (self.one[0] - x)
        other = dx * (self.other[1] - y) - dy * (self.other[0] - x)
        return one * other >= -1e-9


class _Floor:
    """What may not be walked on: the obstacles and the sides of the outline, each grown by the clearance."""

    def __init__(self, outline: Sequence[Point], obstacles: Sequence[Box], clearance: float) -> None:
        self.outline = outline
        self.grown = [box.grown(clearance) for box in [*obstacles, *_walls(outline)]]
        self._slabs = [_slab(box) for box in self.grown]

    def corners(self) -> list[_Corner]:
        """The corners at which a walk may bend: those that somebody can stand at."""
        found = []
        for box in self.grown:
            around = box.corners()
            for place, corner in enumerate(around):
                if self.is_free(corner):
                    found.append(_Corner(corner, around[place - 1], around[(place + 1) % 4]))
        return found

    def is_free(self, point: Point) -> bool:
        return inside(self.outline, point) and not any(
            holds(box, point, margin=_MARGIN) for box in self.grown
        )

    def sees(self, start: Point, end: Point) -> bool:
        """Does the straight line between two free points cut nothing? The slab method of `boxes.cuts`, with its terms at hand.

        Lines that are asked one after the other are often cut by the same box, so the one that cut is asked first next time.
        """
        (ax, ay), (bx, by) = start, end
        left, right = (ax, bx) if ax < bx else (bx, ax)
        top, bottom = (ay, by) if ay < by else (by, ay)
        for place, (west, east, north, south, x, y, cos, sin, half_width, half_depth) in enumerate(
            self._slabs
        ):
            if right <= west or left >= east or bottom <= north or top >= south:
                continue
            dx, dy, fx, fy = ax - x, ay - y, bx - x, by - y
            along, out = dx * cos + dy * sin, dy * cos - dx * sin
            to_along, to_out = fx * cos + fy * sin, fy * cos - fx * sin
            if _passes(along, to_along - along, half_width, out, to_out - out, half_depth):
                self._slabs.insert(0, self._slabs.pop(place))
                return False
        return True


def _passes(
    along: float, step_along: float, half_along: float, out: float, step_out: float, half_out: float
) -> bool:
    first, last = 0.0, 1.0
    for place, step, half in ((along, step_along, half_along), (out, step_out, half_out)):
        if -1e-12 < step < 1e-12:
            if place >= half or place <= -half:
                return False
            continue
        enters, leaves = (-half - place) / step, (half - place) / step
        if enters > leaves:
            enters, leaves = leaves, enters
        if enters > first:
            first = enters
        if leaves < last:
            last = leaves
        if first >= last:
            return False
    return True


_Slab = tuple[float, float, float, float, float, float, float, float, float, float]


def _slab(box: Box) -> _Slab:
    xs, ys = zip(*box.corners(), strict=True)
    (x, y), (ahead_x, ahead_y) = box.at(0, 0), box.at(1, 0)
    return (
        min(xs),
        max(xs),
        min(ys),
        max(ys),
        x,
        y,
        ahead_x - x,
        ahead_y - y,
        box.width / 2 - _MARGIN,
        box.depth / 2 - _MARGIN,
    )


def _walls(outline: Sequence[Point]) -> list[Box]:
    """The sides of the outline as boxes without depth."""
    return [
        Box(
            (ax + bx) / 2,
            (ay + by) / 2,
            math.dist((ax, ay), (bx, by)),
            0.0,
            math.degrees(math.atan2(by - ay, bx - ax)),
        )
        for (ax, ay), (bx, by) in pairwise([*outline, outline[0]])
    ]


def _lines(floor: _Floor, corners: Sequence[_Corner]) -> list[list[tuple[int, float]]]:
    """For each corner the corners that a walk may go to from it, with the metres."""
    lines: list[list[tuple[int, float]]] = [[] for _ in corners]
    for one, start in enumerate(corners):
        for other in range(one + 1, len(corners)):
            end = corners[other]
            if start.touches(end.at) and end.touches(start.at) and floor.sees(start.at, end.at):
                metres = math.dist(start.at, end.at)
                lines[one].append((other, metres))
                lines[other].append((one, metres))
    return lines


def _sight(floor: _Floor, stop: Point, corners: Sequence[_Corner]) -> list[tuple[int, float]]:
    """The corners that a walk may go to from a stop, with the metres."""
    return [
        (place, math.dist(stop, corner.at))
        for place, corner in enumerate(corners)
        if corner.touches(stop) and floor.sees(stop, corner.at)
    ]


def _spread(
    lines: list[list[tuple[int, float]]], begin: list[tuple[int, float]], count: int
) -> tuple[list[float], list[int]]:
    """Dijkstra's algorithm from one stop: the metres to every corner, and the corner before it."""
    far, came = [math.inf] * count, [-2] * count
    queue: list[tuple[float, int]] = []
    for corner, metres in begin:
        far[corner], came[corner] = metres, -1
        heapq.heappush(queue, (metres, corner))
    while queue:
        metres, corner = heapq.heappop(queue)
        if metres > far[corner]:
            continue
        for further, step in lines[corner]:
            if metres + step < far[further]:
                far[further], came[further] = metres + step, corner
                heapq.heappush(queue, (far[further], further))
    return far, came
