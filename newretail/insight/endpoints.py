"""HTTP: whether the books balance."""

from datetime import datetime

from pydantic import Field

from newretail.insight.audit_books import Books, audit_books
from newretail.kernel.http import Door, Out, Request
from newretail.kernel.who import HEAD_OFFICE

door = Door(tags=["insight"])


class DifferenceOut(Out):
    book: str = Field(description="stock (base units), money (minor units) or sales", examples=["stock"])
    store_id: str
    about: str = Field(description="a SKU code or a ref", examples=["HR-00123"])
    what: str = Field(examples=["stock against ledger"])
    expected: int | None
    found: int | None


class BooksOut(Out):
    at: datetime
    balance: bool
    oversold: int = Field(description="base units sold or promised that never were there", examples=[0])
    differences: list[DifferenceOut]
    ledger_hash: str = Field(description="SHA-256 of what happened to goods and money, without ids")


@door.get(
    "/insight/audit", who=HEAD_OFFICE, response=BooksOut, summary="Audit the books of stock, money and sales"
)
def audit_chain(request: Request) -> Books:
    return audit_books()
