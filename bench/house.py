"""A house to measure: its own data folder, database and server, started through the public command line and gone afterwards."""

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import psutil
import psycopg

STORE = "lujiazui"


@dataclass(frozen=True, slots=True)
class House:
    """A running house. `url` is its database; `token` may do everything."""

    folder: Path
    port: int
    url: str
    token: str
    server: subprocess.Popen[bytes]

    def call(self, method: str, path: str, body: Any = None, *, token: str | None = None) -> Any:
        """One request, the answer's JSON. Raises RuntimeError on anything but a 2xx."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        return call(connection, method, path, body, token=token or self.token)


def call(connection: HTTPConnection, method: str, path: str, body: Any = None, *, token: str) -> Any:
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    if method == "POST":
        headers["Idempotency-Key"] = str(uuid.uuid4())
    connection.request(method, "/api/v1" + path, None if body is None else json.dumps(body), headers)
    answer = connection.getresponse()
    text = answer.read()
    if answer.status >= 300:
        raise RuntimeError(f"{method} {path}: {answer.status} {text[:300]!r}")
    return json.loads(text) if text else None


@contextmanager
def running_house(*, workers: int = 2) -> Iterator[House]:
    """A seeded house with a server of `workers` processes."""
    folder = Path(tempfile.mkdtemp(prefix="newretail-bench-"))
    environment = {**os.environ, "NEWRETAIL_DATA": str(folder), "NEWRETAIL_LOG_LEVEL": "WARNING"}
    environment.pop("DATABASE_URL", None)
    try:
        _newretail("db", "start", environment=environment)
        url = _newretail("db", "url", environment=environment)
        environment["DATABASE_URL"] = url
        _newretail("migrate", environment=environment)
        _newretail("seed", environment=environment)
        token = (
            _newretail("token", "--label", "bench", "--role", "head_office", environment=environment)
            .splitlines()[-1]
            .strip()
        )
        port = free_port()
        server = subprocess.Popen(
            [sys.executable, "-m", "newretail", "serve", "--port", str(port), "--workers", str(workers)],
            env=environment,
            stdout=subprocess.DEVNULL,
        )
        house = House(folder=folder, port=port, url=url, token=token, server=server)
        try:
            wait_until_ready(house)
            yield house
        finally:
            server.terminate()
            server.wait(20)
    finally:
        environment.pop("DATABASE_URL", None)
        _newretail("db", "stop", environment=environment)
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def with_jobs(house: House) -> Iterator[subprocess.Popen[bytes]]:
    """The house with its jobs process: what happened is handed on, and what is due is done."""
    environment = {**os.environ, "NEWRETAIL_DATA": str(house.folder), "DATABASE_URL": house.url}
    jobs = subprocess.Popen(
        [sys.executable, "-m", "newretail", "jobs"], env=environment, stdout=subprocess.DEVNULL
    )
    try:
        yield jobs
    finally:
        jobs.terminate()
        jobs.wait(30)


def memory(*programs: subprocess.Popen[bytes]) -> int:
    """Resident MiB of these programs and their children."""
    trees = [psutil.Process(each.pid) for each in programs]
    every = [process for tree in trees for process in (tree, *tree.children(recursive=True))]
    return int(sum(each.memory_info().rss for each in every) // 2**20)


def audit(house: House) -> str:
    """What the audit of the books says; raises RuntimeError when they differ."""
    environment = {**os.environ, "NEWRETAIL_DATA": str(house.folder), "DATABASE_URL": house.url}
    return _newretail("audit", environment=environment)


@dataclass(frozen=True, slots=True)
class CpuSeconds:
    """Processor time used so far by the server's processes and by the database's."""

    server: float = 0.0
    database: float = 0.0

    def __add__(self, other: "CpuSeconds") -> "CpuSeconds":
        return CpuSeconds(self.server + other.server, self.database + other.database)

    def __sub__(self, other: "CpuSeconds") -> "CpuSeconds":
        return CpuSeconds(self.server - other.server, self.database - other.database)


def cpu(house: House) -> CpuSeconds:
    return CpuSeconds(
        server=tree(psutil.Process(house.server.pid)), database=tree(psutil.Process(postmaster(house.url)))
    )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def port_of(url: str) -> int:
    return int(url.rsplit(":", 1)[1].split("/")[0])


def tree(process: psutil.Process) -> float:
    total = 0.0
    for each in [process, *process.children(recursive=True)]:
        try:
            times = each.cpu_times()
        except psutil.NoSuchProcess:
            continue
        total += times.user + times.system + times.children_user + times.children_system
    return total


def postmaster(url: str) -> int:
    """The number of the process whose children do the database's work."""
    with psycopg.connect(url) as database:
        row = database.execute("SELECT pg_read_file('postmaster.pid', 0, 20)").fetchone()
    assert row is not None
    return int(row[0].splitlines()[0])


def _newretail(*words: str, environment: dict[str, str]) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "newretail", *words],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"newretail {' '.join(words)}: {done.stderr[-2000:]}{done.stdout[-500:]}")
    return done.stdout.strip()


def wait_until_ready(house: House, *, seconds: float = 30) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            house.call("GET", "/stores")
            return
        except (OSError, RuntimeError):
            time.sleep(0.2)
    raise RuntimeError("the server does not answer")
