"""Who sees what on a floor: the straight lines between stops and corners that cut nothing, many at a time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from newretail.science.floorplan.boxes import Box, Point, wall

Metres = NDArray[np.floating]
Numbers = NDArray[np.int16]
Points = NDArray[np.float64]
"""k x 2."""
Places = NDArray[np.intp]

_MARGIN = 1e-6
_AT_ONCE = 1 << 19
"""Lines that are looked at together: a few tens of MB."""


@dataclass(frozen=True, slots=True)
class Corners:
    """Corners of grown obstacles at which a walk may bend, with the two next to each on the same obstacle."""

    at: Points
    one: Points
    other: Points

    def touch(self, which: Places, points: Points) -> NDArray[np.bool_]:
        """Does the line from each of these corners to its point pass by the obstacle, instead of going into it or away from it?"""
        ahead = points - self.at[which]
        sides = (_cross(ahead, near[which] - self.at[which]) for near in (self.one, self.other))
        return np.multiply(*sides) >= -1e-9


class Floor:
    """What may not be walked on: the obstacles and the sides of the outline, each grown by the clearance."""

    def __init__(self, outline: Sequence[Point], obstacles: Sequence[Box], clearance: float) -> None:
        sides = list(pairwise([*outline, outline[0]]))
        self._outline = np.array(sides, dtype=np.float64)
        self._grown = [box.grown(clearance) for box in [*obstacles, *(wall(*side) for side in sides)]]
        self._slabs = [_Slab.of(box) for box in self._grown]

    def corners(self) -> Corners:
        """Those that somebody can stand at."""
        around = np.array([box.corners() for box in self._grown], dtype=np.float64)
        at = around.reshape(-1, 2)
        free = self.are_free(at)
        one, other = (np.roll(around, by, axis=1).reshape(-1, 2) for by in (1, -1))
        return Corners(at[free], one[free], other[free])

    def are_free(self, points: Points) -> NDArray[np.bool_]:
        """May somebody stand at these points? Inside by the even-odd rule (Shimrat 1962), and in no obstacle."""
        free = np.zeros(len(points), dtype=np.bool_)
        x, y = points.T
        for (ax, ay), (bx, by) in self._outline:
            spans = (ay > y) != (by > y)
            if ay != by:
                free ^= spans & (x < (bx - ax) * (y - ay) / (by - ay) + ax)
        for slab in self._slabs:
            along, out = slab.seen(points)
            free &= ~((np.abs(along) < slab.half_width) & (np.abs(out) < slab.half_depth))
        return free

    def lines(self, corners: Corners) -> Metres:
        """c x c: the metres of each line that a walk may go along from corner to corner, infinite where it may not."""
        metres = np.full((len(corners.at), len(corners.at)), np.inf)
        for one, other in _pairs(len(corners.at)):
            touching = corners.touch(one, corners.at[other]) & corners.touch(other, corners.at[one])
            one, other = one[touching], other[touching]
            seen = self.sees(corners.at[one], corners.at[other])
            one, other = one[seen], other[seen]
            metres[one, other] = metres[other, one] = _length(corners.at[one], corners.at[other])
        return metres

    def corners_seen(self, stops: Points, corners: Corners) -> Metres:
        """n x c: the metres from each stop to each corner that a walk may begin with, infinite where it may not."""
        metres = np.full((len(stops), len(corners.at)), np.inf)
        free = np.flatnonzero(self.are_free(stops))
        for some in _parts(free, len(corners.at)):
            stop, corner = np.repeat(some, len(corners.at)), np.tile(np.arange(len(corners.at)), len(some))
            touching = corners.touch(corner, stops[stop])
            stop, corner = stop[touching], corner[touching]
            seen = self.sees(stops[stop], corners.at[corner])
            stop, corner = stop[seen], corner[seen]
            metres[stop, corner] = _length(stops[stop], corners.at[corner])
        return metres

    def stops_seen(self, stops: Points) -> tuple[Places, Places]:
        """The pairs of stops with nothing between them, each pair once."""
        free = np.flatnonzero(self.are_free(stops))
        found: list[tuple[Places, Places]] = []
        for one, other in _pairs(len(free)):
            one, other = free[one], free[other]
            seen = self.sees(stops[one], stops[other])
            found.append((one[seen], other[seen]))
        ones, others = zip(*found, strict=True) if found else ((free[:0],), (free[:0],))
        return np.concatenate(ones), np.concatenate(others)

    def sees(self, starts: Points, ends: Points) -> NDArray[np.bool_]:
        """Does the straight line between two free points cut nothing? One box after the other, with the lines that are left."""
        seen, left = np.ones(len(starts), dtype=np.bool_), np.arange(len(starts))
        (west, north), (east, south) = np.minimum(starts, ends).T, np.maximum(starts, ends).T
        for slab in self._slabs:
            near = left[
                (east[left] > slab.low[0])
                & (west[left] < slab.high[0])
                & (south[left] > slab.low[1])
                & (north[left] < slab.high[1])
            ]
            cut = near[slab.cut(starts[near], ends[near])]
            if len(cut):
                seen[cut] = False
                left = left[seen[left]]
        return seen


@dataclass(frozen=True, slots=True)
class _Slab:
    """A grown box with its terms at hand. low, high: the corners of the square round it."""

    low: Points
    high: Points
    middle: Points
    axes: Points
    half_width: float
    half_depth: float

    @staticmethod
    def of(box: Box) -> "_Slab":
        corners, middle = np.array(box.corners()), np.array([box.x, box.y])
        cos, sin = np.array(box.at(1, 0)) - middle
        return _Slab(
            low=corners.min(axis=0),
            high=corners.max(axis=0),
            middle=middle,
            axes=np.array([[cos, -sin], [sin, cos]]),
            half_width=box.width / 2 - _MARGIN,
            half_depth=box.depth / 2 - _MARGIN,
        )

    def seen(self, points: Points) -> Points:
        """(along, out): the points in the box's own axes."""
        return ((points - self.middle) @ self.axes).T

    def cut(self, starts: Points, ends: Points) -> NDArray[np.bool_]:
        """Which of the lines go through the box? By the slab method (Kay and Kajiya 1986)."""
        begin, step = self.seen(starts), self.seen(ends) - self.seen(starts)
        first, last = np.zeros(len(starts)), np.ones(len(starts))
        for place, way, half in zip(begin, step, (self.half_width, self.half_depth), strict=True):
            along = np.abs(way) < 1e-12
            with np.errstate(divide="ignore", invalid="ignore"):
                sides = np.sort(np.stack([(-half - place) / way, (half - place) / way]), axis=0)
            misses = along & (np.abs(place) >= half)
            first = np.where(along, first, np.maximum(first, sides[0]))
            last = np.where(misses, -1.0, np.where(along, last, np.minimum(last, sides[1])))
        return first < last


def _pairs(count: int) -> Iterator[tuple[Places, Places]]:
    """Every pair once, as two columns, so many pairs at a time."""
    for some in _parts(np.arange(count), count):
        one, other = np.repeat(some, count), np.tile(np.arange(count), len(some))
        yield one[other > one], other[other > one]


def _parts(places: Places, lines_each: int) -> Iterator[Places]:
    """The places in parts that make so many lines at a time."""
    size = max(1, _AT_ONCE // max(lines_each, 1))
    return (places[begin : begin + size] for begin in range(0, len(places), size))


def _cross(one: Points, other: Points) -> NDArray[np.float64]:
    return one[:, 0] * other[:, 1] - one[:, 1] * other[:, 0]


def _length(starts: Points, ends: Points) -> NDArray[np.float64]:
    return np.hypot(*(ends - starts).T)
