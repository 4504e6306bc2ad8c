"""What the gateway does with money: open, pay, close, cancel, refund. The caller holds the transaction."""

import hashlib
from dataclasses import dataclass

from twin.alipay.book import WORLD, Book, NotEnough
from twin.alipay.clock import DAY_MS, Clock, beijing
from twin.alipay.notices import Notices
from twin.alipay.refusals import Refused
from twin.alipay.trade import (
    BAR_CODE,
    CLOSED,
    CREATED,
    FINISHED,
    PAGE,
    SUCCESS,
    WAITING,
    WAP,
    Trade,
    Wallet,
    find_trade,
    find_wallet,
    reread,
)

PAYMENT_CODE_SECONDS = 60
CANCEL_DAYS = 1


@dataclass(frozen=True)
class Offer:
    """What a merchant asks a buyer to pay."""

    app_id: str
    out_trade_no: str
    product: str
    subject: str
    total_fen: int
    expires_ms: int
    body: str = ""
    notify_url: str = ""
    return_url: str = ""
    passback: str = ""
    store_id: str = ""
    operator_id: str = ""
    terminal_id: str = ""


class Till:
    """The gateway's money business over one book, one clock and one queue of notices."""

    def __init__(
        self, *, book: Book, clock: Clock, notices: Notices, seller_id: str, seed: int, refund_days: int
    ) -> None:
        self._book = book
        self._clock = clock
        self._notices = notices
        self._seed = seed
        self._refund_days = refund_days
        self.seller_id = seller_id
        book.open_account(f"seller:{seller_id}")

    def open_trade(self, offer: Offer) -> Trade:
        """A trade that waits for its buyer; the same offer again gives the same trade. Raises Refused."""
        known = find_trade(self._book, app_id=offer.app_id, out_trade_no=offer.out_trade_no)
        if known is None:
            return self._write_trade(offer)
        known = self.aged(known)
        if known.status == CLOSED:
            raise Refused("ACQ.TRADE_HAS_CLOSE")
        if known.status != WAITING:
            raise Refused("ACQ.TRADE_HAS_SUCCESS")
        if known.total_fen != offer.total_fen:
            raise Refused("ACQ.CONTEXT_INCONSISTENT")
        return known

    def scan(self, trade: Trade) -> Trade:
        """The buyer's wallet has seen the trade: from now on it has a `trade_no` and can be queried."""
        trade = self.aged(trade)
        if trade.status == CLOSED:
            raise Refused("ACQ.TRADE_HAS_CLOSE")
        if trade.trade_no is None:
            self._book.execute("UPDATE trade SET trade_no = ? WHERE id = ?", self._trade_no(), trade.id)
        return reread(self._book, trade)

    def pay(self, trade: Trade, *, wallet: Wallet) -> Trade:
        """Take the money from the wallet. Raises Refused; then nothing has changed."""
        trade = self.scan(trade)
        if trade.status != WAITING:
            raise Refused("ACQ.TRADE_HAS_SUCCESS")
        if trade.wallet not in (None, wallet.wallet):
            raise Refused("ACQ.TRADE_NOT_EXIST")
        now_ms = self._clock.now_ms()
        self._move(
            source=wallet.account,
            target=f"seller:{trade.seller_id}",
            fen=trade.total_fen,
            kind="payment",
            ref=str(trade.trade_no),
            short="ACQ.BUYER_BALANCE_NOT_ENOUGH",
        )
        self._book.execute(
            "UPDATE trade SET status = ?, wallet = ?, paid_ms = ? WHERE id = ?",
            SUCCESS,
            wallet.wallet,
            now_ms,
            trade.id,
        )
        trade = reread(self._book, trade)
        self._notices.write(trade, wallet=wallet)
        return trade

    def pay_by_code(self, offer: Offer, *, payment_code: str) -> Trade:
        """Pay with the code scanned from a shopper's phone; the trade may be left waiting for the shopper."""
        code = self._book.one("SELECT * FROM payment_code WHERE code = ?", payment_code)
        trade = self.open_trade(offer)
        if code is None or code["used"] or code["expires_ms"] <= self._clock.now_ms():
            raise Refused("ACQ.PAYMENT_AUTH_CODE_INVALID")
        self._book.execute("UPDATE payment_code SET used = 1 WHERE code = ?", payment_code)
        wallet = find_wallet(self._book, code["wallet"])
        assert wallet is not None
        limit = wallet.confirm_above_fen
        if not code["confirm"] and (limit is None or trade.total_fen <= limit):
            return self.pay(trade, wallet=wallet)
        self._book.execute("UPDATE trade SET wallet = ? WHERE id = ?", wallet.wallet, trade.id)
        return self.scan(trade)

    def close(self, trade: Trade) -> Trade:
        """Close an unpaid trade. Raises Refused for any other."""
        if trade.status != WAITING:
            raise Refused("ACQ.TRADE_STATUS_ERROR")
        return self._close(trade)

    def cancel(self, *, app_id: str, out_trade_no: str, trade_no: str) -> tuple[Trade | None, str]:
        """Undo a trade whatever became of it. Returns the trade and "close", "refund" or "" (nothing was to do).

        A number nobody has seen yet is closed in advance: a payment that was on its way must not slip in after.
        """
        trade = find_trade(self._book, app_id=app_id, out_trade_no=out_trade_no, trade_no=trade_no)
        if trade is None:
            if out_trade_no:
                offer = Offer(app_id, out_trade_no, BAR_CODE, "", 0, self._clock.now_ms())
                self._close(self._write_trade(offer))
            return None, ""
        trade = self.aged(trade)
        if trade.status == WAITING:
            return self._close(trade), "close"
        if trade.status == FINISHED:
            raise Refused("ACQ.TRADE_HAS_FINISHED")
        if trade.status == CLOSED:
            cancelled = trade.paid_ms is None or self.refund_of(trade, out_request_no=_CANCEL) is not None
            if not cancelled:
                raise Refused("ACQ.REASON_TRADE_REFUND_FEE_ERR")
            return trade, "refund" if trade.paid_ms else "close"
        if trade.refunded_fen:
            raise Refused("ACQ.REASON_TRADE_REFUND_FEE_ERR")
        assert trade.paid_ms is not None
        if self._clock.now_ms() - trade.paid_ms > CANCEL_DAYS * DAY_MS:
            raise Refused("ACQ.TRADE_CANCEL_TIME_OUT")
        trade, _ = self.refund(trade, fen=trade.total_fen, out_request_no=_CANCEL, reason="cancel")
        return trade, "refund"

    def refund(self, trade: Trade, *, fen: int, out_request_no: str, reason: str) -> tuple[Trade, bool]:
        """Give money back. Returns the trade and whether money moved: a repeated request number moves none."""
        earlier = self.refund_of(trade, out_request_no=out_request_no)
        if earlier is not None:
            if earlier != fen:
                raise Refused("ACQ.DISCORDANT_REPEAT_REQUEST")
            return trade, False
        if trade.status == FINISHED:
            raise Refused("ACQ.TRADE_HAS_FINISHED")
        if trade.paid_ms is None:
            raise Refused("ACQ.TRADE_STATUS_ERROR")
        if fen > trade.total_fen - trade.refunded_fen:
            raise Refused("ACQ.REFUND_AMT_NOT_EQUAL_TOTAL")
        now_ms = self._clock.now_ms()
        self._move(
            source=f"seller:{trade.seller_id}",
            target=f"wallet:{trade.wallet}",
            fen=fen,
            kind="refund",
            ref=f"{trade.trade_no}/{out_request_no}",
            short="ACQ.SELLER_BALANCE_NOT_ENOUGH",
        )
        self._book.execute(
            "INSERT INTO refund VALUES (?, ?, ?, ?, ?)", trade.id, out_request_no, fen, reason, now_ms
        )
        whole = trade.refunded_fen + fen == trade.total_fen
        self._book.execute(
            """UPDATE trade SET refunded_fen = refunded_fen + ?, refunded_ms = ?,
                   status = iif(?, 'TRADE_CLOSED', status), closed_ms = iif(?, ?, closed_ms) WHERE id = ?""",
            fen,
            now_ms,
            whole,
            whole,
            now_ms,
            trade.id,
        )
        trade = reread(self._book, trade)
        wallet = find_wallet(self._book, str(trade.wallet))
        self._notices.write(trade, wallet=wallet, out_request_no=out_request_no)
        return trade, True

    def refund_of(self, trade: Trade, *, out_request_no: str) -> int | None:
        """Fen of the refund with this request number, or None."""
        row = self._book.one(
            "SELECT fen FROM refund WHERE trade = ? AND out_request_no = ?", trade.id, out_request_no
        )
        return None if row is None else int(row["fen"])

    def aged(self, trade: Trade) -> Trade:
        """The trade after what time alone has done to it: closed when nobody paid, finished when no refund is left."""
        now_ms = self._clock.now_ms()
        if trade.status == WAITING and trade.expires_ms <= now_ms:
            return self._close(trade)
        if trade.status == SUCCESS and trade.paid_ms and trade.paid_ms + self._refund_days * DAY_MS <= now_ms:
            self._book.execute("UPDATE trade SET status = ? WHERE id = ?", FINISHED, trade.id)
            return reread(self._book, trade)
        return trade

    def close_expired(self, *, limit: int = 500) -> int:
        """Close what nobody paid in time; returns how many, at most `limit`."""
        late = self._book.rows(
            "SELECT * FROM trade WHERE status = 'WAIT_BUYER_PAY' AND expires_ms <= ? ORDER BY expires_ms LIMIT ?",
            self._clock.now_ms(),
            limit,
        )
        for row in late:
            self._close(Trade(**dict(row)))
        return len(late)

    def open_wallet(
        self, *, balance_fen: int, name: str = "", wallet: str = "", confirm_above_fen: int | None = None
    ) -> Wallet:
        """A wallet with money from the world; a name that exists gives that wallet as it is."""
        known = find_wallet(self._book, wallet) if wallet else None
        if known is not None:
            return known
        number = self._book.next("wallet")
        wallet = wallet or f"w{number:06d}"
        self._book.execute(
            "INSERT INTO wallet VALUES (?, ?, ?, ?, ?)",
            wallet,
            f"2088102{number:09d}",
            name or wallet,
            f"138****{number % 10_000:04d}",
            confirm_above_fen,
        )
        opened = find_wallet(self._book, wallet)
        assert opened is not None
        self._book.open_account(opened.account)
        if balance_fen:
            self.top_up(opened, fen=balance_fen)
        return opened

    def top_up(self, wallet: Wallet, *, fen: int) -> None:
        """Money from the wallet's bank into the wallet."""
        self._move(source=WORLD, target=wallet.account, fen=fen, kind="top_up", ref=wallet.wallet, short="")

    def withdraw(self, *, fen: int) -> None:
        """The seller takes money out to a bank. Raises Refused."""
        self._move(
            source=f"seller:{self.seller_id}",
            target=WORLD,
            fen=fen,
            kind="withdrawal",
            ref=self.seller_id,
            short="ACQ.SELLER_BALANCE_NOT_ENOUGH",
        )

    def payment_code(self, wallet: Wallet, *, confirm: bool = False) -> tuple[str, int]:
        """A fresh 18-digit code for the phone's screen and when it ends; `confirm`: paying must wait for a press."""
        number = self._book.next("payment_code")
        code = f"28{self._digits('payment_code', number, places=16)}"
        expires_ms = self._clock.now_ms() + PAYMENT_CODE_SECONDS * 1000
        self._book.execute(
            "INSERT INTO payment_code (code, wallet, expires_ms, confirm) VALUES (?, ?, ?, ?)",
            code,
            wallet.wallet,
            expires_ms,
            int(confirm),
        )
        return code, expires_ms

    def _write_trade(self, offer: Offer) -> Trade:
        qr = f"bax0{self._digits('qr', self._book.next('qr'), places=20)}"
        self._book.execute(
            """INSERT INTO trade (app_id, out_trade_no, qr, product, seller_id, subject, body, total_fen, status,
                   notify_url, return_url, passback, store_id, operator_id, terminal_id, created_ms, expires_ms)
               VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
            offer.app_id,
            offer.out_trade_no,
            qr,
            offer.product,
            self.seller_id,
            offer.subject,
            offer.body,
            offer.total_fen,
            WAITING,
            offer.notify_url,
            offer.return_url,
            offer.passback,
            offer.store_id,
            offer.operator_id,
            offer.terminal_id,
            self._clock.now_ms(),
            offer.expires_ms,
        )
        trade = find_trade(self._book, app_id=offer.app_id, out_trade_no=offer.out_trade_no)
        assert trade is not None
        return trade

    def _close(self, trade: Trade) -> Trade:
        self._book.execute(
            "UPDATE trade SET status = ?, closed_ms = ? WHERE id = ?", CLOSED, self._clock.now_ms(), trade.id
        )
        trade = reread(self._book, trade)
        if (
            trade.product in (WAP, PAGE, CREATED) and trade.trade_no is not None
        ):  # face to face, Alipay tells no one of a closing
            wallet = find_wallet(self._book, trade.wallet) if trade.wallet else None
            self._notices.write(trade, wallet=wallet)
        return trade

    def _move(self, *, source: str, target: str, fen: int, kind: str, ref: str, short: str) -> None:
        try:
            self._book.move(
                source=source, target=target, fen=fen, kind=kind, ref=ref, at_ms=self._clock.now_ms()
            )
        except NotEnough as error:
            raise Refused(short) from error

    def _trade_no(self) -> str:
        day = beijing(self._clock.now_ms()).strftime("%Y%m%d")
        return f"{day}22001{self._book.next('trade_no'):015d}"

    def _digits(self, purpose: str, number: int, *, places: int) -> str:
        """Digits that one seed always gives again, yet do not tell the next ones."""
        text = f"{self._seed}:{purpose}:{number}".encode()
        return str(int.from_bytes(hashlib.sha256(text).digest()) % 10**places).zfill(places)


_CANCEL = "cancel"  # the request number of the refund that a cancellation makes
