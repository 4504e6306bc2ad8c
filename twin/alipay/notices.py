"""Asynchronous notices: written with the change they tell of, sent until the merchant answers `success`."""

import asyncio
import json
from typing import Any, NamedTuple
from urllib.parse import urlencode

import httpx
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from twin.alipay import signing
from twin.alipay.book import Book
from twin.alipay.clock import Clock, beijing, wire_time, wire_time_with_ms
from twin.alipay.faults import Faults
from twin.alipay.trade import Trade, Wallet
from twin.alipay.yuan import fen_of, yuan_of

# Alipay tries again after these delays and then gives up (https://opendocs.alipay.com/support/01raw4).
RETRY_SECONDS = (4 * 60, 10 * 60, 10 * 60, 3600, 2 * 3600, 6 * 3600, 15 * 3600)
HELD_SECONDS = 60  # a reordered notice leaves after this if no later one lets it out
AT_ONCE = 16
IDLE_SECONDS = 60.0


class Sending(NamedTuple):
    """One POST of one notice: as it is, or a bad copy of it."""

    kind: str
    fields: dict[str, str]
    forged: bool


class Notices:
    """The queue of notices and its sender."""

    def __init__(
        self,
        *,
        book: Book,
        clock: Clock,
        faults: Faults,
        key: RSAPrivateKey,
        retry_scale: float = 1.0,
        answer_seconds: float = 10.0,
    ) -> None:
        self._book = book
        self._clock = clock
        self._faults = faults
        self._key = key
        self._retry_scale = retry_scale
        self._answer_seconds = answer_seconds
        self._client: httpx.AsyncClient | None = None
        self._wake = asyncio.Event()
        self._flying: set[int] = set()

    def write(self, trade: Trade, *, wallet: Wallet | None, out_request_no: str = "") -> None:
        """Queue what happened to `trade`, in the transaction in which it happened."""
        if not trade.notify_url:
            return
        now_ms = self._clock.now_ms()
        held = self._faults.acts("reorder_notices") is not None
        delay = self._faults.acts("delay_notice_seconds")
        due_ms = now_ms + (round(delay.seconds * 1000) if delay else 0) + (HELD_SECONDS * 1000 if held else 0)
        fields = _fields(trade, wallet=wallet, out_request_no=out_request_no)
        number = self._book.next("notice")
        fields["notify_id"] = f"{beijing(now_ms):%Y%m%d}00222{number:021d}"
        self._book.execute(
            "INSERT INTO notice (id, app_id, out_trade_no, url, fields, due_ms, held) VALUES (?, ?, ?, ?, ?, ?, ?)",
            number,
            trade.app_id,
            trade.out_trade_no,
            trade.notify_url,
            json.dumps(fields),
            due_ms,
            int(held),
        )
        self._wake.set()

    def wake(self) -> None:
        """The clock or the queue has changed: look again."""
        self._wake.set()

    async def send_due(self, *, up_to_ms: int) -> int:
        """Send, one after another in order of their time, all notices due by then; a manual clock follows.

        Returns how many were sent. What a retry makes due within the time is sent too.
        """
        sent = 0
        while True:
            row = self._book.one(
                "SELECT id, due_ms FROM notice WHERE state = 'waiting' AND due_ms <= ? ORDER BY due_ms, id LIMIT 1",
                up_to_ms,
            )
            if row is None:
                return sent
            if self._clock.mode == "manual" and row["due_ms"] > self._clock.now_ms():
                self._clock.move_to(row["due_ms"])
            await self._attempt(row["id"])
            sent += 1

    async def keep_sending(self) -> None:
        """Send what falls due until cancelled; a manual clock sends nothing by itself."""
        async with asyncio.TaskGroup() as flights:
            while True:
                self._wake.clear()
                wait_seconds = IDLE_SECONDS
                if self._clock.mode != "manual":
                    wait_seconds = self._launch(flights)
                try:
                    await asyncio.wait_for(self._wake.wait(), timeout=wait_seconds)
                except TimeoutError:
                    continue

    async def send_copy(self, notice: int, *, kind: str) -> str:
        """Send one notice again at once, as `genuine` or as a bad copy; returns the merchant's answer."""
        row = self._book.one("SELECT * FROM notice WHERE id = ?", notice)
        assert row is not None
        return await self._post(row["id"], row["url"], _sending(kind, json.loads(row["fields"])))

    async def close(self) -> None:
        """Close the connections to the merchants."""
        if self._client is not None:
            await self._client.aclose()

    def _launch(self, flights: asyncio.TaskGroup) -> float:
        """Start the due notices there is room for; returns real seconds until the next one falls due."""
        now_ms = self._clock.now_ms()
        rows = self._book.rows(
            "SELECT id, due_ms FROM notice WHERE state = 'waiting' ORDER BY due_ms, id LIMIT ?", 2 * AT_ONCE
        )
        for row in rows:
            if row["id"] in self._flying:
                continue
            if len(self._flying) >= AT_ONCE:
                return IDLE_SECONDS  # the end of a flight wakes us
            if row["due_ms"] > now_ms:
                seconds: float = (row["due_ms"] - now_ms) / 1000 / self._clock.speed
                return min(IDLE_SECONDS, seconds + 0.001)
            self._flying.add(row["id"])
            flights.create_task(self._fly(row["id"]))
        return IDLE_SECONDS

    async def _fly(self, notice: int) -> None:
        try:
            await self._attempt(notice)
        finally:
            self._flying.discard(notice)
            self._wake.set()

    async def _attempt(self, notice: int) -> None:
        row = self._book.one("SELECT * FROM notice WHERE id = ?", notice)
        assert row is not None
        fields = json.loads(row["fields"])
        if self._faults.acts("drop_notice"):
            self._log(notice, kind="genuine", outcome="dropped", answer="")
            self._settle(notice, attempts=row["attempts"] + 1, delivered=False)
            return
        for kind in ("forge", "wrong_amount", "wrong_seller", "wrong_app"):
            if self._faults.acts("forge_notice" if kind == "forge" else f"{kind}_notice"):
                await self._post(notice, row["url"], _sending(kind, fields))
        answer = await self._post(notice, row["url"], _sending("genuine", fields))
        if self._faults.acts("duplicate_notice"):
            await self._post(notice, row["url"], _sending("genuine", fields))
        self._settle(notice, attempts=row["attempts"] + 1, delivered=answer == "success")

    def _settle(self, notice: int, *, attempts: int, delivered: bool) -> None:
        now_ms = self._clock.now_ms()
        if delivered or attempts > len(RETRY_SECONDS):
            state, due_ms = "delivered" if delivered else "given_up", now_ms
        else:
            state = "waiting"
            due_ms = now_ms + max(1, round(RETRY_SECONDS[attempts - 1] * self._retry_scale * 1000))
        with self._book.transaction():
            self._book.execute(
                "UPDATE notice SET state = ?, attempts = ?, due_ms = ?, held = 0 WHERE id = ?",
                state,
                attempts,
                due_ms,
                notice,
            )
            self._book.execute(
                "UPDATE notice SET held = 0, due_ms = ? WHERE held = 1 AND state = 'waiting' AND id < ?",
                now_ms,
                notice,
            )

    async def _post(self, notice: int, url: str, sending: Sending) -> str:
        now = wire_time(self._clock.now_ms())
        signed = signing.sign_notice({**sending.fields, "notify_time": now}, key=self._key)
        if sending.forged:
            signed["sign"] = signing.sign("forged", key=self._key)
        try:
            response = await self._http().post(
                url,
                content=urlencode(signed),
                headers={"content-type": "application/x-www-form-urlencoded;charset=utf-8"},
            )
            outcome, answer = f"http {response.status_code}", response.text[:200]
            answered = answer if response.status_code == 200 else ""
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            outcome, answer, answered = type(error).__name__, str(error)[:200], ""
        self._log(notice, kind=sending.kind, outcome=outcome, answer=answer)
        return answered

    def _log(self, notice: int, *, kind: str, outcome: str, answer: str) -> None:
        self._book.execute(
            "INSERT INTO notice_attempt (notice, at_ms, kind, outcome, answer) VALUES (?, ?, ?, ?, ?)",
            notice,
            self._clock.now_ms(),
            kind,
            outcome,
            answer,
        )

    def _http(self) -> httpx.AsyncClient:
        if self._client is None:
            self._client = httpx.AsyncClient(timeout=self._answer_seconds, trust_env=False)
        return self._client


