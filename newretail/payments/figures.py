"""What a store gave back in a period, and the postings of one sale."""

from dataclasses import dataclass
from datetime import datetime

from newretail.kernel import sql
from newretail.payments.models import Entry, Posting
from newretail.payments.tenders import registry


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenBack:
    """Minor units. from_prepayment: for what was missing, weighed less or was called off; from_sales: for what was complained about."""

    refunds: int
    from_prepayment: int
    from_sales: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryView:
    """A debit is above zero, a credit below. account: the kind of the ledger account, account_name: a tender's as people call it."""

    account: str
    account_name: str
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PostingView:
    id: int
    at: datetime
    cause: str
    currency: str
    entries: list[EntryView]


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerEntry:
    """One side of a posting: a debit is above zero. account: the kind of the ledger account; document: what was posted once, such as a refund."""

    ref: str
    document: str
    cause: str
    currency: str
    account: str
    amount: int


def ledger_entries(*, store_id: str, since: datetime, until: datetime) -> list[LedgerEntry]:
    """Everything that a store's ledger took in a period, the oldest first."""
    found = Entry.objects.filter(
        posting__store_id=store_id, posting__at__gte=since, posting__at__lt=until
    ).select_related("posting", "account")
    return [
        LedgerEntry(
            ref=each.posting.ref,
            document=each.posting.document,
            cause=str(each.posting.cause),
            currency=each.posting.currency,
            account=each.account.kind,
            amount=each.amount,
        )
        for each in found.order_by("posting__at", "posting_id", "id")
    ]


def tender_of_account(kind: str) -> str:
    """The tender whose money lies in this kind of account; empty for one that is no tender's."""
    return next((each.code for each in registry.TENDERS if each.account == kind), "")


def given_back(*, store_id: str, since: datetime, until: datetime) -> GivenBack:
    """What was promised back in the period, whether it has arrived or not."""
    row = sql.fetch(
        sql.load(__file__, "given_back.sql"), {"store": store_id, "since": since, "until": until}
    )[0]
    return GivenBack(refunds=row.refunds, from_prepayment=row.prepayment, from_sales=row.sales)


def postings(*, ref: str, limit: int = 100) -> list[PostingView]:
    """The postings of a sale, the oldest first, with both their sides."""
    found = Posting.objects.filter(ref=ref).exclude(ref="").order_by("at", "id")[:limit]
    return [
        PostingView(
            id=posting.id,
            at=posting.at,
            cause=str(posting.cause),
            currency=posting.currency,
            entries=[
                EntryView(
                    account=entry.account.kind,
                    account_name=registry.name_of_account(entry.account.kind),
                    amount=entry.amount,
                )
                for entry in sorted(posting.entries.all(), key=lambda entry: entry.id)
            ],
        )
        for posting in found.prefetch_related("entries__account")
    ]
