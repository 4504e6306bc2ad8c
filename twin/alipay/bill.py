"""The daily (or monthly) bill: a zip with two CSV files in Alipay's own layout, in GBK.

Layout: https://opendocs.alipay.com/open/204/106262. Every amount in yuan; a refund is a row of its own with negative
amounts and its request number. This gateway charges no fee, so the column of fees is zero.
"""

import hmac
import io
import secrets
import zipfile
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import NamedTuple
from urllib.parse import urlencode

from twin.alipay.book import Book
from twin.alipay.clock import BEIJING, Clock, beijing, wire_time
from twin.alipay.refusals import Refused
from twin.alipay.yuan import yuan_of

DETAIL_COLUMNS = (
    "支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,门店编号,门店名称,操作员,终端号,对方账户,"
    "订单金额（元）,商家实收（元）,支付宝红包（元）,集分宝（元）,支付宝优惠（元）,商家优惠（元）,券核销金额（元）,券名称,"
    "商家红包消费金额（元）,卡消费金额（元）,退款批次号/请求号,服务费（元）,分润（元）,备注"
)
SUMMARY_COLUMNS = (
    "门店编号,门店名称,交易订单总笔数,退款订单总笔数,订单金额（元）,商家实收（元）,支付宝优惠（元）,商家优惠（元）,"
    "卡消费金额（元）,服务费（元）,分润（元）,实收净额（元）"
)
MOST_ROWS = 1_000_000


class Line(NamedTuple):
    """One row of the bill; a refund has `fen` below zero and a request number."""

    trade_no: str
    out_trade_no: str
    subject: str
    created_ms: int
    finished_ms: int
    store_id: str
    operator_id: str
    terminal_id: str
    logon_id: str
    fen: int
    out_request_no: str
    reason: str


class Bills:
    """Bills of days that are over, behind addresses that only the asking app was given."""

    def __init__(
        self, *, book: Book, clock: Clock, public_url: Callable[[], str], seller_id: str, open_days: bool
    ) -> None:
        self._book = book
        self._clock = clock
        self._public_url = public_url
        self._seller_id = seller_id
        self._open_days = open_days
        self._secret = secrets.token_bytes(32)

    def address(self, *, app_id: str, date: str) -> str:
        """Where the bill of `date` (yyyy-MM-dd or yyyy-MM) can be fetched. Raises Refused if there is none."""
        first, end = _span(date)
        if beijing(self._clock.now_ms()) < end and not self._open_days:
            raise Refused("BILL_NOT_EXIST")
        if not self._lines(app_id=app_id, first=first, end=end, limit=1):
            raise Refused("NO_BILL_DATA")
        query = urlencode({"app_id": app_id, "bill_date": date, "token": self._token(app_id, date)})
        return f"{self._public_url()}/downloadBill.zip?{query}"

    def open(self, *, app_id: str, date: str, token: str) -> bytes:
        """The zip behind an address. Raises Refused for one that was not given out by this process."""
        if not hmac.compare_digest(token.encode(), self._token(app_id, date).encode()):
            raise Refused("BILL_NOT_EXIST")
        first, end = _span(date)
        lines = self._lines(app_id=app_id, first=first, end=end, limit=MOST_ROWS)
        head = [f"#账号：[{self._seller_id}]", f"#起始日期：[{_day(first)}]   终止日期：[{_day(end)}]"]
        exported = f"#导出时间：[{_day(beijing(self._clock.now_ms()))}]"
        name = f"{self._seller_id}_{date.replace('-', '')}"
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(_entry(f"{name}_业务明细.csv"), _detail(lines, head=head, exported=exported))
            archive.writestr(
                _entry(f"{name}_业务明细(汇总).csv"), _summary(lines, head=head, exported=exported)
            )
        return packed.getvalue()

    def _lines(self, *, app_id: str, first: datetime, end: datetime, limit: int) -> list[Line]:
        span = (app_id, round(first.timestamp() * 1000), round(end.timestamp() * 1000))
        rows = self._book.rows(
            """SELECT t.trade_no, t.out_trade_no, t.subject, t.created_ms, m.at_ms, t.store_id, t.operator_id,
                      t.terminal_id, w.logon_id, m.fen, m.request, m.reason
               FROM (
                   SELECT id AS trade, paid_ms AS at_ms, total_fen AS fen, '' AS request, '' AS reason
                   FROM trade WHERE app_id = ? AND paid_ms >= ? AND paid_ms < ?
                   UNION ALL
                   SELECT r.trade, r.at_ms, -r.fen, r.out_request_no, r.reason
                   FROM refund r JOIN trade ON trade.id = r.trade WHERE app_id = ? AND r.at_ms >= ? AND r.at_ms < ?
               ) m JOIN trade t ON t.id = m.trade JOIN wallet w USING (wallet)
               ORDER BY m.at_ms, t.trade_no, m.fen DESC LIMIT ?""",
            *span,
            *span,
            limit,
        )
        return [Line(*row) for row in rows]

    def _token(self, app_id: str, date: str) -> str:
        return hmac.new(self._secret, f"{app_id} {date}".encode(), "sha256").hexdigest()