def _sending(kind: str, fields: dict[str, str]) -> Sending:
    if kind == "wrong_amount":
        # One fen less everywhere: a merchant who looks at any of the figures sees it.
        less = yuan_of(fen_of(fields["total_amount"]) - 1)
        amounts = ("total_amount", "receipt_amount", "buyer_pay_amount", "invoice_amount")
        fields = {**fields, **{name: less for name in amounts if name in fields}}
    elif kind == "wrong_seller":
        fields = {**fields, "seller_id": "2088000000000000"}
    elif kind == "wrong_app":
        fields = {**fields, "app_id": "2021000000000000", "auth_app_id": "2021000000000000"}
    return Sending(kind, fields, forged=kind == "forge")


def _fields(trade: Trade, *, wallet: Wallet | None, out_request_no: str) -> dict[str, str]:
    total = yuan_of(trade.total_fen)
    fields: dict[str, Any] = {
        "notify_type": "trade_status_sync",
        "app_id": trade.app_id,
        "auth_app_id": trade.app_id,
        "charset": "utf-8",
        "version": "1.0",
        "sign_type": "RSA2",
        "trade_no": trade.trade_no,
        "out_trade_no": trade.out_trade_no,
        "trade_status": trade.status,
        "total_amount": total,
        "seller_id": trade.seller_id,
        "subject": trade.subject,
        "body": trade.body,
        "gmt_create": wire_time(trade.created_ms),
        "gmt_close": wire_time(trade.closed_ms),
        "passback_params": trade.passback,
    }
    if wallet is not None:
        fields |= {"buyer_id": wallet.user_id, "buyer_logon_id": wallet.logon_id}
    if trade.paid_ms is not None:
        fields |= {
            "gmt_payment": wire_time(trade.paid_ms),
            "receipt_amount": total,
            "buyer_pay_amount": total,
            "invoice_amount": total,
            "point_amount": "0.00",
            "fund_bill_list": json.dumps([{"amount": total, "fundChannel": "ALIPAYACCOUNT"}]),
        }
    if out_request_no:
        fields |= {
            "refund_fee": yuan_of(trade.refunded_fen),
            "out_biz_no": out_request_no,
            "gmt_refund": wire_time_with_ms(trade.refunded_ms),
        }
    return {name: value for name, value in fields.items() if value}
