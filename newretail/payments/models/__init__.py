"""Tables of payments: sales, the money ledger under them, the counter, and what tenders report."""

from newretail.payments.models.counter import DrawerSession, StoreTender
from newretail.payments.models.ledger import Account, Entry, Posting
from newretail.payments.models.reports import Bill, BillLine, Notice
from newretail.payments.models.sales import STUCK, Payment, Refund, Tab

__all__ = [
    "STUCK",
    "Account",
    "Bill",
    "BillLine",
    "DrawerSession",
    "Entry",
    "Notice",
    "Payment",
    "Posting",
    "Refund",
    "StoreTender",
    "Tab",
]
