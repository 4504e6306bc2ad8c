"""The methods of the Open API, each from its biz_content to its response object."""

import re
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from twin.alipay.clock import DAY_MS, beijing, read_wire_time, wire_time
from twin.alipay.refusals import MESSAGES, Refused
from twin.alipay.till import Offer
from twin.alipay.trade import (
    BAR_CODE,
    CREATED,
    PAGE,
    QR,
    WAITING,
    WAP,
    Trade,
    Wallet,
    find_trade,
    find_wallet,
)
from twin.alipay.yuan import fen_of, yuan_of

if TYPE_CHECKING:
    from twin.alipay.gateway import Gateway

MINUTE_MS = 60_000
PAY_WITHIN_MS = {
    QR: 120 * MINUTE_MS,
    BAR_CODE: 10 * MINUTE_MS,
    WAP: 15 * DAY_MS,
    PAGE: 15 * DAY_MS,
    CREATED: 15 * DAY_MS,
}
UNITS_MS = {"m": MINUTE_MS, "h": 60 * MINUTE_MS, "d": DAY_MS}
NUMBER = re.compile(r"[0-9A-Za-z_\-]{1,64}")


@dataclass(frozen=True)
class Request:
    """A verified request: whose it is, what it asks."""

    app_id: str
    method: str
    notify_url: str
    return_url: str
    content: dict[str, Any]

    def text(self, name: str, *, longest: int = 256, needed: bool = False) -> str:
        """A text field of biz_content, empty if absent. Raises Refused."""
        value = self.content.get(name, "")
        if not isinstance(value, str) or len(value) > longest or (needed and not value):
            raise Refused("ACQ.INVALID_PARAMETER", detail=name)
        if not value.isprintable():  # control characters, and halves of surrogate pairs that no file can hold
            raise Refused("ACQ.INVALID_PARAMETER", detail=name)
        return value

    def number(self, name: str, *, needed: bool = False) -> str:
        """An order or request number: letters, digits, `_` and `-`, at most 64. Raises Refused."""
        value = self.text(name, longest=64, needed=needed)
        if value and not NUMBER.fullmatch(value):
            raise Refused("ACQ.INVALID_PARAMETER", detail=name)
        return value

    def fen(self, name: str) -> int:
        """An amount above zero. Raises Refused."""
        value = self.content.get(name)
        try:
            fen = fen_of(
                str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value
            )
        except ValueError as error:
            raise Refused("ACQ.INVALID_PARAMETER", detail=name) from error
        if fen == 0:
            raise Refused("ACQ.INVALID_PARAMETER", detail=name)
        return fen


Answer = dict[str, Any]


def precreate(gateway: "Gateway", request: Request) -> Answer:
    """alipay.trade.precreate: a QR for the shopper to scan. Until then no query finds the trade."""
    trade = gateway.till.open_trade(_offer(gateway, request, product=QR))
    return _done(out_trade_no=trade.out_trade_no, qr_code=gateway.qr_base + trade.qr)


def pay(gateway: "Gateway", request: Request) -> Answer:
    """alipay.trade.pay: the code scanned from the shopper's phone; 10003 while the shopper must confirm."""
    if request.text("scene", needed=True) != "bar_code":
        raise Refused("ACQ.INVALID_PARAMETER", detail="scene")
    payment_code = request.number("auth_code", needed=True)
    trade = gateway.till.pay_by_code(_offer(gateway, request, product=BAR_CODE), payment_code=payment_code)
    if trade.status == WAITING:
        return {"code": "10003", "msg": MESSAGES["10003"], **_trade_fields(gateway, trade)}
    return _done(**_trade_fields(gateway, trade), gmt_payment=wire_time(trade.paid_ms), **_paid_fields(trade))


def open_page(gateway: "Gateway", request: Request) -> Trade:
    """alipay.trade.wap.pay and page.pay: the trade that the browser's pay page is for."""
    return gateway.till.open_trade(_offer(gateway, request, product=PAGES[request.method]))


def create(gateway: "Gateway", request: Request) -> Answer:
    """alipay.trade.create: a trade for a buyer who is known already, to be paid in their wallet. It has a number at once."""
    if not (request.text("buyer_id", longest=28) or request.text("buyer_open_id", longest=128)):
        raise Refused("ACQ.INVALID_PARAMETER", detail="buyer_id, buyer_open_id")
    trade = gateway.till.scan(gateway.till.open_trade(_offer(gateway, request, product=CREATED)))
    return _done(out_trade_no=trade.out_trade_no, trade_no=trade.trade_no)


def certificate(gateway: "Gateway", request: Request) -> Answer:
    """alipay.open.app.alipaycert.download: the certificate of that number, in base64."""
    if request.text("alipay_cert_sn", needed=True) != gateway.certificates.alipay_sn:
        raise Refused("ACQ.INVALID_PARAMETER", detail="alipay_cert_sn")
    return _done(alipay_cert_content=b64encode(gateway.certificates.alipay).decode())


