from collections.abc import Iterator
from pathlib import Path

import pytest

from newretail.inventory import api as inventory
from tests.stock_room import a_sku, a_store, standing_clock


@pytest.fixture(autouse=True)
def _noon(tmp_path: Path) -> Iterator[None]:
    with standing_clock(tmp_path):
        yield


@pytest.fixture
def store(db: None) -> str:
    return a_store()


@pytest.fixture
def sku(db: None) -> str:
    return a_sku()


@pytest.fixture
def books_balance(db: None) -> Iterator[None]:
    """Whatever a test does to the goods, ledger, lots and holds agree at its end."""
    yield
    assert inventory.audit() == []
