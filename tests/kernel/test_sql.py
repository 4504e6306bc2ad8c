"""The hot statements: bound, sent and read without psycopg's cursor, and nothing lost on the way."""

from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID, uuid4

import psycopg
import pytest
from django.db import DatabaseError, IntegrityError, OperationalError, connection, transaction

from newretail.kernel import sql

pytestmark = pytest.mark.django_db(transaction=True)

KEPT = """INSERT INTO kernel_idempotencyrecord (scope, key, fingerprint, status, body, created_at)
VALUES ('test', %(key)s, '', 200, %(body)s, now())"""
COUNT = "SELECT count(*) AS kept FROM kernel_idempotencyrecord WHERE scope = 'test'"


def kept() -> int:
    return int(sql.fetch(COUNT)[0].kept)


def test_values_of_every_kind_come_back_as_they_went() -> None:
    values = {
        "id": uuid4(),
        "at": datetime(2026, 11, 25, 8, 30, tzinfo=UTC),
        "number": 2**40,
        "small": 7,
        "text": "半斤 '100%' $1",
        "bytes": b"\x00\xff",
        "nothing": None,
        "words": ["a", None, "ß"],
        "numbers": [1, 2**40],
        "flags": [True, False],
        "empty": [],
    }
    [row] = sql.fetch(
        """SELECT %(id)s::uuid AS id, %(at)s::timestamptz AS at, %(number)s::bigint AS number, %(small)s::int AS small,
        %(text)s::text AS text, %(bytes)s::bytea AS bytes, %(nothing)s::text AS nothing, %(words)s::text[] AS words,
        %(numbers)s::bigint[] AS numbers, %(flags)s::bool[] AS flags, %(empty)s::text[] AS empty""",
        values,
    )
    assert row._asdict() == values
    assert isinstance(row.id, UUID)


def test_a_statement_is_prepared_once_for_each_kind_of_value() -> None:
    statement = "SELECT %(value)s AS value"
    for value, back in ((1, 1), (2, 2), ("x", "x"), (Decimal("1.5"), Decimal("1.5")), (2**40, 2**40)):
        assert sql.fetch(statement, {"value": value})[0].value == back
    prepared = sql.fetch(
        "SELECT count(*) AS often FROM pg_prepared_statements WHERE statement = 'SELECT $1 AS value'"
    )
    assert prepared[0].often == 4  # smallint, text, numeric, bigint


def test_a_per_cent_sign_is_doubled_where_there_are_values_only() -> None:
    assert sql.fetch("SELECT 5 % 3 AS rest")[0].rest == 2
    assert sql.fetch("SELECT 5 %% %(by)s::int AS rest", {"by": 3})[0].rest == 2


def test_columns_without_a_name_are_rows_too() -> None:
    assert [tuple(row) for row in sql.fetch("SELECT 1, 2 AS two, 3")] == [(1, 2, 3)]


def test_a_missing_value_is_said_before_anything_is_sent() -> None:
    with pytest.raises(KeyError):
        sql.run_all([(KEPT, {"key": "one", "body": b""}), (KEPT, {"key": "two"})])
    assert kept() == 0


def test_statements_together_are_all_done_or_none() -> None:
    sql.run_all((KEPT, {"key": key, "body": b""}) for key in ("one", "two"))
    assert kept() == 2
    with pytest.raises(IntegrityError) as refused:
        sql.run_all((KEPT, {"key": key, "body": b""}) for key in ("three", "two", "four"))
    assert isinstance(refused.value.__cause__, psycopg.errors.UniqueViolation)
    assert refused.value.__cause__.diag.constraint_name
    assert kept() == 2


def test_the_transaction_begins_with_its_first_statement_and_can_be_taken_back() -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        sql.run(KEPT, {"key": "one", "body": b""})
        assert kept() == 1
        raise RuntimeError
    assert kept() == 0


def test_after_an_error_the_transaction_says_so_and_the_connection_goes_on() -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        sql.fetch("SELECT 1 / 0 AS never")
    assert sql.fetch("SELECT 1 AS one")[0].one == 1


def test_what_is_gathered_is_there_once_the_block_ends() -> None:
    with sql.gathering():
        sql.later(KEPT, {"key": "one", "body": b""})
        assert kept() == 0
    assert kept() == 1
    assert not connection.in_atomic_block


def test_what_is_gathered_is_taken_back_with_the_last_of_it() -> None:
    with pytest.raises(IntegrityError), sql.gathering():
        for key in ("one", "one"):
            sql.later(KEPT, {"key": key, "body": b""})
    assert kept() == 0


def test_much_more_than_a_socket_holds_goes_both_ways() -> None:
    megabyte = b"x" * 1_000_000
    sql.run_all((KEPT, {"key": str(number), "body": megabyte}) for number in range(8))
    asked = ("SELECT repeat('y', 1000000) AS much, %(much)s::bytea AS back", {"much": megabyte})
    sql.run_all([asked] * 8)
    [row] = sql.fetch("SELECT sum(length(body)) AS bytes FROM kernel_idempotencyrecord WHERE scope = 'test'")
    assert row.bytes == 8_000_000


def test_a_line_that_breaks_says_why_and_the_next_one_is_new() -> None:
    assert sql.fetch("SELECT 1 AS one")
    with pytest.raises(OperationalError, match="terminating connection"):
        sql.fetch("SELECT pg_terminate_backend(pg_backend_pid()) AS gone")
    connection.close_if_unusable_or_obsolete()
    assert sql.fetch("SELECT 1 AS one")[0].one == 1
