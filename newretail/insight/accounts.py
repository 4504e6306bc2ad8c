"""A store's day in the accounts: what the money ledger took, by account, cause, tender and rate of tax, each line on its side.

The lines of a store and a currency balance, as their postings do. What was sold is divided into what is ours and the tax in it, at the rates
of the goods of each sale, so that an accountant can book it as it stands.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from newretail.insight.words import ACCOUNTS, CAUSES
from newretail.kernel.days import whole_day
from newretail.kernel.money import included_tax
from newretail.ordering import api as ordering
from newretail.payments import api as payments
from newretail.stores import api as stores

SALES, TAX = "sales", "sales_tax"


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountLine:
    """One line. debit, credit: minor units, one of them nought. tender: where money of a tender lies, else empty. tax_rate_permille: of
    what was sold and of the tax in it, else None."""

    date: date
    store_id: str
    store_name: str
    currency: str
    account: str
    account_name: str
    tender: str
    cause: str
    cause_name: str
    tax_rate_permille: int | None
    debit: int
    credit: int


_Key = tuple[str, str, str, int | None]
"""Currency, account, cause, rate."""


def account_lines(*, store_id: str, day: date) -> list[AccountLine]:
    """A day of the store's own calendar. Raises StoreUnknown."""
    card = stores.store(store_id)
    first, last = whole_day(day, zone=card.zone)
    entries = payments.ledger_entries(store_id=store_id, since=first, until=last)
    return [
        _line(card, day, key, amount=amount, debit=debit)
        for (key, debit), amount in sorted(_sums(entries).items(), key=_in_order)
    ]


def chain_lines(day: date) -> Iterator[AccountLine]:
    """The same day in every store, each by its own calendar, store by store."""
    for page in stores.store_pages():
        for card in page:
            yield from account_lines(store_id=card.code, day=day)


def _sums(entries: Sequence[payments.LedgerEntry]) -> Counter[tuple[_Key, bool]]:
    """Debits and credits apart, because both sides of an account are of interest."""
    sold = ordering.sold_by_rate({each.ref for each in entries if each.account == SALES})
    documents = {each.document for each in entries if each.account == SALES and each.cause == "refund"}
    back = ordering.refunded_by_rate([UUID(document) for document in documents if document])
    sums: Counter[tuple[_Key, bool]] = Counter()
    for each in entries:
        if each.account != SALES:
            _add(sums, (each.currency, each.account, each.cause, None), each.amount)
            continue
        by_rate = back.get(UUID(each.document)) if each.document else None
        weights = by_rate or sold.get(each.ref) or {0: 1}
        for rate, amount in ordering.divide(each.amount, weights).items():
            tax = included_tax(amount=abs(amount), rate_permille=rate) * (1 if amount > 0 else -1)
            _add(sums, (each.currency, SALES, each.cause, rate), amount - tax)
            _add(sums, (each.currency, TAX, each.cause, rate), tax)
    return sums


def _add(sums: Counter[tuple[_Key, bool]], key: _Key, amount: int) -> None:
    if amount:
        sums[key, amount > 0] += abs(amount)


def _in_order(item: tuple[tuple[_Key, bool], int]) -> tuple[str, str, str, int, bool]:
    ((currency, account, cause, rate), debit), _ = item
    return currency, account, cause, rate if rate is not None else -1, not debit


def _line(card: stores.StoreCard, day: date, key: _Key, *, amount: int, debit: bool) -> AccountLine:
    currency, account, cause, rate = key
    tender = payments.tender_of_account(account)
    return AccountLine(
        date=day,
        store_id=card.code,
        store_name=card.names.say(),
        currency=currency,
        account=account,
        account_name=ACCOUNTS[account].say() if account in ACCOUNTS else payments.name_of_account(account),
        tender=tender,
        cause=cause,
        cause_name=CAUSES[cause].say() if cause in CAUSES else cause,
        tax_rate_permille=rate,
        debit=amount if debit else 0,
        credit=0 if debit else amount,
    )
