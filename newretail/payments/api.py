"""The front door of payments. Amounts are minor units; `ref` names a sale and is opaque here."""

from newretail.payments.audit import MoneyDifference, audit
from newretail.payments.figures import (
    EntryView,
    GivenBack,
    LedgerEntry,
    PostingView,
    given_back,
    ledger_entries,
    postings,
    tender_of_account,
)
from newretail.payments.hand_out_refund import hand_out_refund
from newretail.payments.open_payment import open_payment
from newretail.payments.queries import (
    PaymentView,
    RefundsStuck,
    RefundView,
    captured,
    covered,
    find_payment,
    is_refund,
    ledger_lines,
    open_amount,
    payment,
    payments,
    prepaid,
    refunded,
    refunds,
    refunds_stuck,
)
from newretail.payments.refund_sale import refund
from newretail.payments.settle_sale import settle
from newretail.payments.store_tenders import TenderView, set_tender, tenders_of
from newretail.payments.take_at_counter import take_at_counter
from newretail.payments.tenders.registry import name_of_account
from newretail.payments.void_open import void_open

__all__ = [
    "EntryView",
    "GivenBack",
    "LedgerEntry",
    "MoneyDifference",
    "PaymentView",
    "PostingView",
    "RefundView",
    "RefundsStuck",
    "TenderView",
    "audit",
    "captured",
    "covered",
    "find_payment",
    "given_back",
    "hand_out_refund",
    "is_refund",
    "ledger_entries",
    "ledger_lines",
    "name_of_account",
    "open_amount",
    "open_payment",
    "payment",
    "payments",
    "postings",
    "prepaid",
    "refund",
    "refunded",
    "refunds",
    "refunds_stuck",
    "set_tender",
    "settle",
    "take_at_counter",
    "tender_of_account",
    "tenders_of",
    "void_open",
]
