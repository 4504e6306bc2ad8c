"""An asynchronous notice: a form that Alipay's own key has signed.

What it says counts only after the signature has been verified over every field, and after the app and the seller have
been found to be ours (Alipay Open Platform, "asynchronous notices").
"""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import parse_qsl

from newretail.payments.configuration import AlipayConfiguration
from newretail.payments.rules import masked
from newretail.payments.tenders.alipay import signing
from newretail.payments.tenders.alipay.beijing import read_time
from newretail.payments.tenders.alipay.yuan import fen_of

LARGEST = 64_000
MOST_FIELDS = 100
UNSIGNED = frozenset({"sign", "sign_type"})
PAID = frozenset({"TRADE_SUCCESS", "TRADE_FINISHED"})


class Forged(ValueError):
    """Not a notice from Alipay. Says why, without repeating what it held."""


@dataclass(frozen=True, slots=True)
class SignedNotice:
    """What Alipay says. `mismatch` names what is not ours in it: app_id, seller_id or total_amount."""

    notify_id: str
    out_trade_no: str
    trade_no: str
    trade_status: str
    total_amount: str
    amount: int | None
    buyer: str
    paid_at: datetime | None
    mismatch: str

    @property
    def paid(self) -> bool:
        return self.trade_status in PAID


def read(body: bytes, *, account: AlipayConfiguration) -> SignedNotice:
    """Verify and read a notice. Raises Forged."""
    fields = _fields(body)
    if fields.get("sign_type") != "RSA2":
        raise Forged("not signed with RSA2")
    signed = signing.content(fields, without=UNSIGNED)
    if not signing.verifies(signed, signature=fields.get("sign", ""), public_key=account.public_key):
        raise Forged("the signature does not verify")
    try:
        amount: int | None = fen_of(fields.get("total_amount", ""))
    except ValueError:
        amount = None
    return SignedNotice(
        notify_id=fields.get("notify_id", "")[:128],
        out_trade_no=fields.get("out_trade_no", "")[:64],
        trade_no=fields.get("trade_no", "")[:64],
        trade_status=fields.get("trade_status", "")[:32],
        total_amount=fields.get("total_amount", "")[:16],
        amount=amount,
        buyer=masked(
            fields.get("buyer_logon_id") or fields.get("buyer_id") or fields.get("buyer_open_id") or ""
        ),
        paid_at=read_time(fields.get("gmt_payment", "")),
        mismatch=_mismatch(fields, account=account),
    )


def _fields(body: bytes) -> dict[str, str]:
    if len(body) > LARGEST:
        raise Forged("too large")
    try:
        pairs = parse_qsl(
            body.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS
        )
    except (UnicodeDecodeError, ValueError) as error:
        raise Forged("not a form") from error
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise Forged("a field comes twice")
    if any("\0" in value for pair in pairs for value in pair):
        raise Forged("not text")
    return fields


def _mismatch(fields: dict[str, str], *, account: AlipayConfiguration) -> str:
    for name, ours in (("app_id", account.app_id), ("seller_id", account.seller_id)):
        if fields.get(name) != ours:
            return name
    return ""
