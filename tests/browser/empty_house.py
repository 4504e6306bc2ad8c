"""A house in which nobody has done anything yet: an empty database, its server and its worker, through the public commands."""

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx

READY_SECONDS = 60
FINISH_SECONDS = 120
STOP_SECONDS = 15


@dataclass(frozen=True, slots=True)
class EmptyHouse:
    """`link`: what `newretail setup` printed, with which its head office comes in."""

    url: str
    link: str


@contextlib.contextmanager
def empty_house(folder: Path) -> Iterator[EmptyHouse]:
    """A chain that was begun a moment ago, in euro and in English; its clock is the real one."""
    url = f"http://127.0.0.1:{_free_port()}"
    kept = {name: value for name, value in os.environ.items() if not name.startswith("NEWRETAIL_")}
    kept.pop("DATABASE_URL", None)
    kept.pop("DJANGO_SETTINGS_MODULE", None)
    environment = kept | {"NEWRETAIL_DATA": str(folder / "data"), "NEWRETAIL_PUBLIC_URL": url}

    def command(*words: str) -> list[str]:
        return [sys.executable, "-m", "newretail", *words]

    def finish(*words: str) -> str:
        done = subprocess.run(
            command(*words),
            env=environment,
            capture_output=True,
            text=True,
            timeout=FINISH_SECONDS,
            check=False,
        )
        assert done.returncode == 0, f"{words}: {done.stdout}{done.stderr}"
        return done.stdout

    with contextlib.ExitStack() as ends:
        ends.callback(finish, "db", "stop")
        finish("db", "start")
        finish("migrate")
        said = finish(
            "setup", "--email", "boss@example.com", "--name", "Corner shops", "--currency", "EUR",
            "--languages", "en,ko,zh", "--country", "IT", "--time-zone", "Europe/Rome",
        )  # fmt: skip
        link = re.search(r"http\S+#badge=\S+", said)
        assert link, said
        for words in (("serve", "--port", url.rpartition(":")[2], "--workers", "1"), ("jobs",)):
            log = ends.enter_context((folder / f"{words[0]}.log").open("wb"))
            program = subprocess.Popen(command(*words), env=environment, stdout=log, stderr=subprocess.STDOUT)
            ends.callback(_stop, program)
        _wait_for(f"{url}/api/v1/health")
        yield EmptyHouse(url, link[0])


def _wait_for(url: str) -> None:
    ends = time.monotonic() + READY_SECONDS
    while time.monotonic() < ends:
        with contextlib.suppress(httpx.HTTPError):
            if httpx.get(url, timeout=2, trust_env=False).status_code < 500:
                return
        time.sleep(0.1)
    raise AssertionError(f"nobody answers at {url}")


def _stop(program: "subprocess.Popen[bytes]") -> None:
    program.send_signal(signal.SIGTERM)
    try:
        program.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        program.kill()
        program.wait()


def _free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])
