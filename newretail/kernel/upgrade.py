"""Change the schema while people are served: no lock is waited for longer than they can bear.

Whoever waits for a table's strongest lock has everybody behind it wait too, even if it never gets it. So a step gives up after half a
second, lets those behind it through, and tries again. A step is one migration: what is in one transaction with it is undone.
"""

import time
from collections.abc import Callable

import psycopg
from django.core.management import call_command
from django.db import OperationalError, connection

LOCK_WAIT_MILLISECONDS = 500
TRIES = 120
LONGEST_PAUSE_SECONDS = 5.0

_INVALID = """
SELECT format('%I.%I', space.nspname, class.relname) FROM pg_index
JOIN pg_class class ON class.oid = indexrelid JOIN pg_namespace space ON space.oid = class.relnamespace
WHERE NOT indisvalid AND space.nspname = current_schema()
"""


class LockNotGot(Exception):
    """A table was never free; what had been done until then stays, and migrating again goes on from there."""


def migrate(*, tell: Callable[[str], None]) -> None:
    """Apply all migrations that are missing. Raises LockNotGot."""
    patiently(lambda: call_command("migrate", interactive=False, verbosity=1), tell=tell)


def patiently(step: Callable[[], object], *, tell: Callable[[str], None], tries: int = TRIES) -> None:
    """Do `step`, again and again while it does not get a lock in time. Raises LockNotGot after so many tries."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET lock_timeout = {LOCK_WAIT_MILLISECONDS}")
        cursor.execute(
            "SET statement_timeout = 0"
        )  # an index of a large table takes its time, and holds up nobody
    for number in range(1, tries + 1):
        try:
            step()
            return
        except OperationalError as error:
            if not isinstance(
                error.__cause__, (psycopg.errors.LockNotAvailable, psycopg.errors.DeadlockDetected)
            ):
                raise
            tell(f"a table is busy, trying again ({number} of {tries})")
            _drop_half_built_indexes()
            time.sleep(min(0.2 * number, LONGEST_PAUSE_SECONDS))
    raise LockNotGot(
        f"no lock in {tries} tries; look for a long transaction in pg_stat_activity, then migrate again"
    )


def _drop_half_built_indexes() -> None:
    """An index that was being built beside the work and was given up stays as an invalid one, in the way of the next try."""
    with connection.cursor() as cursor:
        cursor.execute(_INVALID)
        for (index,) in cursor.fetchall():
            cursor.execute(f"DROP INDEX IF EXISTS {index}")
