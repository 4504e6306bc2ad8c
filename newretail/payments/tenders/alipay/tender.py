"""Alipay as a tender: QR shown by us, code scanned by us, page in the app; query, cancel, close, refund, bill."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from newretail.payments.errors import BillNotReady, BillUnreadable
from newretail.payments.rules import masked
from newretail.payments.tenders.alipay import bill
from newretail.payments.tenders.alipay.beijing import read_time
from newretail.payments.tenders.alipay.configuration import AlipayConfiguration
from newretail.payments.tenders.alipay.gateway import (
    TRY_AGAIN,
    WAITING_FOR_BUYER,
    AnswerUnknown,
    Gateway,
    Reply,
)
from newretail.payments.tenders.alipay.yuan import fen_of, yuan_of
from newretail.payments.tenders.base import (
    Answer,
    BillRow,
    Offer,
    RefundAnswer,
    RefundRequest,
    RefundStanding,
    Standing,
    TenderAway,
)

PAY_REFUSED = frozenset({
    "ACQ.PAYMENT_AUTH_CODE_INVALID", "ACQ.BUYER_BALANCE_NOT_ENOUGH", "ACQ.BUYER_BANKCARD_BALANCE_NOT_ENOUGH",
    "ACQ.ERROR_BALANCE_PAYMENT_DISABLE", "ACQ.BUYER_ENABLE_STATUS_FORBID", "ACQ.PULL_MOBILE_CASHIER_FAIL",
    "ACQ.BUYER_PAYMENT_AMOUNT_DAY_LIMIT_ERROR", "ACQ.BUYER_PAYMENT_AMOUNT_MONTH_LIMIT_ERROR",
    "ACQ.TOTAL_FEE_EXCEED", "ACQ.INVALID_PARAMETER", "ACQ.CONTEXT_INCONSISTENT", "ACQ.TRADE_HAS_CLOSE",
    "ACQ.BUYER_SELLER_EQUAL", "ACQ.PAYMENT_FAIL", "ACQ.PAYMENT_REQUEST_HAS_RISK", "ACQ.NO_PAYMENT_INSTRUMENTS_AVAILABLE",
    "ACQ.USER_FACE_PAYMENT_SWITCH_OFF", "ACQ.ACCESS_FORBIDDEN", "ACQ.PARTNER_ERROR", "ACQ.EXIST_FORBIDDEN_WORD",
})  # fmt: skip
"""Certain: no money moved and none will. Any other refusal of a payment is asked about before it is believed."""

REFUND_REFUSED = frozenset({
    "ACQ.TRADE_HAS_FINISHED", "ACQ.TRADE_STATUS_ERROR", "ACQ.TRADE_NOT_EXIST", "ACQ.INVALID_PARAMETER",
    "ACQ.REASON_TRADE_REFUND_FEE_ERR", "ACQ.REFUND_AMT_NOT_EQUAL_TOTAL", "ACQ.DISCORDANT_REPEAT_REQUEST",
    "ACQ.REASON_TRADE_STATUS_INVALID", "ACQ.NOT_ALLOW_PARTIAL_REFUND", "ACQ.TRADE_NOT_ALLOW_REFUND",
})  # fmt: skip
"""Trying again would say the same. Anything else, an empty account of ours too, is tried again."""

NO_BILL = frozenset({"BILL_NOT_EXIST", "isp.bill_not_exist", "isv.bill_not_exist"})
EMPTY_BILL = frozenset({"NO_BILL_DATA", "isv.no_bill_data"})


@dataclass(frozen=True)
class Alipay:
    """One app at Alipay. Every answer is matched to the number that was asked about."""

    account_settings: AlipayConfiguration

    @cached_property
    def gateway(self) -> Gateway:
        return Gateway(self.account_settings)

    def open(self, offer: Offer) -> Answer:
        """Ask for the money. Raises TenderAway when for certain nothing was asked."""
        content: dict[str, object] = {
            "out_trade_no": offer.out_trade_no,
            "total_amount": yuan_of(offer.amount),
            "subject": plain_subject(offer.subject),
            "store_id": offer.store_id,
            "timeout_express": f"{offer.minutes}m",
        }
        if offer.way == "wap":
            content["product_code"] = "QUICK_WAP_WAY"
            url = self.gateway.page_url("alipay.trade.wap.pay", content, return_url=offer.return_url or "")
            return Answer(standing=Standing.WAITING, redirect_url=url)
        if offer.way == "qr":
            return self._show_qr(content)
        return self._scan_code(content | {"scene": "bar_code", "auth_code": offer.auth_code or ""})

    def _show_qr(self, content: dict[str, object]) -> Answer:
        reply = self._ask("alipay.trade.precreate", content)
        if isinstance(reply, Answer):
            return reply
        if reply.done and reply.text("out_trade_no") == content["out_trade_no"] and reply.text("qr_code"):
            return Answer(standing=Standing.WAITING, qr_code=reply.text("qr_code"))
        if reply.sub_code in PAY_REFUSED:
            return Answer(standing=Standing.REFUSED, cause=reply.sub_code)
        return Answer(standing=Standing.UNKNOWN, cause=reply.sub_code or reply.code)

    def _scan_code(self, content: dict[str, object]) -> Answer:
        reply = self._ask("alipay.trade.pay", content)
        if isinstance(reply, Answer):
            return reply
        number = str(content["out_trade_no"])
        if reply.done:
            return _told(reply, out_trade_no=number, standing=Standing.PAID)
        if reply.code == WAITING_FOR_BUYER:
            return _told(reply, out_trade_no=number, standing=Standing.WAITING)
        if reply.sub_code in PAY_REFUSED:
            return Answer(standing=Standing.REFUSED, cause=reply.sub_code)
        return Answer(standing=Standing.UNKNOWN, cause=reply.sub_code or reply.code)

    def look(self, *, out_trade_no: str) -> Answer:
        """Where the payment stands."""
        reply = self._ask_again_later("alipay.trade.query", {"out_trade_no": out_trade_no})
        if isinstance(reply, Answer):
            return reply
        if reply.sub_code == "ACQ.TRADE_NOT_EXIST":
            return Answer(standing=Standing.ABSENT)
        if not reply.done:
            return Answer(standing=Standing.UNKNOWN, cause=reply.sub_code or reply.code)
        match reply.text("trade_status"):
            case "TRADE_SUCCESS" | "TRADE_FINISHED":
                standing = Standing.PAID
            case "WAIT_BUYER_PAY":
                standing = Standing.WAITING
            case "TRADE_CLOSED":
                standing = Standing.PAID_BACK if reply.text("send_pay_date") else Standing.CLOSED
            case _:
                standing = Standing.UNKNOWN
        return _told(reply, out_trade_no=out_trade_no, standing=standing)

    def close(self, *, out_trade_no: str) -> Answer:
        """Close a trade that waits for its buyer; one that was paid meanwhile stays paid (answer: unknown)."""
        reply = self._ask_again_later("alipay.trade.close", {"out_trade_no": out_trade_no})
        if isinstance(reply, Answer):
            return reply
        closed = reply.done and reply.text("out_trade_no") == out_trade_no
        return Answer(standing=Standing.CLOSED if closed else Standing.UNKNOWN, cause=reply.sub_code)

    def cancel(self, *, out_trade_no: str) -> Answer:
        """Undo a trade whatever became of it; a number that Alipay has not seen cannot be paid any more."""
        reply = self._ask_again_later("alipay.trade.cancel", {"out_trade_no": out_trade_no})
        if isinstance(reply, Answer):
            return reply
        about_it = reply.text("out_trade_no") == out_trade_no
        if not reply.done or not about_it or reply.text("retry_flag") == "Y":
            return Answer(standing=Standing.UNKNOWN, cause=reply.sub_code or "retry")
        standing = Standing.PAID_BACK if reply.text("action") == "refund" else Standing.CLOSED
        return Answer(standing=standing, trade_no=reply.text("trade_no"))

    def refund(self, request: RefundRequest) -> RefundAnswer:
        """Give money back. `fund_change` N on a first answer says nothing; then the refund is asked about."""
        try:
            reply = self.gateway.call(
                "alipay.trade.refund",
                {
                    "out_trade_no": request.out_trade_no,
                    "refund_amount": yuan_of(request.amount),
                    "out_request_no": request.request_no,
                    "refund_reason": request.reason[:80],
                },
            )
        except (TenderAway, AnswerUnknown) as error:
            return RefundAnswer(standing=RefundStanding.UNKNOWN, cause=str(error)[:80])
        if reply.done and reply.text("out_trade_no") != request.out_trade_no:
            return RefundAnswer(standing=RefundStanding.UNKNOWN, cause="another trade")
        if reply.done and reply.text("fund_change") == "Y":
            return RefundAnswer(standing=RefundStanding.SETTLED, at=read_time(reply.text("gmt_refund_pay")))
        if reply.done:
            return self.look_at_refund(request)
        if reply.sub_code in REFUND_REFUSED:
            return RefundAnswer(standing=RefundStanding.REFUSED, cause=reply.sub_code)
        return RefundAnswer(standing=RefundStanding.UNKNOWN, cause=reply.sub_code or reply.code)

    def look_at_refund(self, request: RefundRequest) -> RefundAnswer:
        """Whether the refund with this request number came through."""
        try:
            reply = self.gateway.call(
                "alipay.trade.fastpay.refund.query",
                {
                    "out_trade_no": request.out_trade_no,
                    "out_request_no": request.request_no,
                    "query_options": ["gmt_refund_pay"],
                },
            )
        except (TenderAway, AnswerUnknown) as error:
            return RefundAnswer(standing=RefundStanding.UNKNOWN, cause=str(error)[:80])
        if not reply.done:
            return RefundAnswer(standing=RefundStanding.UNKNOWN, cause=reply.sub_code or reply.code)
        if reply.text("refund_status") != "REFUND_SUCCESS":
            return RefundAnswer(standing=RefundStanding.ABSENT)
        ours = reply.text("out_request_no") == request.request_no
        if not ours or _fen(reply.text("refund_amount")) != request.amount:
            return RefundAnswer(standing=RefundStanding.REFUSED, cause="another amount")
        return RefundAnswer(standing=RefundStanding.SETTLED, at=read_time(reply.text("gmt_refund_pay")))

    def bill(self, *, day: date) -> list[BillRow]:
        """The bill of a day in Beijing. Raises BillNotReady, BillUnreadable or TenderAway."""
        try:
            reply = self.gateway.call(
                "alipay.data.dataservice.bill.downloadurl.query",
                {"bill_type": "trade", "bill_date": day.isoformat()},
            )
            if reply.sub_code in EMPTY_BILL:
                return []
            if reply.sub_code in NO_BILL:
                raise BillNotReady(day=day.isoformat())
            url = reply.text("bill_download_url")
            if not reply.done or not url:
                raise BillUnreadable(day=day.isoformat(), why=reply.sub_code or reply.code)
            return bill.read(self.gateway.fetch(url, largest=bill.LARGEST_ZIP))
        except AnswerUnknown as error:
            raise TenderAway(str(error)) from error
        except bill.Unreadable as error:
            raise BillUnreadable(day=day.isoformat(), why=str(error)) from error

    def _ask(self, method: str, content: dict[str, object]) -> Reply | Answer:
        try:
            reply = self.gateway.call(method, content)
        except AnswerUnknown as error:
            return Answer(standing=Standing.UNKNOWN, cause=str(error)[:80])
        if reply.code == TRY_AGAIN:
            return Answer(standing=Standing.UNKNOWN, cause=reply.sub_code or reply.code)
        return reply

    def _ask_again_later(self, method: str, content: dict[str, object]) -> Reply | Answer:
        try:
            return self._ask(method, content)
        except TenderAway as error:
            return Answer(standing=Standing.UNKNOWN, cause=str(error)[:80])


def _told(reply: Reply, *, out_trade_no: str, standing: Standing) -> Answer:
    """What a reply says about a trade; unknown if it is about another one."""
    if reply.text("out_trade_no") != out_trade_no:
        return Answer(standing=Standing.UNKNOWN, cause="another trade")
    return Answer(
        standing=standing,
        trade_no=reply.text("trade_no"),
        buyer=masked(
            reply.text("buyer_logon_id") or reply.text("buyer_user_id") or reply.text("buyer_open_id")
        ),
        amount=_fen(reply.text("total_amount")),
        paid_at=read_time(reply.text("send_pay_date") or reply.text("gmt_payment")),
    )


def _fen(yuan: str) -> int | None:
    try:
        return fen_of(yuan)
    except ValueError:
        return None


def plain_subject(subject: str) -> str:
    """A subject as Alipay takes it: without `/`, `=` and `&`, one line, at most 128 characters. Nor `%`: some of Alipay's own libraries
    decode a notice twice."""
    words = " ".join("".join(" " if mark in "/=&%" or mark < " " else mark for mark in subject).split())
    return words[:128] or "-"
