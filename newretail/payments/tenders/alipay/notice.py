"""An asynchronous notice: a form that Alipay's own key has signed.

What it says counts only after the signature has been verified over every field, and after the app and the seller have
been found to be ours (Alipay Open Platform, "asynchronous notices").
"""

from urllib.parse import parse_qsl

from newretail.payments.rules import masked
from newretail.payments.tenders.alipay import configuration, signing
from newretail.payments.tenders.alipay.beijing import read_time
from newretail.payments.tenders.alipay.configuration import AlipayConfiguration
from newretail.payments.tenders.alipay.yuan import CURRENCY, fen_of
from newretail.payments.tenders.base import Forged, SignedNotice

LARGEST = 64_000
MOST_FIELDS = 100
UNSIGNED = frozenset({"sign", "sign_type"})
CODECS = {"utf-8": "utf-8", "gbk": "gbk", "gb2312": "gb2312", "gb18030": "gb18030"}
"""The character sets of Alipay's notices, and the codec for each."""
PAID = frozenset({"TRADE_SUCCESS", "TRADE_FINISHED"})
ENDED = "TRADE_CLOSED"


class AlipayNotices:
    """Notices to the account that this installation is set up with."""

    taken = "success"
    refused = "failure"

    def read(self, body: bytes) -> SignedNotice:
        """Raises Forged, also where no account is set up."""
        account = configuration.alipay()
        if account is None:
            raise Forged("Alipay is not set up here")
        return read(body, account=account)


def read(body: bytes, *, account: AlipayConfiguration) -> SignedNotice:
    """Verify and read a notice. Raises Forged."""
    fields = _fields(body)
    if fields.get("sign_type") != "RSA2":
        raise Forged("not signed with RSA2")
    if not _is_signed(fields, account=account):
        raise Forged("the signature does not verify")
    try:
        amount: int | None = fen_of(fields.get("total_amount", ""))
    except ValueError:
        amount = None
    status = fields.get("trade_status", "")[:32]
    return SignedNotice(
        notify_id=fields.get("notify_id", "")[:128],
        out_trade_no=fields.get("out_trade_no", "")[:64],
        trade_no=fields.get("trade_no", "")[:64],
        status=status,
        amount_text=fields.get("total_amount", "")[:16],
        amount=amount,
        currency=CURRENCY,
        buyer=masked(
            fields.get("buyer_logon_id") or fields.get("buyer_id") or fields.get("buyer_open_id") or ""
        ),
        paid_at=read_time(fields.get("gmt_payment", "")),
        paid=status in PAID,
        ended=status == ENDED,
        mismatch=_mismatch(fields, account=account),
    )


def _is_signed(fields: dict[str, str], *, account: AlipayConfiguration) -> bool:
    """Over the bytes in the notice's own character set. Alipay has signed with empty values and without them."""
    codec = CODECS.get(fields.get("charset", "utf-8").lower(), "utf-8")
    return any(
        signing.verifies(
            signing.content(fields, without=UNSIGNED, codec=codec, with_empty=with_empty),
            signature=fields.get("sign", ""),
            public_key=account.public_key,
        )
        for with_empty in (False, True)
    )


def _fields(body: bytes) -> dict[str, str]:
    if len(body) > LARGEST:
        raise Forged("too large")
    try:
        form = body.decode("ascii")
        said = dict(parse_qsl(form, max_num_fields=MOST_FIELDS, encoding="latin-1")).get("charset", "utf-8")
        codec = CODECS.get(said.lower(), "utf-8")
        pairs = parse_qsl(
            form, keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS, encoding=codec
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
    """The field that speaks of somebody else. Notices of face-to-face payments may leave the seller out."""
    if fields.get("app_id") != account.app_id:
        return "app_id"
    if fields.get("seller_id", account.seller_id) != account.seller_id:
        return "seller_id"
    return ""
