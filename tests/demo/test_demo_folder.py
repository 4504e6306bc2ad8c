"""A demo keeps to its own folder."""

import json
import os
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from newretail.demo import alipay, stamp
from newretail.demo.folder import MARKER, DemoRunning, NotADemoFolder, open_demo_folder
from newretail.kernel import clock

SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.fixture(autouse=True)
def real_clock_afterwards() -> object:
    yield
    clock.attach(None)


def test_an_empty_or_missing_folder_becomes_a_demo_folder_and_is_known_again(tmp_path: Path) -> None:
    for path in (tmp_path / "empty", tmp_path / "deep" / "missing"):
        if path.name == "empty":
            path.mkdir()
        assert open_demo_folder(path).path == path
        (path / "more").touch()
        assert open_demo_folder(path).path == path


def test_a_folder_with_other_things_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(NotADemoFolder):
        open_demo_folder(tmp_path)
    assert [entry.name for entry in tmp_path.iterdir()] == ["thesis.txt"]


def test_two_demos_do_not_share_a_folder(tmp_path: Path) -> None:
    folder = open_demo_folder(tmp_path)
    with folder.held(), pytest.raises(DemoRunning), folder.held():
        pass
    with folder.held():
        pass


def test_a_reset_leaves_only_the_marker_and_follows_no_link(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "kept").touch()
    folder = open_demo_folder(tmp_path / "demo")
    (folder.path / "link").symlink_to(outside)
    (folder.path / "logs").mkdir()
    (folder.path / "clock").touch()
    with folder.held():
        folder.reset()
    assert [entry.name for entry in folder.path.iterdir()] == [MARKER]
    assert (outside / "kept").exists()


def test_the_clock_goes_on_and_never_back_and_skips_the_night(tmp_path: Path) -> None:
    folder = open_demo_folder(tmp_path)
    first = folder.wind_clock(speed=5, zone=SHANGHAI)
    assert (first.mode, first.speed) == ("running", 5)
    assert first.now.astimezone(SHANGHAI).hour == 10
    clock.advance_to(first.now + timedelta(hours=2))
    assert (
        first.now + timedelta(hours=2)
        <= folder.wind_clock(speed=1, zone=SHANGHAI).now
        < first.now + timedelta(hours=3)
    )
    clock.advance_to(first.now + timedelta(hours=11))
    morning = folder.wind_clock(speed=1, zone=SHANGHAI).now.astimezone(SHANGHAI)
    assert morning > first.now + timedelta(hours=11)
    assert (morning.hour, morning.minute) == (10, 30)
    clock.advance_to(morning + timedelta(hours=16))  # half past two at night
    morning_after = folder.wind_clock(speed=1, zone=SHANGHAI).now.astimezone(SHANGHAI)
    assert (morning_after.date() - morning.date()).days == 1
    assert morning_after.hour == 10


def test_the_shop_has_keys_of_its_own_that_stay(tmp_path: Path) -> None:
    private, public = alipay.merchant_keys(tmp_path / "alipay")
    assert stat.S_IMODE(private.stat().st_mode) == 0o600
    before = private.read_bytes(), public.read_bytes()
    environment = alipay.store_environment(
        folder=tmp_path / "alipay", gateway_url="http://127.0.0.1:9001", store_url="http://127.0.0.1:9000"
    )
    assert (private.read_bytes(), public.read_bytes()) == before
    assert environment["NEWRETAIL_ALIPAY_GATEWAY"] == "http://127.0.0.1:9001/gateway.do"
    assert environment["NEWRETAIL_ALIPAY_NOTIFY_URL"].startswith("http://127.0.0.1:9000/")


def test_what_is_prepared_is_not_prepared_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = open_demo_folder(tmp_path / "demo")
    catalogue = tmp_path / "products.csv"
    catalogue.write_text("gtin")
    assert not stamp.is_prepared(folder, chain="haru", catalogue=None)
    folder.instance_file.write_text(json.dumps({}))
    stamp.mark_prepared(folder, chain="haru", catalogue=None)
    assert stamp.is_prepared(folder, chain="haru", catalogue=None)
    assert not stamp.is_prepared(folder, chain="haru", catalogue=catalogue)
    stamp.mark_prepared(folder, chain="haru", catalogue=catalogue)
    assert stamp.is_prepared(folder, chain="haru", catalogue=catalogue)
    os.utime(catalogue, (1, 1))
    assert not stamp.is_prepared(folder, chain="haru", catalogue=catalogue)
    monkeypatch.setattr(stamp, "version_mark", lambda: "the next version")
    assert not stamp.is_prepared(folder, chain="haru", catalogue=None)


def test_the_first_clock_starts_today(tmp_path: Path) -> None:
    started = open_demo_folder(tmp_path).wind_clock(speed=1, zone=SHANGHAI).now
    assert abs(started - datetime.now(UTC)) < timedelta(days=1)
