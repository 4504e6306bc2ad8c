"""Turned rectangles and outlines on a floor, in metres: x to the right, y down, turned clockwise as on a screen."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

Point = tuple[float, float]
"""(x, y) in metres."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle by its middle: `width` along its own x, `depth` along its own y, `turn` in degrees clockwise.

    Its front is the side towards its own +y: down, when it is not turned.
    """

    x: float
    y: float
    width: float
    depth: float
    turn: float = 0.0

    def grown(self, metres: float) -> "Box":
        """The same with so much more on every side; less, where it is negative."""
        return Box(self.x, self.y, self.width + 2 * metres, self.depth + 2 * metres, self.turn)

    def at(self, along: float, out: float) -> Point:
        """The point of the floor at (along, out) in the box's own axes, counted from its middle."""
        cos, sin = _direction(self.turn)
        return (self.x + along * cos - out * sin, self.y + along * sin + out * cos)

    def seen(self, point: Point) -> Point:
        """A point of the floor in the box's own axes."""
        cos, sin = _direction(self.turn)
        dx, dy = point[0] - self.x, point[1] - self.y
        return (dx * cos + dy * sin, dy * cos - dx * sin)

    def corners(self) -> tuple[Point, Point, Point, Point]:
        """Clockwise, the one at its back left first."""
        half_width, half_depth = self.width / 2, self.depth / 2
        return (
            self.at(-half_width, -half_depth),
            self.at(half_width, -half_depth),
            self.at(half_width, half_depth),
            self.at(-half_width, half_depth),
        )


def wall(start: Point, end: Point) -> Box:
    """The line from start to end as a box without depth."""
    (ax, ay), (bx, by) = start, end
    return Box(
        (ax + bx) / 2, (ay + by) / 2, math.dist(start, end), 0.0, math.degrees(math.atan2(by - ay, bx - ax))
    )


def _direction(turn: float) -> Point:
    """(cos, sin), exact for quarter turns, so that a row of fixtures that touch does not overlap by rounding."""
    quarters, rest = divmod(turn % 360, 90)
    if rest == 0:
        return ((1.0, 0.0), (0.0, 1.0), (-1.0, 0.0), (0.0, -1.0))[int(quarters) % 4]
    return math.cos(math.radians(turn)), math.sin(math.radians(turn))


def overlap_metres(one: Box, other: Box) -> float:
    """How deep two boxes stand in one another: the shortest push that parts them, in metres; 0 or less when they are apart.

    By the separating axis theorem: two convex shapes are apart exactly when they are on one of their sides' directions
    (Gottschalk, Lin and Manocha 1996).
    """
    deepest = math.inf
    corners, others = one.corners(), other.corners()
    for turn in (one.turn, one.turn + 90, other.turn, other.turn + 90):
        x, y = _direction(turn)
        mine = [px * x + py * y for px, py in corners]
        theirs = [px * x + py * y for px, py in others]
        deepest = min(deepest, min(max(mine), max(theirs)) - max(min(mine), min(theirs)))
    return deepest


def cuts(box: Box, start: Point, end: Point, *, margin: float = 1e-6) -> bool:
    """Does the straight line from start to end go through the box, deeper than `margin` metres?

    By the slab method: the part of the line between each pair of opposite sides (Kay and Kajiya 1986).
    """
    first, last = 0.0, 1.0
    begin, finish = box.seen(start), box.seen(end)
    for axis, half in ((0, box.width / 2 - margin), (1, box.depth / 2 - margin)):
        if half <= 0:
            return False
        place, step = begin[axis], finish[axis] - begin[axis]
        if abs(step) < 1e-12:
            if abs(place) >= half:
                return False
            continue
        enters, leaves = sorted(((-half - place) / step, (half - place) / step))
        first, last = max(first, enters), min(last, leaves)
        if first >= last:
            return False
    return True


def area(outline: Sequence[Point]) -> float:
    """Square metres inside an outline (the shoelace formula)."""
    return abs(sum(ax * by - bx * ay for (ax, ay), (bx, by) in _sides(outline))) / 2


def is_simple(outline: Sequence[Point]) -> bool:
    """Does the outline close without crossing or touching itself?"""
    sides = list(_sides(outline))
    if any(math.dist(start, end) < 1e-9 for start, end in sides):
        return False
    return not any(
        _touch(one, other)
        for place, one in enumerate(sides)
        for other in sides[place + 2 : len(sides) - (place == 0)]
    )


def inside(outline: Sequence[Point], point: Point) -> bool:
    """Is the point inside? Even-odd rule (Shimrat 1962); a point on the line itself may be either."""
    x, y = point
    within = False
    for (ax, ay), (bx, by) in _sides(outline):
        if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
            within = not within
    return within


def box_inside(outline: Sequence[Point], box: Box, *, margin: float = 0.005) -> bool:
    """Does the whole box stand inside the outline? It may touch it, and be over it by `margin` metres."""
    smaller = box.grown(-min(margin, box.width / 4, box.depth / 4))
    return all(inside(outline, corner) for corner in smaller.corners()) and not any(
        cuts(smaller, start, end, margin=0.0) for start, end in _sides(outline)
    )


def _sides(outline: Sequence[Point]) -> list[tuple[Point, Point]]:
    return list(pairwise([*outline, outline[0]]))


def _touch(one: tuple[Point, Point], other: tuple[Point, Point]) -> bool:
    turns = [_turn(*one, other[0]), _turn(*one, other[1]), _turn(*other, one[0]), _turn(*other, one[1])]
    if all(turns) and turns[0] != turns[1] and turns[2] != turns[3]:
        return True
    return any(
        turn == 0 and _between(*side, point)
        for turn, side, point in zip(
            turns, (one, one, other, other), (other[0], other[1], one[0], one[1]), strict=True
        )
    )


def _turn(start: Point, end: Point, point: Point) -> int:
    cross = (end[0] - start[0]) * (point[1] - start[1]) - (end[1] - start[1]) * (point[0] - start[0])
    return 0 if abs(cross) < 1e-9 else int(math.copysign(1, cross))


def _between(start: Point, end: Point, point: Point) -> bool:
    return (
        min(start[0], end[0]) - 1e-9 <= point[0] <= max(start[0], end[0]) + 1e-9
        and min(start[1], end[1]) - 1e-9 <= point[1] <= max(start[1], end[1]) + 1e-9
    )
