"""Distance, direction and areas on a sphere of the Earth's mean radius: right to 0.5 %, enough for a city."""

import math
from collections.abc import Sequence
from itertools import pairwise

Point = tuple[float, float]
"""(latitude, longitude) in degrees."""

EARTH_RADIUS_METRES = 6_371_008.8


def metres_between(one: Point, other: Point) -> float:
    """Great-circle distance by the haversine formula (Sinnott 1984)."""
    phi_one, phi_other = math.radians(one[0]), math.radians(other[0])
    half_phi = (phi_other - phi_one) / 2
    half_lambda = math.radians(other[1] - one[1]) / 2
    chord = math.sin(half_phi) ** 2 + math.cos(phi_one) * math.cos(phi_other) * math.sin(half_lambda) ** 2
    return 2 * EARTH_RADIUS_METRES * math.asin(math.sqrt(min(1.0, chord)))


def metres_along(places: Sequence[Point]) -> int:
    """The way along these places, straight from each to the next, rounded once."""
    return round(sum(metres_between(one, other) for one, other in pairwise(places)))


def bearing(one: Point, other: Point) -> float:
    """The direction in which one leaves for the other, in degrees from 0 to 360; north is 0, east is 90."""
    phi_one, phi_other = math.radians(one[0]), math.radians(other[0])
    turn = math.radians(other[1] - one[1])
    east = math.sin(turn) * math.cos(phi_other)
    north = math.cos(phi_one) * math.sin(phi_other) - math.sin(phi_one) * math.cos(phi_other) * math.cos(turn)
    return math.degrees(math.atan2(east, north)) % 360


def degrees_apart(one: float, other: float) -> float:
    """The smaller angle between two bearings, 0 to 180."""
    turn = abs(one - other) % 360
    return min(turn, 360 - turn)


def is_inside(point: Point, *, polygon: Sequence[Point]) -> bool:
    """Is the point inside a simple polygon? Even-odd rule (Shimrat 1962) on plain degrees: right for areas of a city,
    not for one across the poles or the date line."""
    inside = False
    x, y = point[1], point[0]
    for (y_one, x_one), (y_other, x_other) in zip(polygon, [*polygon[1:], *polygon[:1]], strict=True):
        if (y_one > y) != (y_other > y) and x < (x_other - x_one) * (y - y_one) / (y_other - y_one) + x_one:
            inside = not inside
    return inside
