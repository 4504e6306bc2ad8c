"""One trade as it is written, and where to find it."""

import sqlite3
from dataclasses import dataclass

from twin.alipay.book import Book
from twin.alipay.refusals import Refused

WAITING = "WAIT_BUYER_PAY"
SUCCESS = "TRADE_SUCCESS"
CLOSED = "TRADE_CLOSED"
FINISHED = "TRADE_FINISHED"

QR = "FACE_TO_FACE_PAYMENT"
BAR_CODE = "BAR_CODE"
WAP = "QUICK_WAP_WAY"
PAGE = "FAST_INSTANT_TRADE_PAY"
CREATED = "JSAPI_PAY"


@dataclass(frozen=True)
class Trade:
    """A row of the trade table. `trade_no` is None until the buyer's wallet has seen it, as on the real gateway."""

    id: int
    app_id: str
    out_trade_no: str
    trade_no: str | None
    qr: str
    product: str
    seller_id: str
    wallet: str | None
    subject: str
    body: str
    total_fen: int
    refunded_fen: int
    status: str
    notify_url: str
    return_url: str
    passback: str
    store_id: str
    operator_id: str
    terminal_id: str
    created_ms: int
    expires_ms: int
    paid_ms: int | None
    closed_ms: int | None
    refunded_ms: int | None


@dataclass(frozen=True)
class Wallet:
    """A shopper's wallet. Bar-code payments above `confirm_above_fen` wait for a press on the phone (10003)."""

    wallet: str
    user_id: str
    name: str
    logon_id: str
    confirm_above_fen: int | None

    @property
    def account(self) -> str:
        """The wallet's account in the book."""
        return f"wallet:{self.wallet}"


def find_trade(book: Book, *, app_id: str, out_trade_no: str = "", trade_no: str = "") -> Trade | None:
    """The trade of this app by either number (`trade_no` counts when both are given)."""
    if trade_no:
        return _trade(book.one("SELECT * FROM trade WHERE trade_no = ? AND app_id = ?", trade_no, app_id))
    return _trade(book.one("SELECT * FROM trade WHERE app_id = ? AND out_trade_no = ?", app_id, out_trade_no))


def find_by_qr(book: Book, qr: str) -> Trade:
    """The trade behind a QR code, as a code or as its whole address. Raises Refused."""
    trade = _trade(book.one("SELECT * FROM trade WHERE qr = ?", qr.rstrip("/").rsplit("/", 1)[-1]))
    if trade is None:
        raise Refused("ACQ.TRADE_NOT_EXIST")
    return trade


def find_by_trade_no(book: Book, trade_no: str) -> Trade:
    """The trade with the gateway's own number, of any app. Raises Refused."""
    trade = _trade(book.one("SELECT * FROM trade WHERE trade_no = ?", trade_no))
    if trade is None:
        raise Refused("ACQ.TRADE_NOT_EXIST")
    return trade


def reread(book: Book, trade: Trade) -> Trade:
    """The trade as it is written now."""
    fresh = _trade(book.one("SELECT * FROM trade WHERE id = ?", trade.id))
    assert fresh is not None
    return fresh


def find_wallet(book: Book, wallet: str) -> Wallet | None:
    """The wallet of that name."""
    row = book.one("SELECT * FROM wallet WHERE wallet = ?", wallet)
    return None if row is None else Wallet(**dict(row))


def _trade(row: sqlite3.Row | None) -> Trade | None:
    return None if row is None else Trade(**dict(row))
