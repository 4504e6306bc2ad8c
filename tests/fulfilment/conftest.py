from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fulfilment.floor import Floor
from tests.stock_room import standing_clock


@pytest.fixture(autouse=True)
def _noon(tmp_path: Path) -> Iterator[None]:
    with standing_clock(tmp_path):
        yield


@pytest.fixture
def floor(db: None) -> Floor:
    """A store with two zones, six products with prices and stock, and people who work there."""
    return Floor()
