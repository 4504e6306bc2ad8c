"""Promise 15: upgrades do not stop the shop.

The next version, made for the test, refuses the schema until it is migrated. Its migrations change the tables that every order writes, in the
ways that a migration may (see `tests/architecture/test_migrations`), while shoppers place orders and somebody sits in a long transaction
that keeps the strongest lock from being had: no order fails, and none waits for longer than the upgrade may wait for a lock. Then both
versions sell side by side. How long orders take meanwhile is measured by `python -m bench.upgrade`.
"""

import subprocess
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from django.db import connection

from bench.next_version import PREFIX, STEPS, NextVersion, make_next_version
from newretail.kernel import upgrade
from newretail.kernel.schema import schema_standing
from tests.promises.live_house import House, database_of_tests, environment_of, live_house, token_of
from tests.sale_floor import Floor, cart_with, let_many_wait, open_store, promise_for, shopper

pytestmark = [pytest.mark.races, pytest.mark.django_db(transaction=True)]

SHOPPERS, EACH = 3, 40
SITS_SECONDS = 1.5
"""How long somebody's transaction stands in the way while orders are placed; three times what an order may feel of it."""
SLACK_SECONDS = 1.5
"""What an order takes besides, on a machine that is busy with other things."""
MIGRATIONS = sum(len(each) for each in STEPS.values())
BACK = (
    "ALTER TABLE ordering_order DROP COLUMN IF EXISTS upgrade_note, DROP COLUMN IF EXISTS upgrade_mark",
    "ALTER TABLE inventory_hold DROP COLUMN IF EXISTS upgrade_note",
    f"DELETE FROM django_migrations WHERE name LIKE '{PREFIX}%'",
)
PATIENCE_SECONDS = 60


@contextmanager
def unwidened_afterwards() -> Iterator[None]:
    """The tests' database is this version's again."""
    try:
        yield
    finally:
        for statement in BACK:
            run(statement)
        connection.close()


def run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


@contextmanager
def somebody_in_the_way() -> Iterator[None]:
    """A report that reads orders in a transaction which stays open."""
    with psycopg.connect(database_of_tests()) as other:
        other.execute("SELECT count(*) FROM ordering_order")
        yield


class Shopper:
    """Somebody with promises, each of which may become an order."""

    def __init__(self, floor: Floor, promises: int) -> None:
        person = shopper()
        self.token = token_of(person)
        bread = [(floor.bread, 1, "carry_out")]
        self.promises = [promise_for(person, cart_with(person, floor, bread))["id"] for _ in range(promises)]

    def order(self, house: House) -> tuple[int, float]:
        """Status and seconds."""
        begun = time.monotonic()
        wanted = {"promise_id": self.promises.pop()}
        answer = house.post("/orders", wanted, token=self.token, key=str(uuid4()))
        return answer.status, time.monotonic() - begun

    def shop(self, house: House, ended: threading.Event) -> list[tuple[int, float]]:
        """One order after the other, until it is enough."""
        seen = [self.order(house)]
        while self.promises and not ended.wait(0.05):
            seen.append(self.order(house))
        return seen


def refuses_to_serve(following: NextVersion, folder: Path) -> bool:
    """The next version, on the schema of this one."""
    serve = following.start("serve", "--port", "0", environment=at_work(folder))
    said, _ = serve.communicate(timeout=PATIENCE_SECONDS)
    assert f"lacks {MIGRATIONS} migrations" in said and "newretail migrate" in said, said
    return serve.returncode == 1


def at_work(folder: Path) -> dict[str, str]:
    return environment_of(folder, database="", failpoint="")


def until_it_waits(migrate: subprocess.Popen[str]) -> None:
    """Until it has given up a lock once."""
    said = []
    assert migrate.stdout is not None
    for line in migrate.stdout:
        said.append(line)
        if "trying again" in line:
            return
    raise AssertionError(f"nobody was in its way: {said}")


def test_the_shop_sells_on_while_the_next_version_comes(tmp_path: Path) -> None:
    floor = open_store(stock=10_000)
    let_many_wait(floor)
    people = [Shopper(floor, EACH) for _ in range(SHOPPERS)]
    witness, following, ended = Shopper(floor, 6), make_next_version(tmp_path / "next"), threading.Event()
    with unwidened_afterwards(), live_house(tmp_path) as before:
        assert refuses_to_serve(following, tmp_path)
        with ThreadPoolExecutor(SHOPPERS) as pool:
            with somebody_in_the_way():
                migrate = following.start("migrate", environment=at_work(tmp_path))
                until_it_waits(migrate)
                shopping = [pool.submit(each.shop, before, ended) for each in people]
                time.sleep(SITS_SECONDS)
            said, _ = migrate.communicate(timeout=PATIENCE_SECONDS)
            ended.set()
            seen = [order for each in shopping for order in each.result(timeout=PATIENCE_SECONDS)]
        assert migrate.returncode == 0 and "trying again" in said, said
        standing = schema_standing()
        assert len(standing.unknown) == MIGRATIONS and not standing.trouble, "the one before may start anew"
        with live_house(tmp_path, version=following.folder) as after:
            side_by_side = [witness.order(house)[0] for house in (after, before, after, before)]
    assert side_by_side == [201] * 4
    assert len(seen) > 10 and {status for status, _ in seen} == {201}, seen
    longest = max(seconds for _, seconds in seen)
    assert longest < upgrade.LOCK_WAIT_MILLISECONDS / 1000 + SLACK_SECONDS, longest


def test_an_upgrade_that_never_gets_its_lock_says_so_and_changes_nothing() -> None:
    wider = "ALTER TABLE ordering_order ADD COLUMN upgrade_note varchar(20) NULL"
    with psycopg.connect(database_of_tests()) as other:
        other.execute("LOCK TABLE ordering_order IN ACCESS SHARE MODE")
        with pytest.raises(upgrade.LockNotGot, match="pg_stat_activity"):
            upgrade.patiently(lambda: run(wider), tell=lambda _: None, tries=2)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM information_schema.columns WHERE column_name = 'upgrade_note'")
        assert cursor.fetchone() == (0,)
    connection.close()