def query(gateway: "Gateway", request: Request) -> Answer:
    """alipay.trade.query."""
    trade = _asked_trade(gateway, request)
    fields = {**_trade_fields(gateway, trade), "trade_status": trade.status, "store_id": trade.store_id}
    if trade.paid_ms is not None:
        fields |= {"send_pay_date": wire_time(trade.paid_ms), **_paid_fields(trade)}
    return _done(**fields)


def cancel(gateway: "Gateway", request: Request) -> Answer:
    """alipay.trade.cancel: close what is unpaid, refund what is paid; a number never seen can no longer be paid."""
    out_trade_no, trade_no = _numbers(request)
    trade, action = gateway.till.cancel(app_id=request.app_id, out_trade_no=out_trade_no, trade_no=trade_no)
    answer = _done(out_trade_no=out_trade_no, retry_flag="N")
    if trade is not None:
        answer["out_trade_no"] = trade.out_trade_no
        if trade.trade_no:
            answer |= {"trade_no": trade.trade_no}
    return answer | ({"action": action} if action else {})


def close(gateway: "Gateway", request: Request) -> Answer:
    """alipay.trade.close: an unpaid trade only."""
    trade = gateway.till.close(_asked_trade(gateway, request))
    return _done(trade_no=trade.trade_no, out_trade_no=trade.out_trade_no)


def refund(gateway: "Gateway", request: Request) -> Answer:
    """alipay.trade.refund: `refund_fee` is the total so far; `fund_change` N tells that this number was known."""
    trade = _asked_trade(gateway, request)
    fen = request.fen("refund_amount")
    # Without a request number only the whole may be given back, once.
    out_request_no = request.number("out_request_no") or trade.out_trade_no
    if not request.content.get("out_request_no") and fen != trade.total_fen:
        raise Refused("ACQ.INVALID_PARAMETER", detail="out_request_no")
    reason = request.text("refund_reason")
    trade, moved = gateway.till.refund(trade, fen=fen, out_request_no=out_request_no, reason=reason)
    return _done(
        trade_no=trade.trade_no,
        out_trade_no=trade.out_trade_no,
        **_buyer_fields(gateway, trade),
        fund_change="Y" if moved else "N",
        refund_fee=yuan_of(trade.refunded_fen),
        send_back_fee=yuan_of(fen),
        gmt_refund_pay=wire_time(trade.refunded_ms),
        **_refund_details(request, fen),
    )


def refund_query(gateway: "Gateway", request: Request) -> Answer:
    """alipay.trade.fastpay.refund.query: success without `refund_status` means that no such refund happened."""
    trade = _asked_trade(gateway, request)
    out_request_no = request.number("out_request_no", needed=True)
    row = gateway.book.one(
        "SELECT * FROM refund WHERE trade = ? AND out_request_no = ?", trade.id, out_request_no
    )
    if row is None:
        return _done()
    return _done(
        trade_no=trade.trade_no,
        out_trade_no=trade.out_trade_no,
        out_request_no=out_request_no,
        refund_reason=row["reason"],
        total_amount=yuan_of(trade.total_fen),
        refund_amount=yuan_of(row["fen"]),
        send_back_fee=yuan_of(row["fen"]),
        refund_status="REFUND_SUCCESS",
        **({"gmt_refund_pay": wire_time(row["at_ms"])} if _asks_for(request, "gmt_refund_pay") else {}),
        **_refund_details(request, row["fen"]),
    )


def _refund_details(request: Request, fen: int) -> Answer:
    """Where the money went back to; only whoever asks for it is told."""
    if not _asks_for(request, "refund_detail_item_list"):
        return {}
    return {"refund_detail_item_list": [{"amount": yuan_of(fen), "fund_channel": "ALIPAYACCOUNT"}]}


def _asks_for(request: Request, name: str) -> bool:
    options = request.content.get("query_options", [])
    return isinstance(options, list) and name in options


def bill_url(gateway: "Gateway", request: Request) -> Answer:
    """alipay.data.dataservice.bill.downloadurl.query: where the bill of a finished day or month lies."""
    if request.text("bill_type", needed=True) != "trade":
        raise Refused("ACQ.INVALID_PARAMETER", detail="bill_type")
    date = request.text("bill_date", needed=True)
    return _done(bill_download_url=gateway.bills.address(app_id=request.app_id, date=date))


