"""The same by vectors from the middle of the Earth and by angles seen from a point: more steps, each of them plain."""

import math
from collections.abc import Sequence

from newretail.science.geography.places import EARTH_RADIUS_METRES, Point

Vector = tuple[float, float, float]


def metres_between(one: Point, other: Point) -> float:
    """The angle between two vectors, times the radius. atan2 keeps its digits for near and for opposite places."""
    a, b = _vector(one), _vector(other)
    return EARTH_RADIUS_METRES * math.atan2(_length(_cross(a, b)), _dot(a, b))


def bearing(one: Point, other: Point) -> float:
    """How far the other lies along the local east and the local north of one."""
    phi, lam = map(math.radians, one)
    east = (-math.sin(lam), math.cos(lam), 0.0)
    north = (-math.sin(phi) * math.cos(lam), -math.sin(phi) * math.sin(lam), math.cos(phi))
    there = _vector(other)
    return math.degrees(math.atan2(_dot(there, east), _dot(there, north))) % 360


def is_inside(point: Point, *, polygon: Sequence[Point]) -> bool:
    """Walking once round the polygon, one turns by a full circle as seen from a point inside, and by nothing from one outside."""
    angles = [math.atan2(y - point[0], x - point[1]) for y, x in polygon]
    turned = sum(
        math.remainder(after - before, 2 * math.pi)
        for before, after in zip(angles, [*angles[1:], *angles[:1]], strict=True)
    )
    return round(turned / (2 * math.pi)) % 2 != 0


def _vector(point: Point) -> Vector:
    phi, lam = map(math.radians, point)
    return math.cos(phi) * math.cos(lam), math.cos(phi) * math.sin(lam), math.sin(phi)


def _dot(a: Vector, b: Vector) -> float:
    return sum(x * y for x, y in zip(a, b, strict=True))


def _cross(a: Vector, b: Vector) -> Vector:
    return (
        a[1] * b[2] - a[2] * b[1],
        a[2] * b[0] - a[0] * b[2],
        a[0] * b[1] - a[1] * b[0],
    )


def _length(a: Vector) -> float:
    return math.sqrt(_dot(a, a))
