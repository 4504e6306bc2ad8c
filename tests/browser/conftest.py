"""One house for all browser tests of a worker; one Chromium for each file; pages that say when something went wrong in them."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.house import House, open_house
from tests.browser.pages import Pages, running_chromium

PATIENCE_MILLISECONDS = 15_000


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def house() -> Iterator[House]:
    with open_house() as house:
        yield house


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Closed at the end of the file: while it runs, its thread is in an event loop, which other tests could not bear."""
    expect.set_options(timeout=PATIENCE_MILLISECONDS)
    with running_chromium() as chromium:
        yield chromium


@pytest.fixture
def pages(chromium: Browser, house: House) -> Iterator[Pages]:
    """Phones, tablets and desktops. Whatever goes wrong in a page fails its test."""
    pages = Pages(chromium, house)
    yield pages
    pages.close()
    assert not pages.troubles, "\n".join(pages.troubles)


@pytest.fixture
def camera(house: House) -> Callable[..., Path]:
    raise NotImplementedError
