from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.stock_room import standing_clock


@pytest.fixture(autouse=True)
def _noon(tmp_path: Path) -> Iterator[None]:
    with standing_clock(tmp_path):
        yield
