"""The demo itself: an empty folder, a free port, the guide's whole sale, Ctrl-C; then again, with ten orders through the city."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from newretail.embedded import Cluster

pytestmark = [pytest.mark.demo, pytest.mark.timeout(240)]

PROJECT = Path(__file__).resolve().parents[2]
FAILURE = re.compile(r"\bERROR\b|\bCRITICAL\b|Traceback|Internal Server Error|\bpanic|  ! ")
READY = re.compile(r"ready after ([\d.]+) s")
LONGEST_SECONDS = 120.0


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    path = tmp_path_factory.mktemp("demo")
    yield path
    Cluster(path / "postgres").destroy()


def test_a_fresh_demo_sells_as_the_guide_says_and_stops_at_ctrl_c(folder: Path):
    with running(demo(folder), "--no-city") as (said, port):
        assert "/accounts/login/" in said and "password" in said
        with socket.socket() as probe, pytest.raises(OSError):
            probe.bind(("127.0.0.1", port))
        assert "already" in in_vain(demo(folder))
        assert f"port {port} is taken" in in_vain([*demo(folder.with_name("other"))[:-1], str(port)])
        if shutil.which("jq") and shutil.which("curl"):
            assert '"state":"done","total":12332,"captured":12332,"refunded":354' in guide(folder, said=said)
    assert left_running(folder) == []
    assert not FAILURE.findall(logs(folder)), logs(folder)


def test_it_starts_again_quickly_and_ten_orders_go_through_its_city(folder: Path):
    assert (folder / "prepared").exists(), "needs the demo of the test before"
    done = subprocess.run(
        [*demo(folder), "--orders", "10", "--speed", "120"],
        cwd=PROJECT, env=environment(), capture_output=True, text=True, timeout=LONGEST_SECONDS,
    )  # fmt: skip
    assert done.returncode == 0 and done.stdout.endswith("stopped\n"), (
        done.stdout + done.stderr + logs(folder)
    )
    assert "sample chain in place" not in done.stdout
    assert READY.findall(done.stdout), "it says how long the start took"
    told = re.findall(r"placed (\d+), paid (\d+), .* done (\d+), .*errors (\d+)", logs(folder))[-1]
    placed, paid, finished, errors = map(int, told)
    assert placed >= 10 and paid >= 8 and finished >= 10 and errors == 0
    assert left_running(folder) == []
    assert not FAILURE.findall(logs(folder)), logs(folder)


def in_vain(words: list[str]) -> str:
    """What a demo says that cannot start."""
    done = subprocess.run(words, cwd=PROJECT, env=environment(), capture_output=True, text=True, timeout=60)
    assert done.returncode == 1
    return done.stderr


def guide(folder: Path, *, said: str) -> str:
    """Run every shell command of docs/api.md against the demo."""
    script = "\n".join(re.findall(r"^```sh\n(.*?)^```", (PROJECT / "docs/api.md").read_text(), re.M | re.S))
    shop, wallet = (re.search(rf"{name} +(http://[\d.:]+)", said) for name in ("shop", "wallet"))
    assert shop and wallet
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script],
        env={**os.environ, "STORE": shop[1], "WALLET": wallet[1], "DATA": str(folder)},
        capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def demo(folder: Path) -> list[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    return [sys.executable, "-m", "newretail", "demo", "--data", str(folder), "--port", str(port)]


@contextmanager
def running(words: list[str], *options: str) -> Iterator[tuple[str, int]]:
    """A demo that is ready, with what it has said and its port; ended as by Ctrl-C, which must be clean."""
    process = subprocess.Popen(
        [*words, *options], cwd=PROJECT, env=environment(),
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True,
    )  # fmt: skip
    try:
        yield read_until_ready(process), int(words[-1])
    finally:
        process.send_signal(signal.SIGINT)
        rest, _ = process.communicate(timeout=30)
    assert process.returncode == 0 and rest.endswith("stopped\n"), rest


def read_until_ready(process: subprocess.Popen[str]) -> str:
    assert process.stdout
    said = ""
    for line in process.stdout:
        said += line
        if READY.search(line):
            return said
    raise AssertionError(said)


def environment() -> dict[str, str]:
    """As at a fresh terminal: nothing tells the demo of another database or folder."""
    return {
        name: value
        for name, value in os.environ.items()
        if name not in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE", "PORT")
        and not name.startswith("NEWRETAIL_")
    }


def logs(folder: Path) -> str:
    return "\n".join(path.read_text() for path in sorted((folder / "logs").glob("*.log")))


def left_running(folder: Path, *, within_seconds: float = 5.0) -> list[str]:
    """Programs of the demo that are still there after a moment."""
    deadline = time.monotonic() + within_seconds
    while (found := programs_of(folder)) and time.monotonic() < deadline:
        time.sleep(0.1)
    return found


def programs_of(folder: Path) -> list[str]:
    listing = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout
    places = (str(folder), str(Cluster(folder / "postgres").home))
    return [line for line in listing.splitlines() if any(place in line for place in places)]
