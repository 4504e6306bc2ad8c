"""One house for all browser tests of a worker; one Chromium for each file; pages that say when something went wrong in them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.house import House, open_house
from tests.browser.pages import PATIENCE_MILLISECONDS, Pages, running_chromium
from tests.browser.scene import Scene, set_scene

FAILURES = Path(__file__).resolve().parents[2] / "var" / "browser-failures"
FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    report = yield
    if report.when == "call":
        item.stash[FAILED] = report.failed
    return report


@pytest.fixture(scope="session")
def house() -> Iterator[House]:
    with open_house() as house:
        yield house


@pytest.fixture(scope="session")
def scene(house: House) -> Scene:
    """The house in the middle of its day."""
    return set_scene(house)


@pytest.fixture(scope="module")
def chromium(house: House) -> Iterator[Browser]:
    """Closed at the end of the file: while it runs, its thread is in an event loop, which other tests could not bear."""
    expect.set_options(timeout=PATIENCE_MILLISECONDS)
    with running_chromium() as chromium:
        yield chromium


@pytest.fixture
def pages(chromium: Browser, house: House, request: pytest.FixtureRequest) -> Iterator[Pages]:
    """Phones, tablets and desktops. Whatever goes wrong in a page fails its test; what a failed test saw is kept as pictures."""
    pages = Pages(chromium, house)
    yield pages
    failed = request.node.stash.get(FAILED, False)
    pages.close(keep=FAILURES / request.node.name if failed else None)
    print(*pages.troubles, sep="\n")
    assert failed or not pages.troubles, "\n".join(pages.troubles)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A browser on a busy machine may miss its moment once; who misses it twice has failed. The report names each second try."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.flaky(reruns=1))
