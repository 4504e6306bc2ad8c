"""Walks as they are kept in a row: arrays as bytes, little end first, whatever machine wrote them."""

import sys
from array import array
from collections.abc import Sequence
from typing import Any

from newretail.science.floorplan import Walks


def packed(walks: Walks) -> dict[str, Any]:
    """The columns of `PlanWalks`."""
    return {
        "stops": [list(point) for point in walks.stops],
        "corners": [list(point) for point in walks.corners],
        "metres": _bytes(walks.metres),
        "last": _bytes(walks.last),
        "before": _bytes(walks.before),
    }


def unpacked(
    *,
    stops: Sequence[Sequence[float]],
    corners: Sequence[Sequence[float]],
    metres: bytes,
    last: bytes,
    before: bytes,
) -> Walks:
    return Walks(
        stops=tuple((x, y) for x, y in stops),
        corners=tuple((x, y) for x, y in corners),
        metres=_array("f", metres),
        last=_array("h", last),
        before=_array("h", before),
    )


def _bytes(values: "array[Any]") -> bytes:
    return _little(array(values.typecode, values)).tobytes()


def _array(kind: Any, content: bytes) -> "array[Any]":
    values = array(kind)
    values.frombytes(content)
    return _little(values)


def _little(values: "array[Any]") -> "array[Any]":
    if sys.byteorder == "big":
        values.byteswap()
    return values
