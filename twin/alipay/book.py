"""The gateway's memory: accounts, postings, trades, refunds, wallets, payment codes, notices. One SQLite file.

Money only ever moves from one account to another, so the sum of all balances is zero at every moment:
what wallets and sellers hold is what the `world` account (banks) owes.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

WORLD = "world"

SCHEMA = """
CREATE TABLE IF NOT EXISTS sequence (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS account (
    name TEXT PRIMARY KEY, fen INTEGER NOT NULL DEFAULT 0, CHECK (name = 'world' OR fen >= 0)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS posting (
    id INTEGER PRIMARY KEY, at_ms INTEGER NOT NULL, kind TEXT NOT NULL, ref TEXT NOT NULL,
    source TEXT NOT NULL REFERENCES account, target TEXT NOT NULL REFERENCES account,
    fen INTEGER NOT NULL CHECK (fen > 0), CHECK (source <> target)
);
CREATE TABLE IF NOT EXISTS wallet (
    wallet TEXT PRIMARY KEY, user_id TEXT NOT NULL UNIQUE, name TEXT NOT NULL, logon_id TEXT NOT NULL,
    confirm_above_fen INTEGER
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS payment_code (
    code TEXT PRIMARY KEY, wallet TEXT NOT NULL REFERENCES wallet, expires_ms INTEGER NOT NULL,
    confirm INTEGER NOT NULL, used INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS trade (
    id INTEGER PRIMARY KEY, app_id TEXT NOT NULL, out_trade_no TEXT NOT NULL, trade_no TEXT UNIQUE,
    qr TEXT NOT NULL UNIQUE, product TEXT NOT NULL, seller_id TEXT NOT NULL, wallet TEXT REFERENCES wallet,
    subject TEXT NOT NULL, body TEXT NOT NULL, total_fen INTEGER NOT NULL, refunded_fen INTEGER NOT NULL DEFAULT 0,
    status TEXT NOT NULL, notify_url TEXT NOT NULL, return_url TEXT NOT NULL, passback TEXT NOT NULL,
    store_id TEXT NOT NULL, operator_id TEXT NOT NULL, terminal_id TEXT NOT NULL,
    created_ms INTEGER NOT NULL, expires_ms INTEGER NOT NULL, paid_ms INTEGER, closed_ms INTEGER, refunded_ms INTEGER,
    UNIQUE (app_id, out_trade_no), CHECK (0 <= refunded_fen AND refunded_fen <= total_fen)
);
CREATE INDEX IF NOT EXISTS trade_waiting ON trade (expires_ms) WHERE status = 'WAIT_BUYER_PAY';
CREATE INDEX IF NOT EXISTS trade_paid ON trade (paid_ms);
CREATE INDEX IF NOT EXISTS trade_of_wallet ON trade (wallet, id);
CREATE TABLE IF NOT EXISTS refund (
    trade INTEGER NOT NULL REFERENCES trade, out_request_no TEXT NOT NULL, fen INTEGER NOT NULL CHECK (fen > 0),
    reason TEXT NOT NULL, at_ms INTEGER NOT NULL, PRIMARY KEY (trade, out_request_no)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS refund_at ON refund (at_ms);
CREATE TABLE IF NOT EXISTS notice (
    id INTEGER PRIMARY KEY, app_id TEXT NOT NULL, out_trade_no TEXT NOT NULL, url TEXT NOT NULL,
    fields TEXT NOT NULL, due_ms INTEGER NOT NULL, state TEXT NOT NULL DEFAULT 'waiting',
    held INTEGER NOT NULL DEFAULT 0, attempts INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX IF NOT EXISTS notice_due ON notice (due_ms, id) WHERE state = 'waiting';
CREATE INDEX IF NOT EXISTS notice_of_trade ON notice (out_trade_no);
CREATE TABLE IF NOT EXISTS notice_attempt (
    id INTEGER PRIMARY KEY, notice INTEGER NOT NULL REFERENCES notice, at_ms INTEGER NOT NULL,
    kind TEXT NOT NULL, outcome TEXT NOT NULL, answer TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS attempt_of_notice ON notice_attempt (notice);
"""


class NotEnough(Exception):
    """An account holds less than what should leave it."""


class Book:
    """The open database. Every change happens inside `transaction`."""

    def __init__(self, file: Path | None = None) -> None:
        self._connection = sqlite3.connect(file or ":memory:", isolation_level=None, check_same_thread=False)
        self._connection.row_factory = sqlite3.Row
        # WAL with NORMAL survives a killed process; only a power cut may take the last moments.
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
            self._connection.execute(f"PRAGMA {pragma}")
        self._connection.executescript(SCHEMA)
        self._connection.execute("INSERT OR IGNORE INTO account (name) VALUES (?)", (WORLD,))

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All of it or none of it."""
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")

    def execute(self, statement: str, *values: object) -> sqlite3.Cursor:
        """Run one statement."""
        return self._connection.execute(statement, values)

    def one(self, statement: str, *values: object) -> sqlite3.Row | None:
        """The first row, or None."""
        row: sqlite3.Row | None = self._connection.execute(statement, values).fetchone()
        return row

    def rows(self, statement: str, *values: object) -> list[sqlite3.Row]:
        """All rows; the statement sets the limit."""
        return self._connection.execute(statement, values).fetchall()

    def next(self, sequence: str) -> int:
        """The next number of a sequence: 1, 2, 3, ..."""
        row = self.one(
            "INSERT INTO sequence VALUES (?, 1) ON CONFLICT (name) DO UPDATE SET value = value + 1 RETURNING value",
            sequence,
        )
        assert row is not None
        return int(row["value"])

    def open_account(self, name: str) -> None:
        """Open an empty account unless it exists."""
        self.execute("INSERT OR IGNORE INTO account (name) VALUES (?)", name)

    def balance_fen(self, account: str) -> int:
        """What the account holds; 0 for one that was never opened."""
        row = self.one("SELECT fen FROM account WHERE name = ?", account)
        return 0 if row is None else int(row["fen"])

    def move(self, *, source: str, target: str, fen: int, kind: str, ref: str, at_ms: int) -> None:
        """Move money between two open accounts. Raises NotEnough if `source` would go below zero."""
        assert fen > 0
        try:
            taken = self.execute("UPDATE account SET fen = fen - ? WHERE name = ?", fen, source).rowcount
        except sqlite3.IntegrityError as error:
            raise NotEnough(source) from error
        given = self.execute("UPDATE account SET fen = fen + ? WHERE name = ?", fen, target).rowcount
        assert taken == given == 1, (source, target)
        self.execute(
            "INSERT INTO posting (at_ms, kind, ref, source, target, fen) VALUES (?, ?, ?, ?, ?, ?)",
            at_ms,
            kind,
            ref,
            source,
            target,
            fen,
        )

    def totals(self) -> dict[str, int]:
        """Fen held by wallets, by sellers and by the world, and two differences that must be zero."""

        held = self.one(
            """SELECT coalesce(sum(fen) FILTER (WHERE name LIKE 'wallet:%'), 0) AS wallets,
                      coalesce(sum(fen) FILTER (WHERE name LIKE 'seller:%'), 0) AS sellers,
                      coalesce(sum(fen) FILTER (WHERE name = 'world'), 0) AS world,
                      coalesce(sum(fen), 0) AS difference
               FROM account"""
        )
        unexplained = self.one(
            """SELECT coalesce(sum(abs(a.fen - coalesce(m.fen, 0))), 0) AS fen FROM account a LEFT JOIN (
                   SELECT name, sum(fen) AS fen FROM (
                       SELECT target AS name, fen FROM posting UNION ALL SELECT source, -fen FROM posting
                   ) GROUP BY name
               ) m ON m.name = a.name"""
        )
        assert held is not None
        assert unexplained is not None
        return {**dict(held), "unexplained": int(unexplained["fen"])}

    def close(self) -> None:
        """Close the database."""
        self._connection.close()
