"""All tenders. A new one is a folder beside this file and a name in this list."""

from newretail.payments.errors import TenderNotOffered
from newretail.payments.tenders.alipay.declaration import ALIPAY
from newretail.payments.tenders.base import RemoteTender
from newretail.payments.tenders.card.declaration import CARD
from newretail.payments.tenders.cash.declaration import CASH
from newretail.payments.tenders.declaration import Tender

TENDERS: tuple[Tender, ...] = (ALIPAY, CARD, CASH)
"""In the order in which customers are offered them. One that has ever taken money stays here, switched off."""
_BY_CODE = {each.code: each for each in TENDERS}


def tender(code: str) -> Tender:
    """Raises TenderNotOffered for a code that stands for no tender."""
    known = _BY_CODE.get(code)
    if known is None:
        raise TenderNotOffered(tender=code, name=code, offered=[each.code for each in TENDERS])
    return known


def remote_tender(code: str) -> RemoteTender:
    """The tender behind its network. Raises TenderNotOffered where it has none, or is not set up here."""
    wanted = tender(code)
    connected = wanted.connect() if wanted.connect else None
    if connected is None:
        raise TenderNotOffered(tender=code, name=str(wanted.name), offered=[])
    return connected


def name_of(code: str) -> str:
    """What people call a tender, in the reader's language; its code where nobody knows it any more."""
    known = _BY_CODE.get(code)
    return str(known.name) if known else code


def name_of_account(kind: str) -> str:
    """What people call the ledger account where a tender's money lies; the kind itself of an account that is no tender's."""
    return next((str(each.name) for each in TENDERS if each.account == kind), kind)
