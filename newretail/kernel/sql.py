"""The few hot statements: kept in `sql/*.sql` files, prepared on the server, bound there, fetched as named tuples."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from threading import local
from typing import Any

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from newretail.kernel.errors import Refusal
from newretail.kernel.pipe import Asked, Pipe, Values

_local = local()


@cache
def load(beside: str, name: str) -> str:
    """The text of `sql/<name>` in the folder of the module whose `__file__` is `beside`."""
    return (Path(beside).parent / "sql" / name).read_text()


def fetch(statement: str, values: Values = None, *, after: Sequence[Asked] = ()) -> list[Any]:
    """Run a statement on this thread's connection and return its rows. Joins the transaction that is open.

    `after`: statements that are run before it in the same round trip, such as a lock: what it reads is what is so once they are done.
    """
    database = _database()
    with database.wrap_database_errors:
        return _pipe(database).fetch(statement, values, after=after)


def run(statement: str, values: Values = None) -> None:
    """Run a statement whose rows nobody reads."""
    run_all([(statement, values)])


def run_all(asked: Iterable[Asked]) -> None:
    """Run statements whose rows nobody reads, in one round trip. The first one's error is raised; then none has been done."""
    database = _database()
    with database.wrap_database_errors:
        _pipe(database).run(asked)


Refuse = Callable[[DatabaseError], Refusal | None]
Gathered = tuple[str, Values, Refuse | None]


def later(statement: str, values: Values = None, *, refuse: Refuse | None = None) -> None:
    """Run a statement at the end of the `gathering` that is open, in one round trip with its others; at once without one.

    For the last writes of a hot use case: nothing after them in the transaction may need to see them. `refuse` says which
    refusal an error of the statement means, if any; it is asked once the transaction has been rolled back.
    """
    gathered = getattr(_local, "gathered", None)
    if gathered is not None:
        gathered.append((statement, values, refuse))
        return
    with gathering():
        later(statement, values, refuse=refuse)


@contextmanager
def gathering() -> Iterator[None]:
    """A transaction that holds back what is said `later` in the block and sends it together with its COMMIT.

    Locks taken by those statements are held for the server's own time only, not for another round trip.
    """
    gathered: list[Gathered] = []
    _local.gathered = gathered
    try:
        with transaction.atomic():
            yield
            _send(gathered)
    except DatabaseError as error:
        refusals = (refuse(error) for *_, refuse in gathered if refuse)
        raise next(filter(None, refusals), error) from error.__cause__
    finally:
        _local.gathered = None


def _send(gathered: Sequence[Gathered]) -> None:
    _local.gathered = None
    if not gathered:
        return
    database = _database()
    outermost = len(database.atomic_blocks) == 1  # else somebody around us commits
    with database.wrap_database_errors:
        _pipe(database).run(((statement, values) for statement, values, _ in gathered), commit=outermost)


def _database() -> BaseDatabaseWrapper:
    """This thread's connection, open and sound. Found once for a statement: Django's `connection` looks it up at each touch."""
    database = connections[DEFAULT_DB_ALIAS]
    database.ensure_connection()
    database.validate_no_broken_transaction()
    return database


def _pipe(database: BaseDatabaseWrapper) -> Pipe:
    pipe: Pipe | None = getattr(_local, "pipe", None)
    if pipe is None or pipe.connection is not database.connection:
        pipe = _local.pipe = Pipe(database.connection)
    return pipe
