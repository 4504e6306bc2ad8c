"""The front door of insight."""

from newretail.insight.audit_books import Books, Difference, audit_books, ledger_hash

__all__ = ["Books", "Difference", "audit_books", "ledger_hash"]
