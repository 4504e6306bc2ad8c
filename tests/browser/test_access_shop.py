"""Everybody can use the shop and the courier's phone: axe finds nothing grave by day or by night, every target fits a finger."""

import pytest
from playwright.sync_api import Page

from tests.browser.access import barriers
from tests.browser.pages import Pages
from tests.browser.scene import Scene
from tests.browser.tour import Screen, come_in, routes_of, screens_of

SCREENS = screens_of("shop", "ride")


@pytest.mark.parametrize("front", ["shop", "ride"])
def test_the_tour_leaves_out_no_screen(front: str) -> None:
    assert {screen.route for screen in screens_of(front)} == routes_of(front)


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: f"{screen.front}-{screen.name}")
def test_the_screen_keeps_nobody_out(pages: Pages, scene: Scene, screen: Screen) -> None:
    page: Page = come_in(pages, scene, screen.front, device=screen.device, language="ko").new_page()
    found = barriers(page, screen, scene)
    assert not found, "\n" + "\n".join(found)
