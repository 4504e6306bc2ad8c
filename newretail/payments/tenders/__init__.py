"""The tenders of this house by their code."""

from functools import lru_cache

from newretail.payments import configuration
from newretail.payments.errors import TenderNotOffered
from newretail.payments.tenders.alipay.tender import Alipay
from newretail.payments.tenders.base import RemoteTender, Tender
from newretail.payments.tenders.cash import Cash

CASH = Cash()


def tender(code: str) -> Tender:
    """Raises TenderNotOffered for a code that this house does not take."""
    return CASH if code == CASH.code else remote_tender(code)


def remote_tender(code: str) -> RemoteTender:
    """A tender behind a network. Raises TenderNotOffered where it is not configured."""
    account = configuration.alipay()
    if code != Alipay.code or account is None:
        raise TenderNotOffered(tender=code, offered=offered())
    return _alipay(account)


def offered() -> list[str]:
    """Codes of the tenders that a customer can pay with here."""
    return [Alipay.code, CASH.code] if configuration.alipay() else [CASH.code]


def account_of(code: str) -> str:
    """The kind of ledger account where a tender's money lies; known also for a tender no longer offered."""
    return {Alipay.code: Alipay.account, CASH.code: CASH.account}[code]


def refunds_by_hand(code: str) -> bool:
    """Whether a refund to this tender is handed out by a person."""
    return code == CASH.code


@lru_cache(maxsize=8)
def _alipay(account: configuration.AlipayConfiguration) -> Alipay:
    return Alipay(account)
