"""Promise 9: a database crash loses nothing acknowledged.

Orders pour in while the database of their own is stopped as by a power cut, is away for a moment, and comes back. What was
answered with a success is there afterwards; what was not is placed once by a retry; meanwhile the house says calmly that it
cannot, and when to try again.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from django.conf import settings

from newretail.embedded import Cluster, StopMode
from tests.promises.live_house import PROJECT, Answer, House, live_house

pytestmark = pytest.mark.races

SHOPPERS = 4
EACH = 80
BACK_WITHIN_SECONDS = 5.0
SET_UP = f"""
import json, django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from newretail.members import api as members
from tests.sale_floor import Person, cart_with, let_many_wait, open_store, promise_for
floor = open_store(stock=100_000)
let_many_wait(floor)
people = []
for _ in range({SHOPPERS}):
    member, token = members.open_guest()
    person = Person(member, token)
    promises = [promise_for(person, cart_with(person, floor, [(floor.bread, 1, "carry_out")]))["id"] for _ in range({EACH})]
    people.append({{"token": "Bearer " + token, "promises": promises}})
print(json.dumps(people))
"""
AUDIT = """
import json, django
django.setup()
from newretail.insight import api as insight
print(json.dumps([str(each) for each in insight.audit_books().differences]))
"""


@dataclass
class Log:
    """What the shoppers were told, by idempotency key."""

    placed: dict[str, str] = field(default_factory=dict)
    unanswered: dict[str, tuple[str, str]] = field(default_factory=dict)
    refusals: list[Answer] = field(default_factory=list)


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    folder = Path(tempfile.mkdtemp(prefix="newretail-crash-"))
    folder.chmod(0o755)
    made = Cluster(folder / "postgres")
    try:
        made.start()
        yield made
    finally:
        made.destroy()
        shutil.rmtree(folder, ignore_errors=True)


def python(source: str, *, database: str) -> Any:
    """The JSON that a program prints last, run on this database in a process of its own."""
    environment = {
        **os.environ,
        "DATABASE_URL": database,
        "DJANGO_SETTINGS_MODULE": settings.SETTINGS_MODULE,
        "NEWRETAIL_HOSTS": "testserver",
        "NEWRETAIL_LOG_LEVEL": "ERROR",
    }
    done = subprocess.run(
        [sys.executable, "-c", source],
        env=environment,
        cwd=PROJECT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout.splitlines()[-1])


def shop(house: House, person: dict[str, Any], log: Log, enough: Event) -> None:
    """Place one order after the other; note each answer."""
    for promise in person["promises"]:
        if enough.is_set():
            return
        key = str(uuid4())
        answer = place(house, person["token"], promise, key)
        if answer.status == 201:
            log.placed[key] = answer.json()["id"]
        else:
            log.unanswered[key] = (person["token"], promise)
            if answer.status:
                log.refusals.append(answer)
            time.sleep(0.1)


def place(house: House, token: str, promise: str, key: str) -> Answer:
    return house.post("/orders", {"promise_id": promise}, token=token, key=key)


def until(house: House, person: dict[str, Any], *, seconds: float) -> float:
    """Seconds until an order of this person's is taken again."""
    begun = time.monotonic()
    promise, key = person["promises"][-1], str(uuid4())
    while time.monotonic() - begun < seconds:
        if place(house, person["token"], promise, key).status == 201:
            return time.monotonic() - begun
        time.sleep(0.05)
    raise AssertionError(f"no order was taken within {seconds} s")


@contextmanager
def closing_time(enough: Event) -> Iterator[None]:
    """Nobody begins another order once the block has ended, whatever ended it."""
    try:
        yield
    finally:
        enough.set()


def test_what_was_acknowledged_survives_a_crash_and_the_house_says_so_meanwhile(
    cluster: Cluster, tmp_path: Path
) -> None:
    url = cluster.url
    people = python(SET_UP, database=url)
    witness = people[0] | {"promises": people[0]["promises"][-1:]}
    people[0]["promises"].pop()
    log, enough = Log(), Event()
    with (
        live_house(tmp_path, database=url) as house,
        ThreadPoolExecutor(SHOPPERS) as pool,
        closing_time(enough),
    ):
        shoppers = [pool.submit(shop, house, person, log, enough) for person in people]
        wait_for(lambda: len(log.placed) >= 20)
        cluster.stop(mode=StopMode.IMMEDIATE)
        wait_for(lambda: len(log.refusals) >= SHOPPERS)
        acknowledged_before = len(log.placed)
        assert cluster.start() and cluster.url == url
        took = until(house, witness, seconds=30)
        wait_for(lambda: len(log.placed) > acknowledged_before or all(each.done() for each in shoppers))
        enough.set()
        for each in shoppers:
            each.result(timeout=60)
        retried = {key: place(house, *wanted, key) for key, wanted in log.unanswered.items()}
    assert took < BACK_WITHIN_SECONDS

    for refusal in log.refusals:
        assert (refusal.status, refusal.code) == (503, "unavailable"), refusal.body
        assert int(refusal.headers["Retry-After"]) > 0
        assert "try again" in refusal.json()["detail"]
    assert {answer.status for answer in retried.values()} == {201}, retried

    with psycopg.connect(url) as connection:
        rows = connection.execute("SELECT id::text FROM ordering_order").fetchall()
        held = connection.execute("SELECT sum(held) FROM inventory_stock").fetchone()
    there = [row[0] for row in rows]
    assert set(log.placed.values()) <= set(there), "an order that was acknowledged is gone"
    assert len(there) == len(log.placed) + len(retried) + 1, "and nothing was placed twice"
    assert held == (len(there),)
    assert python(AUDIT, database=url) == []


def wait_for(condition: Any, *, seconds: float = 30.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.01)
