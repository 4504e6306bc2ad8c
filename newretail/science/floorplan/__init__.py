"""What stands on a floor, whether it fits, and how far it is to walk from one place to another."""

from newretail.science.floorplan.boxes import (
    Box,
    Point,
    area,
    box_inside,
    is_simple,
    overlap_metres,
)
from newretail.science.floorplan.walks import Walks, walks

__all__ = ["Box", "Point", "Walks", "area", "box_inside", "is_simple", "overlap_metres", "walks"]