METHODS: dict[str, Callable[["Gateway", Request], Answer]] = {
    "alipay.open.app.alipaycert.download": certificate,
    "alipay.trade.create": create,
    "alipay.trade.precreate": precreate,
    "alipay.trade.pay": pay,
    "alipay.trade.query": query,
    "alipay.trade.cancel": cancel,
    "alipay.trade.close": close,
    "alipay.trade.refund": refund,
    "alipay.trade.fastpay.refund.query": refund_query,
    "alipay.data.dataservice.bill.downloadurl.query": bill_url,
}
PAGES = {"alipay.trade.wap.pay": WAP, "alipay.trade.page.pay": PAGE}
"""Methods that a browser is sent to, and the product each is."""
WITHOUT_CONTRACT = frozenset(
    {"alipay.trade.app.pay", "alipay.trade.order.settle", "alipay.fund.trans.uni.transfer"}
)
"""Methods of the real gateway that a shop like this has no contract for, or that only a phone's app may call."""


def is_known(method: str) -> bool:
    return method in METHODS or method in PAGES or method in WITHOUT_CONTRACT


def _offer(gateway: "Gateway", request: Request, *, product: str) -> Offer:
    for address in (request.notify_url, request.return_url):
        if address and (len(address) > 256 or urlsplit(address).scheme not in ("http", "https")):
            raise Refused("ACQ.INVALID_PARAMETER", detail="notify_url, return_url")
    return Offer(
        app_id=request.app_id,
        out_trade_no=request.number("out_trade_no", needed=True),
        product=product,
        subject=request.text("subject", needed=True),
        total_fen=request.fen("total_amount"),
        expires_ms=_expires_ms(gateway.clock.now_ms(), request, product=product),
        body=request.text("body"),
        notify_url=request.notify_url,
        return_url=request.return_url,
        passback=request.text("passback_params", longest=512),
        store_id=request.text("store_id", longest=32),
        operator_id=request.text("operator_id", longest=28),
        terminal_id=request.text("terminal_id", longest=32),
    )


def _expires_ms(now_ms: int, request: Request, *, product: str) -> int:
    latest = request.text("time_expire", longest=32)
    span = request.text("timeout_express", longest=6) or request.text("qr_code_timeout_express", longest=6)
    if latest:
        try:
            expires_ms = read_wire_time(latest)
        except ValueError as error:
            raise Refused("ACQ.INVALID_PARAMETER", detail="time_expire") from error
        if expires_ms <= now_ms:
            raise Refused("ACQ.INVALID_PARAMETER", detail="time_expire")
        return expires_ms
    if not span:
        return now_ms + PAY_WITHIN_MS[product]
    if span == "1c":  # until the day ends
        midnight = beijing(now_ms).replace(hour=0, minute=0, second=0, microsecond=0)
        return round(midnight.timestamp() * 1000) + DAY_MS
    match = re.fullmatch(r"([1-9][0-9]{0,3})([mhd])", span)
    if match is None:
        raise Refused("ACQ.INVALID_PARAMETER", detail="timeout_express")
    return now_ms + min(int(match[1]) * UNITS_MS[match[2]], 15 * DAY_MS)


def _asked_trade(gateway: "Gateway", request: Request) -> Trade:
    """The trade a request names; one that no wallet has seen does not exist yet, as on the real gateway."""
    out_trade_no, trade_no = _numbers(request)
    trade = find_trade(gateway.book, app_id=request.app_id, out_trade_no=out_trade_no, trade_no=trade_no)
    if trade is None or trade.trade_no is None:
        raise Refused("ACQ.TRADE_NOT_EXIST")
    return gateway.till.aged(trade)


def _numbers(request: Request) -> tuple[str, str]:
    out_trade_no, trade_no = request.number("out_trade_no"), request.number("trade_no")
    if not out_trade_no and not trade_no:
        raise Refused("ACQ.INVALID_PARAMETER", detail="out_trade_no, trade_no")
    return out_trade_no, trade_no


def _trade_fields(gateway: "Gateway", trade: Trade) -> Answer:
    return {
        "trade_no": trade.trade_no,
        "out_trade_no": trade.out_trade_no,
        "total_amount": yuan_of(trade.total_fen),
        **_buyer_fields(gateway, trade),
    }


def _buyer_fields(gateway: "Gateway", trade: Trade) -> Answer:
    wallet: Wallet | None = find_wallet(gateway.book, trade.wallet) if trade.wallet else None
    if wallet is None:
        return {}
    return {"buyer_logon_id": wallet.logon_id, "buyer_user_id": wallet.user_id, "buyer_user_type": "PRIVATE"}


def _paid_fields(trade: Trade) -> Answer:
    total = yuan_of(trade.total_fen)
    return {
        "receipt_amount": total,
        "buyer_pay_amount": total,
        "invoice_amount": total,
        "point_amount": "0.00",
        "fund_bill_list": [{"fund_channel": "ALIPAYACCOUNT", "amount": total}],
    }


def _done(**fields: Any) -> Answer:
    return {"code": "10000", "msg": MESSAGES["10000"], **fields}
