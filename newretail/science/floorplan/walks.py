"""The shortest walks between places on a floor, round whatever stands on it.

Every obstacle is grown by half the width of a person; a shortest walk is then a chain of straight lines that bends only at
corners of the grown obstacles (Lozano-Pérez and Wesley 1979). Of the lines between such corners only those are kept that can
be part of one: they touch the obstacles at both ends and cut none (`sight`). From every stop at once the metres to each corner
are then made shorter until nothing changes (Bellman 1958, Ford 1956).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from newretail.science.floorplan.boxes import Box, Point
from newretail.science.floorplan.sight import Floor, Metres, Numbers

NO_CORNER, NO_WAY = -1, -2


@dataclass(frozen=True, slots=True, eq=False)
class Walks:
    """The shortest walk between any two of n stops, over c corners.

    metres: n x n, infinite where no walk leads. last: n x n, for (from, to) the corner before `to`, -1 if none is between.
    before: n x c, for (from, corner) the corner before it, -1 if none is, -2 if no walk leads there.
    """

    stops: tuple[Point, ...]
    corners: tuple[Point, ...]
    metres: Metres
    last: Numbers
    before: Numbers

    def metres_between(self, one: int, other: int) -> float:
        return float(self.metres[one, other])

    def path(self, one: int, other: int) -> list[Point]:
        """The points of the walk, both ends included; nothing where none leads."""
        if np.isinf(self.metres[one, other]):
            return []
        points = [self.stops[other]]
        corner = int(self.last[one, other])
        while corner >= 0:
            points.append(self.corners[corner])
            corner = int(self.before[one, corner])
        return [self.stops[one], *reversed(points)]


def walks(
    *, outline: Sequence[Point], obstacles: Sequence[Box], stops: Sequence[Point], clearance: float
) -> Walks:
    """All shortest walks between stops inside an outline, at least `clearance` metres from every obstacle and side.

    A stop nearer than that to something is reached by nobody. The work grows with the square of stops and of corners, times
    obstacles: eighty gondolas with ten stops each take a second, a hundred and fifty some four.
    """
    floor = Floor(outline, obstacles, clearance)
    corners = floor.corners()
    places = np.array(stops, dtype=np.float64).reshape(-1, 2)
    seen = floor.corners_seen(places, corners)
    far, before = _spread(seen, floor.lines(corners))
    metres, last = _arrive(far, seen)
    one, other = floor.stops_seen(places)
    straight = np.hypot(*(places[one] - places[other]).T)
    for begin, end in ((one, other), (other, one)):
        metres[begin, end], last[begin, end] = straight, NO_CORNER
    np.fill_diagonal(metres, 0.0)
    np.fill_diagonal(last, NO_CORNER)
    return Walks(
        stops=tuple((float(x), float(y)) for x, y in places),
        corners=tuple((float(x), float(y)) for x, y in corners.at),
        metres=metres.astype(np.float32),
        last=last,
        before=before,
    )


def _spread(seen: Metres, lines: Metres) -> tuple[Metres, Numbers]:
    """From each stop the metres to each corner, and the corner before it.

    seen: n x c, the metres of the straight walk from a stop to a corner, infinite where there is none. lines: c x c, likewise.
    """
    into = [np.flatnonzero(np.isfinite(column)) for column in lines.T]
    far = seen.copy()
    shorter = True
    while shorter:
        shorter = False
        for corner, others in enumerate(into):
            if len(others) == 0:
                continue
            by_others = (far[:, others] + lines[others, corner]).min(axis=1)
            shorter = shorter or bool((by_others < far[:, corner]).any())
            np.minimum(far[:, corner], by_others, out=far[:, corner])
    before = np.where(np.isfinite(seen), NO_CORNER, NO_WAY).astype(np.int16)
    for corner, others in enumerate(into):
        if len(others) == 0:
            continue
        by_others = far[:, others] + lines[others, corner]
        best = by_others.argmin(axis=1)
        bends = by_others[np.arange(len(far)), best] < seen[:, corner]
        before[bends, corner] = others[best[bends]]
    return far, before


def _arrive(far: Metres, seen: Metres) -> tuple[Metres, Numbers]:
    """From each stop the metres to each other one over the last corner before it, and that corner."""
    metres = np.full((len(seen), len(seen)), np.inf)
    last = np.full(metres.shape, NO_CORNER, dtype=np.int16)
    for stop, row in enumerate(seen):
        corners = np.flatnonzero(np.isfinite(row))
        if len(corners) == 0:
            continue
        over = far[:, corners] + row[corners]
        best = over.argmin(axis=1)
        metres[:, stop] = over[np.arange(len(far)), best]
        last[:, stop] = np.where(np.isfinite(metres[:, stop]), corners[best], NO_CORNER)
    return metres, last
