"""The way of the hot statements to PostgreSQL and back: libpq's own calls, any number of statements in one round trip.

psycopg's cursor spends more processor time on a small prepared statement than its values and rows need (measured in `bench`). Here
psycopg binds the values and reads the rows; sending and waiting is `psycopg.pq`, its wrapper of libpq's pipeline mode.
"""

import re
import select
from collections import namedtuple
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import psycopg
from psycopg import pq
from psycopg.adapt import PyFormat, Transformer
from psycopg.errors import error_from_result

Values = Mapping[str, Any] | None
Asked = tuple[str, Values]
"""A statement with `%(name)s` where its values go, and the values; without values it goes as it stands."""

_NAMED = re.compile(r"%(?:\((\w+)\)s|%)")
_GOOD = frozenset({pq.ExecStatus.COMMAND_OK, pq.ExecStatus.TUPLES_OK, pq.ExecStatus.EMPTY_QUERY})


@dataclass(slots=True)
class _Statement:
    """A statement on one connection. `prepared`: its name on the server by the types of its values."""

    command: bytes
    names: list[str]
    formats: list[PyFormat]
    adapt: Any
    """psycopg's `Transformer`: a class or its C twin, which types cannot name."""
    prepared: dict[tuple[int, ...], bytes] = field(default_factory=dict)
    make_row: Callable[[Sequence[Any]], Any] | None = None


@dataclass(frozen=True, slots=True)
class _Bound:
    """A statement with its values as they travel."""

    statement: _Statement
    types: tuple[int, ...]
    values: Sequence[Any]
    formats: list[pq.Format]


class Pipe:
    """Belongs to one connection and, as that does, to one thread."""

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        self.connection = connection
        self._pg = connection.pgconn
        self._statements: dict[str, _Statement] = {}
        self._names = 0
        self._readable, self._both = select.poll(), select.poll()
        self._readable.register(self._pg.socket, select.POLLIN)
        self._both.register(self._pg.socket, select.POLLIN | select.POLLOUT)

    def fetch(self, text: str, values: Values, *, after: Sequence[Asked] = ()) -> list[Any]:
        """The rows of one statement, as named tuples; `after` are run before it in the same round trip, their rows unread."""
        before = [self._bind(*each) for each in after]
        bound = self._bind(text, values)
        return _rows(bound.statement, self._exchange([*before, bound])[-1])

    def run(self, asked: Iterable[Asked], *, commit: bool = False) -> None:
        """Statements in order, their rows unread; with `commit` they end the transaction. Raises the first one's error."""
        bound = [self._bind(text, values) for text, values in asked]
        if commit:
            bound.append(self._bind("COMMIT", None))
        self._exchange(bound)

    def _bind(self, text: str, values: Values) -> _Bound:
        statement = self._statements.get(text)
        if statement is None:
            statement = self._statements[text] = _read(text, self.connection, named=values is not None)
        if not values:
            return _Bound(statement, (), (), [])
        adapt = statement.adapt
        carried = adapt.dump_sequence([values[name] for name in statement.names], statement.formats)
        return _Bound(statement, adapt.types or (), carried, adapt.formats or [])

    def _exchange(self, asked: Sequence[_Bound]) -> list[pq.abc.PGresult]:
        """One round trip: the results of all that was sent, the last one's last. A transaction that is due begins with it."""
        pg = self._pg
        if pg.transaction_status == pq.TransactionStatus.IDLE and not self.connection.autocommit:
            asked = [self._bind("BEGIN", None), *asked]
        pg.enter_pipeline_mode()
        try:
            fresh = self._send(asked)
            pg.pipeline_sync()
            self._flush()
            results, error = self._results()
        except BaseException:
            self.connection.close()  # pipeline half sent: results no longer match statements
            raise
        pg.exit_pipeline_mode()
        for place, bound, name in fresh:
            if results[place].status in _GOOD:
                bound.statement.prepared[bound.types] = name
        if error is not None:
            raise error
        return results

    def _send(self, asked: Sequence[_Bound]) -> list[tuple[int, _Bound, bytes]]:
        """What is prepared on the way: the place of its result, what for, its name."""
        pg = self._pg
        fresh: list[tuple[int, _Bound, bytes]] = []
        coming: dict[tuple[int, tuple[int, ...]], bytes] = {}
        for number, each in enumerate(asked):
            statement, types = each.statement, each.types
            name = statement.prepared.get(types) or coming.get((id(statement), types))
            if name is None:
                self._names += 1
                name = coming[id(statement), types] = b"newretail_%d" % self._names
                pg.send_prepare(name, statement.command, types)
                fresh.append((number + len(fresh), each, name))
            pg.send_query_prepared(name, each.values, each.formats)
        return fresh

    def _flush(self) -> None:
        while self._pg.flush():
            for _, event in self._both.poll():
                if event & ~select.POLLOUT:  # the server will not take more before its answers are read
                    self._pg.consume_input()

    def _results(self) -> tuple[list[pq.abc.PGresult], psycopg.Error | None]:
        """A result for each thing sent, and the first error among them."""
        pg = self._pg
        results: list[pq.abc.PGresult] = []
        error: psycopg.Error | None = None
        while True:
            while pg.is_busy():
                self._readable.poll()
                try:
                    pg.consume_input()
                except psycopg.OperationalError as lost:
                    raise error or lost from None  # the server's last words say more than the broken line
            result = pg.get_result()
            if result is None:  # after each one's last result
                continue
            if result.status == pq.ExecStatus.PIPELINE_SYNC:
                return results, error
            results.append(result)
            if error is None and result.status not in _GOOD:
                error = error_from_result(result)


def _read(text: str, connection: psycopg.Connection[Any], *, named: bool) -> _Statement:
    names: dict[str, str] = {}

    def place(found: re.Match[str]) -> str:
        return names.setdefault(found[1], f"${len(names) + 1}") if found[1] else "%"

    command = _NAMED.sub(place, text) if named else text
    formats = [PyFormat.AUTO] * len(names)
    return _Statement(command.encode(), list(names), formats, Transformer(connection))


def _rows(statement: _Statement, result: pq.abc.PGresult) -> list[Any]:
    if statement.make_row is None:
        columns = [(result.fname(number) or b"").decode() for number in range(result.nfields)]
        row: Any = namedtuple("Row", columns, rename=True)  # type: ignore[misc]  # which columns only the server knows
        statement.make_row = row._make
    if not result.ntuples:
        return []
    statement.adapt.set_pgresult(result)
    try:
        return statement.adapt.load_rows(0, result.ntuples, statement.make_row)
    finally:
        statement.adapt.set_pgresult(None)
