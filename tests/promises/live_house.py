"""The real server in processes of its own, and clients that talk to it over sockets as anybody would."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Barrier
from typing import Any
from uuid import uuid4

import httpx
from django.conf import settings
from django.db import connection

from tests.live.server import wait_for
from tests.sale_floor import Person

PROJECT = Path(__file__).resolve().parents[2]
HOUSE = "newretail.port:application"
PATIENCE_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; `status` is 0 when the line broke before an answer."""

    status: int
    body: bytes = b""
    headers: httpx.Headers = field(default_factory=httpx.Headers)

    def json(self) -> Any:
        return httpx.Response(self.status, content=self.body).json()

    @property
    def code(self) -> str:
        """The code of a problem document, else nothing."""
        problem = self.headers.get("Content-Type", "").startswith("application/problem+json")
        return str(self.json()["code"]) if problem else ""


class House:
    """A server that is up."""

    def __init__(self, port: int, process: "subprocess.Popen[bytes]") -> None:
        self.port = port
        self.process = process
        self._http = httpx.Client(
            base_url=f"http://127.0.0.1:{port}/api/v1",
            timeout=PATIENCE_SECONDS,
            limits=httpx.Limits(max_connections=100),
            trust_env=False,
        )

    def post(self, path: str, body: Any = None, *, token: str, key: str | None = None) -> Answer:
        return self.send("POST", path, body, token=token, key=key)

    def send(self, method: str, path: str, body: Any = None, *, token: str, key: str | None = None) -> Answer:
        """Send JSON under this idempotency key, by default a new one."""
        headers = {"Authorization": token, "Idempotency-Key": key or str(uuid4()), "Accept-Language": "en"}
        try:
            answer = self._http.request(method, path, json=body if body is not None else {}, headers=headers)
        except httpx.TransportError:
            return Answer(0)
        return Answer(answer.status_code, answer.content, answer.headers)

    def close(self) -> None:
        self._http.close()


def token_of(person: Person) -> str:
    """The Authorization header of this person's requests."""
    return str(person.http.defaults["HTTP_AUTHORIZATION"])


def database_of_tests() -> str:
    """The address of the database that these tests run on."""
    place = connection.settings_dict
    return f"postgresql://{place['USER']}:{place['PASSWORD']}@{place['HOST']}:{place['PORT']}/{place['NAME']}"


@contextmanager
def live_house(
    folder: Path,
    *,
    database: str = "",
    workers: int = 1,
    application: str = HOUSE,
    failpoint: str = "",
    version: Path = PROJECT,
) -> Iterator[House]:
    """A server on a free port while the block lasts; its log is `server.log` in the folder.

    `application`: another one than the house itself is served with the same number of threads. `failpoint`: where its
    workers die as by `kill -9`. `version`: the folder of another newretail.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    words = serving(application, port, workers)
    environment = environment_of(folder, database=database, failpoint=failpoint)
    log = folder / "server.log"
    with log.open("ab") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", *words],
            env=environment,
            cwd=version,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    try:
        wait_for(port, process, log)
        house = House(port, process)
        try:
            yield house
        finally:
            house.close()
    finally:
        stop(process)
    assert failpoint or process.returncode in (0, -15), (
        f"the server did not stop cleanly: {log.read_text()[-3000:]}"
    )


def serving(application: str, port: int, workers: int) -> list[str]:
    """The command's words that serve this application on the port."""
    if application == HOUSE:
        return ["newretail", "serve", "--port", str(port), "--workers", str(workers)]
    where = ["--port", str(port), "--workers", str(workers)]
    return ["granian", "--interface", "rsgi", *where, application]


def environment_of(folder: Path, *, database: str, failpoint: str) -> dict[str, str]:
    return {
        **os.environ,
        "DATABASE_URL": database or database_of_tests(),
        "NEWRETAIL_DATA": str(folder),
        "NEWRETAIL_SECRET_KEY": settings.SECRET_KEY,
        "NEWRETAIL_FAILPOINT": failpoint,
        "NEWRETAIL_LOG_LEVEL": "ERROR",
        "DJANGO_SETTINGS_MODULE": settings.SETTINGS_MODULE,
    }


def stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(timeout=15)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    with contextlib.suppress(ProcessLookupError):  # workers that outlived it, as after a failpoint
        os.killpg(process.pid, signal.SIGKILL)


def at_once(clients: int, work: Callable[[int], Answer]) -> list[Answer]:
    """Do the work in so many threads that start together."""
    start = Barrier(clients)

    def client(number: int) -> Answer:
        start.wait(timeout=PATIENCE_SECONDS)
        return work(number)

    with ThreadPoolExecutor(clients) as pool:
        return list(pool.map(client, range(clients)))
