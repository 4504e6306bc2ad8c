import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from newretail.inventory import api as inventory
from newretail.kernel import clock, sql
from newretail.ordering import api as ordering
from newretail.payments import api as payments

MOST_SHOWN = 1000


@dataclass(frozen=True, slots=True)
class Difference:
    """Two places that must say the same and do not. book: stock (base units) | money (minor units) | sales."""

    book: str
    store_id: str
    about: str
    what: str
    expected: int | None = None
    found: int | None = None


@dataclass(frozen=True, slots=True)
class Books:
    """The audit of one instant. `oversold`: base units that were sold or promised and never were there."""

    at: datetime
    differences: list[Difference]
    oversold: int
    ledger_hash: str

    @property
    def balance(self) -> bool:
        return not self.differences and not self.oversold


def audit_books() -> Books:
    """Compare stock, lots, holds and movements; payments, refunds and postings; sales and what was kept for them.

    At most 1,000 differences are listed. Everything is read as of one instant, even while the stores sell.
    """
    with _one_instant():
        stock = inventory.audit()
        differences = [
            *(
                Difference("stock", each.store_id, each.sku_id, each.what, each.expected, each.found)
                for each in stock
            ),
            *(
                Difference("money", each.store_id, each.ref, each.what, each.expected, each.found)
                for each in payments.audit()
            ),
            *(Difference("sales", "", "", words) for words in ordering.books()),
        ]
        return Books(clock.now(), differences[:MOST_SHOWN], oversold_units(stock), ledger_hash())


def ledger_hash() -> str:
    """SHA-256 of what happened to goods and money, in words without ids: the same day twice gives the same hash."""
    mark = hashlib.sha256()
    for book, lines in (("stock", inventory.ledger_lines()), ("money", payments.ledger_lines())):
        for line in lines:
            mark.update(f"{book} {line}\n".encode())
    return mark.hexdigest()


def oversold_units(differences: Iterable[inventory.Difference]) -> int:
    """Base units promised beyond the stock, and units that the ledger says have left without ever having come."""
    units = 0
    for each in differences:
        if each.what == "held within stock":
            units += each.found - each.expected
        elif each.what == "stock against ledger":
            units += max(-each.expected, 0)
    return units


@contextmanager
def _one_instant() -> Iterator[None]:
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if outermost:
            sql.run("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield
