"""Places on the Earth, as (latitude, longitude) in degrees."""

from newretail.science.geography.places import (
    EARTH_RADIUS_METRES,
    Point,
    bearing,
    degrees_apart,
    is_inside,
    metres_along,
    metres_between,
)

__all__ = [
    "EARTH_RADIUS_METRES",
    "Point",
    "bearing",
    "degrees_apart",
    "is_inside",
    "metres_along",
    "metres_between",
]
