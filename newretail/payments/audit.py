"""Do the money's books agree with themselves?"""

from dataclasses import dataclass

from newretail.kernel import sql


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyDifference:
    """Two places that must say the same and do not. Amounts in minor units."""

    what: str
    store_id: str
    ref: str
    expected: int
    found: int


def audit(store_id: str | None = None) -> list[MoneyDifference]:
    """Every posting balances; payments, refunds, tabs, drawers and ledger agree. Empty when all is well (at most 1,000)."""
    rows = sql.fetch(sql.load(__file__, "audit.sql"), {"store_id": store_id})
    return [
        MoneyDifference(
            what=row.what, store_id=row.store_id, ref=row.ref, expected=row.expected, found=row.found
        )
        for row in rows
    ]
