"""Walks as they are kept in a row: arrays as bytes, little end first, whatever machine wrote them."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from newretail.science.floorplan import Walks

_METRES, _NUMBERS = np.dtype("<f4"), np.dtype("<i2")


def packed(walks: Walks) -> dict[str, Any]:
    """The columns of `PlanWalks`."""
    return {
        "stops": [list(point) for point in walks.stops],
        "corners": [list(point) for point in walks.corners],
        "metres": walks.metres.astype(_METRES).tobytes(),
        "last": walks.last.astype(_NUMBERS).tobytes(),
        "before": walks.before.astype(_NUMBERS).tobytes(),
    }


def unpacked(
    *,
    stops: Sequence[Sequence[float]],
    corners: Sequence[Sequence[float]],
    metres: bytes,
    last: bytes,
    before: bytes,
) -> Walks:
    size = len(stops)
    return Walks(
        stops=tuple((x, y) for x, y in stops),
        corners=tuple((x, y) for x, y in corners),
        metres=np.frombuffer(metres, _METRES).reshape(size, size),
        last=np.frombuffer(last, _NUMBERS).reshape(size, size),
        before=np.frombuffer(before, _NUMBERS).reshape(size, len(corners)),
    )
