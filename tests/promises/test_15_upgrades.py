"""Promise 15: upgrades do not stop the shop.

While shoppers place orders, the tables that every order writes are changed in the ways that a migration may (see
`tests/architecture/test_migrations`), and somebody sits in a long transaction that keeps the strongest lock from being had. No order fails,
and none waits for longer than the upgrade may wait for a lock.
"""

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from django.db import connection

from newretail.kernel import upgrade
from tests.promises.live_house import House, database_of_tests, live_house, token_of
from tests.sale_floor import cart_with, let_many_wait, open_store, promise_for, shopper

pytestmark = [pytest.mark.races, pytest.mark.django_db(transaction=True)]

SHOPPERS, EACH = 3, 60
SITS_SECONDS = 2.0
"""How long somebody's transaction stands in the way; four times what an order would be allowed to feel of it."""
SLACK_SECONDS = 1.5
"""What an order takes besides, on a machine that is busy with other things."""
WIDER = (
    "ALTER TABLE ordering_order ADD COLUMN upgrade_note varchar(20) NULL",
    "ALTER TABLE ordering_order ADD COLUMN upgrade_mark integer DEFAULT 0",
    "CREATE INDEX CONCURRENTLY upgrade_index ON ordering_order (upgrade_note)",
    "ALTER TABLE ordering_order ADD CONSTRAINT upgrade_check CHECK (upgrade_mark >= 0) NOT VALID",
    "ALTER TABLE ordering_order VALIDATE CONSTRAINT upgrade_check",
    "ALTER TABLE inventory_hold ADD COLUMN upgrade_note varchar(20) NULL",
)
BACK = (
    "ALTER TABLE ordering_order DROP COLUMN IF EXISTS upgrade_note, DROP COLUMN IF EXISTS upgrade_mark",
    "ALTER TABLE inventory_hold DROP COLUMN IF EXISTS upgrade_note",
)


@contextmanager
def somebody_in_the_way() -> Iterator[None]:
    """A report that reads orders in a transaction which stays open for a while."""
    sits = threading.Event()

    def sit() -> None:
        with psycopg.connect(database_of_tests()) as other:
            other.execute("SELECT count(*) FROM ordering_order")
            sits.set()
            time.sleep(SITS_SECONDS)

    thread = threading.Thread(target=sit)
    thread.start()
    assert sits.wait(10)
    try:
        yield
    finally:
        thread.join()


def run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def shop(
    house: House, person: Any, token: str, promises: list[str], ended: threading.Event
) -> list[tuple[int, float]]:
    """Status and seconds of each order."""
    seen = []
    for promise in promises:
        begun = time.monotonic()
        answer = house.post("/orders", {"promise_id": promise}, token=token, key=str(uuid4()))
        seen.append((answer.status, time.monotonic() - begun))
        if ended.is_set():
            break
        time.sleep(0.05)
    return seen


def test_orders_go_on_while_the_schema_is_widened(tmp_path: Path) -> None:
    floor = open_store(stock=10_000)
    let_many_wait(floor)
    people = []
    for _ in range(SHOPPERS):
        person = shopper()
        promises = [
            promise_for(person, cart_with(person, floor, [(floor.bread, 1, "carry_out")]))["id"]
            for _ in range(EACH)
        ]
        people.append((person, token_of(person), promises))
    ended, told = threading.Event(), []
    try:
        with live_house(tmp_path) as house, ThreadPoolExecutor(SHOPPERS) as pool:
            at_work = [pool.submit(shop, house, *each, ended) for each in people]
            time.sleep(0.5)
            with somebody_in_the_way():
                for statement in WIDER:
                    upgrade.patiently(lambda statement=statement: run(statement), tell=told.append)
            time.sleep(0.5)
            ended.set()
            seen = [each for work in at_work for each in work.result(timeout=60)]
    finally:
        for statement in BACK:
            run(statement)
        connection.close()
    assert told, "somebody was in the way, so that it had to try again"
    assert len(seen) > 10 and {status for status, _ in seen} == {201}, seen
    longest = max(seconds for _, seconds in seen)
    assert longest < upgrade.LOCK_WAIT_MILLISECONDS / 1000 + SLACK_SECONDS, longest


def test_an_upgrade_that_never_gets_its_lock_says_so_and_changes_nothing() -> None:
    with psycopg.connect(database_of_tests()) as other:
        other.execute("LOCK TABLE ordering_order IN ACCESS SHARE MODE")
        with pytest.raises(upgrade.LockNotGot, match="pg_stat_activity"):
            upgrade.patiently(lambda: run(WIDER[0]), tell=lambda _: None, tries=2)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM information_schema.columns WHERE column_name = 'upgrade_note'")
        assert cursor.fetchone() == (0,)
    connection.close()
