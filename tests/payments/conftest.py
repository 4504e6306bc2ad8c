"""Fixtures of payments: the loopback gateway with one clock for both sides."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.alipay_world import World, open_world, stepped_clock


@pytest.fixture
def world(db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    with open_world(tmp_path, monkeypatch) as made:
        yield made


@pytest.fixture
def noon(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A store without Alipay, its clock standing at noon."""
    for name in ("GATEWAY", "APP_ID", "PRIVATE_KEY", "PUBLIC_KEY", "SELLER_ID", "NOTIFY_URL"):
        monkeypatch.delenv(f"NEWRETAIL_ALIPAY_{name}", raising=False)
    with stepped_clock(tmp_path):
        yield
