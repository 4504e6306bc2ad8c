"""The fronts are served from the same port, under a policy that lets nothing in from elsewhere."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from newretail.fronts import pages
from newretail.kernel import clock

FRONTS = ("shop", "floor", "ride", "hq")


@pytest.fixture
def browser() -> Client:
    return Client()


@pytest.mark.parametrize("front", FRONTS)
def test_a_front_answers_at_each_of_its_addresses(browser: Client, front: str) -> None:
    home, within = browser.get(f"/{front}/"), browser.get(f"/{front}/some/screen?of=it")
    assert home.status_code == within.status_code == 200
    assert home.content == within.content and b'<div id="app">' in home.content
    assert browser.get(f"/{front}").headers["Location"] == f"/{front}/"


@pytest.mark.parametrize("front", FRONTS)
def test_the_policy_lets_nothing_in_from_elsewhere(browser: Client, front: str) -> None:
    page = browser.get(f"/{front}/")
    policy = page.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy
    assert "unsafe-inline" not in policy and "'unsafe-eval'" not in policy and "http" not in policy
    html = page.content.decode()
    assert (
        not re.search(r"<script(?![^>]*\bsrc=)", html)
        and " style=" not in html
        and " on" + "click=" not in html
    )
    assert all(address.startswith("/") for address in re.findall(r'(?:src|href)="([^"]+)"', html))


def test_a_script_is_compressed_and_kept_for_ever(browser: Client) -> None:
    page = browser.get("/shop/").content.decode()
    script = re.findall(r'src="(/fronts/[^"]+\.js)"', page)[0]
    answer = browser.get(script, headers={"Accept-Encoding": "gzip"})
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.headers["Content-Type"].startswith("text/javascript")
    largest = max(Path(settings.FRONTS_DIR, "assets").glob("*.js"), key=lambda path: path.stat().st_size)
    packed = browser.get(f"/fronts/assets/{largest.name}", headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert len(b"".join(packed.streaming_content)) < largest.stat().st_size / 2  # type: ignore[attr-defined]


def test_the_page_brings_the_time_of_the_house_along(browser: Client) -> None:
    told = browser.get("/shop/").cookies[pages.CLOCK_COOKIE]
    seconds, speed = told.value.split("x")
    assert abs(float(seconds) - clock.now().timestamp()) < 5 and float(speed) == 1
    assert told["max-age"] == pages.CLOCK_SECONDS and not told["httponly"]


def test_the_page_itself_is_asked_for_anew(browser: Client) -> None:
    assert browser.get("/shop/").headers["Cache-Control"] == "no-cache"
    worker = browser.get("/shop/sw.js")
    assert worker.headers["Cache-Control"] == "no-cache" and b"/fronts/assets/" in worker.content


@pytest.mark.parametrize(
    "path", ["../settings.py", "..%2fsettings.py", "assets/../../pages.py", "nothing.js", "%00"]
)
def test_nothing_but_the_built_files_is_served(browser: Client, path: str) -> None:
    assert browser.get(f"/fronts/{path}").status_code == 404


@pytest.mark.parametrize(
    ("language", "name"), [("en", "Haru Floor"), ("ko-KR", "하루 매장"), ("zh-CN", "每日门店")]
)
def test_a_front_is_installed_by_its_name(browser: Client, language: str, name: str) -> None:
    card = browser.get("/floor/manifest.webmanifest", headers={"Accept-Language": language})
    assert card.json()["name"] == name and card.json()["scope"] == "/floor/"
    assert {Path(icon["src"].partition("?")[0]).suffix for icon in card.json()["icons"]} == {".svg", ".png"}


def test_before_they_are_built_the_page_says_how(
    browser: Client, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(pages, "BUILT", tmp_path)
    answer = browser.get("/shop/", headers={"Accept-Language": "ko"})
    assert answer.status_code == 503 and "make web" in answer.content.decode()
    assert "다시 여세요" in answer.content.decode()