def _detail(lines: list[Line], *, head: list[str], exported: str) -> bytes:
    paid = [line.fen for line in lines if line.fen > 0]
    refunded = [line.fen for line in lines if line.fen < 0]
    text = [
        "#支付宝业务明细查询",
        *head,
        f"#{'-' * 41}业务明细列表{'-' * 40}",
        DETAIL_COLUMNS,
        *(_detail_row(line) for line in lines),
        f"#{'-' * 41}业务明细列表结束{'-' * 36}",
        f"#交易合计：{len(paid)}笔，商家实收共{yuan_of(sum(paid))}元，商家优惠共0.00元",
        f"#退款合计：{len(refunded)}笔，商家实收退款共{yuan_of(sum(refunded))}元，商家优惠退款共0.00元",
        exported,
    ]
    return _file(text)


def _detail_row(line: Line) -> str:
    amount, none = yuan_of(line.fen), "0.00"
    fields = [
        line.trade_no,
        line.out_trade_no,
        "交易" if line.fen > 0 else "退款",
        line.subject,
        wire_time(line.created_ms),
        wire_time(line.finished_ms),
        line.store_id,
        "",
        line.operator_id,
        line.terminal_id,
        line.logon_id,
        amount,
        amount,
        none,
        none,
        none,
        none,
        none,
        "",
        none,
        none,
        line.out_request_no,
        none,
        none,
        line.reason,
    ]
    # Alipay ends texts with a tab so that Excel keeps long numbers, and never quotes.
    return ",".join(_plain(field) if _is_amount(field) else f"{_plain(field)}\t" for field in fields)


def _summary(lines: list[Line], *, head: list[str], exported: str) -> bytes:
    stores = sorted({line.store_id for line in lines})
    rows = [_summary_row(store, [line for line in lines if line.store_id == store]) for store in stores]
    text = [
        "#支付宝业务汇总查询",
        *head,
        f"#{'-' * 41}业务汇总列表{'-' * 40}",
        SUMMARY_COLUMNS,
        *rows,
        _summary_row("合计", lines),
        f"#{'-' * 40}业务汇总列表结束{'-' * 37}",
        exported,
    ]
    return _file(text)


def _summary_row(name: str, lines: list[Line]) -> str:
    trades, net = sum(line.fen > 0 for line in lines), yuan_of(sum(line.fen for line in lines))
    return ",".join(
        [f"{_plain(name)}\t", "\t", str(trades), str(len(lines) - trades), net, net, *["0.00"] * 5, net]
    )


def _span(date: str) -> tuple[datetime, datetime]:
    """The first moment of a day or month in Beijing, and the first after it. Raises Refused."""
    try:
        first = datetime.strptime(date, "%Y-%m-%d" if date.count("-") == 2 else "%Y-%m").replace(
            tzinfo=BEIJING
        )
        if date.count("-") == 2:
            return first, first + timedelta(days=1)
        return first, (first + timedelta(days=31)).replace(day=1)
    except (ValueError, OverflowError) as error:
        raise Refused("ACQ.INVALID_PARAMETER", detail="bill_date") from error


def _entry(name: str) -> zipfile.ZipInfo:
    """A zip entry with a fixed time: the same day gives the same bytes."""
    entry = zipfile.ZipInfo(name)
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def _file(lines: list[str]) -> bytes:
    return "".join(f"{line}\r\n" for line in lines).encode("gbk", errors="replace")


def _plain(text: str) -> str:
    return " ".join(text.replace(",", "，").split())


def _is_amount(text: str) -> bool:
    return text.removeprefix("-").replace(".", "", 1).isdigit() and text[-3:-2] == "."


def _day(moment: datetime) -> str:
    return moment.strftime("%Y年%m月%d日 %H:%M:%S")
