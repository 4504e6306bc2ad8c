from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.sale_floor import Floor, open_store
from tests.stock_room import standing_clock


@pytest.fixture(autouse=True)
def noon(tmp_path: Path) -> Iterator[None]:
    with standing_clock(tmp_path):
        yield


@pytest.fixture
def floor(db: None) -> Floor:
    return open_store()
