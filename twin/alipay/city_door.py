"""JSON for the simulated city and for tests: wallets, the seller's money, notices, faults, the clock."""

import functools
import json
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from twin.alipay.clock import ClockError, iso, moment_ms
from twin.alipay.faults import FaultError
from twin.alipay.refusals import Refused
from twin.alipay.trade import Wallet, find_by_qr, find_by_trade_no, find_wallet
from twin.alipay.yuan import fen_of, yuan_of

if TYPE_CHECKING:
    from twin.alipay.gateway import Gateway

LARGEST_BODY = 64 * 1024
MOST_NOTICES = 200
KINDS = ("genuine", "forge", "wrong_amount", "wrong_seller", "wrong_app")

Body = dict[str, Any]
Answer = tuple[int, Body]
Handler = Callable[["Gateway", Request, Body], Awaitable[Answer]]


class _NotFound(Exception):
    """No such thing here."""


def door(handler: Handler) -> Callable[[Request], Awaitable[Response]]:
    """Read the JSON body, run the handler, and turn what it raises into an answer with a reason."""

    @functools.wraps(handler)
    async def endpoint(http: Request) -> Response:
        gateway: Gateway = http.app.state.gateway
        try:
            status, answer = await handler(gateway, http, await _body(http))
        except _NotFound as missing:
            status, answer = 404, {"error": f"not found: {missing}"}
        except Refused as refused:
            status, answer = (
                409,
                {"sub_code": refused.sub_code, "detail": refused.detail, "text": refused.texts()},
            )
        except (ClockError, FaultError, ValueError) as error:
            status, answer = 422, {"error": str(error)}
        return JSONResponse(answer, status_code=status)

    return endpoint


@door
async def open_wallet(gateway: "Gateway", http: Request, body: Body) -> Answer:
    """POST /wallets {balance, wallet?, name?, confirm_above?}: a wallet with that many yuan."""
    name, wallet_name = body.get("name", ""), body.get("wallet", "")
    if (
        not isinstance(name, str)
        or not isinstance(wallet_name, str)
        or len(name) > 40
        or len(wallet_name) > 40
    ):
        raise ValueError("name and wallet are texts of at most 40 letters")
    if wallet_name and not wallet_name.replace("-", "").replace("_", "").isalnum():
        raise ValueError("a wallet is named with letters, digits, - and _")
    known = find_wallet(gateway.book, wallet_name) is not None
    limit = body.get("confirm_above")
    with gateway.book.transaction():
        wallet = gateway.till.open_wallet(
            balance_fen=fen_of(body.get("balance", "0")),
            name=name,
            wallet=wallet_name,
            confirm_above_fen=None if limit is None else fen_of(limit),
        )
    return 200 if known else 201, _wallet_state(gateway, wallet)


@door
async def show_wallet(gateway: "Gateway", http: Request, body: Body) -> Answer:
    """GET /wallets/{wallet}: its balance, and the payments that wait for a press."""
    return 200, _wallet_state(gateway, _wallet(gateway, http))


@door
async def top_up(gateway: "Gateway", http: Request, body: Body) -> Answer:
    """POST /wallets/{wallet}/top_up {amount}."""
    wallet = _wallet(gateway, http)
    with gateway.book.transaction():
        gateway.till.top_up(wallet, fen=_positive_fen(body))
    return 200, _wallet_state(gateway, wallet)


@door
async def pay(gateway: "Gateway", http: Request, body: Body) -> Answer:
    """POST /wallets/{wallet}/pay {qr_code} or {trade_no} (a bar-code payment that waits for a press)."""
    wallet = _wallet(gateway, http)
    qr, trade_no = body.get("qr_code"), body.get("trade_no")
    with gateway.book.transaction():
        if isinstance(qr, str):
            trade = find_by_qr(gateway.book, qr)
        elif isinstance(trade_no, str):
            trade = find_by_trade_no(gateway.book, trade_no)
        else:
            raise ValueError("say qr_code or trade_no")
        trade = gateway.till.pay(trade, wallet=wallet)
    return 200, {
        "trade_no": trade.trade_no,
        "out_trade_no": trade.out_trade_no,
        "trade_status": trade.status,
        "total_amount": yuan_of(trade.total_fen),
        **_balance(gateway, wallet.account),
    }


@door
async def payment_code(gateway: "Gateway", http: Request, body: Body) -> Answer:
    """POST /wallets/{wallet}/auth_code {confirm?}: 18 digits for a scanner, good for a minute."""
    wallet = _wallet(gateway, http)
    with gateway.book.transaction():
        code, expires_ms = gateway.till.payment_code(wallet, confirm=body.get("confirm") is True)
    return 201, {"auth_code": code, "expires": iso(expires_ms)}


@door
async def show_seller(gateway: "Gateway", http: Request, body: Body) -> Answer:
    """GET /seller: the merchant's balance."""
    seller_id = gateway.till.seller_id
    return 200, {"seller_id": seller_id, **_balance(gateway, f"seller:{seller_id}")}


@door
async def withdraw(gateway: "Gateway", http: Request, body: Body) -> Answer:
    """POST /seller/withdraw {amount}: the merchant's money leaves for a bank."""
    with gateway.book.transaction():
        gateway.till.withdraw(fen=_positive_fen(body))
    return 200, _balance(gateway, f"seller:{gateway.till.seller_id}")


@door
async def show_books(gateway: "Gateway", http: Request, body: Body) -> Answer:
    """GET /books: fen by kind of account; `difference` and `unexplained` are always 0."""
    return 200, gateway.book.totals()


@door
async def show_notices(gateway: "Gateway", http: Request, body: Body) -> Answer:
    """GET /notices?out_trade_no=: the newest notices with every attempt and what was answered."""
    number = http.query_params.get("out_trade_no")
    rows = gateway.book.rows(
        "SELECT * FROM notice WHERE ? IS NULL OR out_trade_no = ? ORDER BY id DESC LIMIT ?",
        number,
        number,
        MOST_NOTICES,
    )
    notices = []
    for row in reversed(rows):
        attempts = gateway.book.rows("SELECT * FROM notice_attempt WHERE notice = ? ORDER BY id", row["id"])
        notices.append(
            {
                "id": row["id"],
                "out_trade_no": row["out_trade_no"],
                "state": row["state"],
                "due": iso(row["due_ms"]),
                "fields": json.loads(row["fields"]),
                "attempts": [
                    {
                        "at": iso(one["at_ms"]),
                        "kind": one["kind"],
                        "outcome": one["outcome"],
                        "answer": one["answer"],
                    }
                    for one in attempts
                ],
            }
        )
    return 200, {"notices": notices}


@door
async def send_notice(gateway: "Gateway", http: Request, body: Body) -> Answer:
    """POST /notices/{id}/send {kind}: send it again at once, as it is or as a bad copy."""
    kind = body.get("kind", "genuine")
    if kind not in KINDS:
        raise ValueError(f"kind is one of {', '.join(KINDS)}")
    notice = int(http.path_params["notice"])
    if gateway.book.one("SELECT 1 FROM notice WHERE id = ?", notice) is None:
        raise _NotFound(f"notice {notice}")
    return 200, {"answer": await gateway.notices.send_copy(notice, kind=kind)}


@door
async def faults(gateway: "Gateway", http: Request, body: Body) -> Answer:
    """GET /faults, or PUT /faults to replace them all."""
    if http.method == "PUT":
        gateway.faults.set(body)
    return 200, gateway.faults.state()


@door
async def clock(gateway: "Gateway", http: Request, body: Body) -> Answer:
    """GET /clock, or PUT /clock {now} (by hand), {mode: "scaled", speed, now?} or {mode: "system"}."""
    if http.method == "PUT":
        gateway.clock.apply(body)
        gateway.notices.wake()
    return 200, gateway.clock.state()


@door
async def advance(gateway: "Gateway", http: Request, body: Body) -> Answer:
    """POST /clock/advance {to?}: move a manual clock, sending on the way what falls due; answers how many went."""
    to_ms = moment_ms(body["to"]) if "to" in body else gateway.clock.now_ms()
    if gateway.clock.mode != "manual" or to_ms < gateway.clock.now_ms():
        gateway.clock.move_to(to_ms)  # says what is wrong
    sent = await gateway.notices.send_due(up_to_ms=to_ms)
    gateway.clock.move_to(to_ms)
    closed, more = 0, True
    while more:
        with gateway.book.transaction():
            more = bool(closing := gateway.till.close_expired())
        closed += closing
    sent += await gateway.notices.send_due(up_to_ms=to_ms)
    return 200, {"sent": sent, "closed": closed, "next_due": _next_due(gateway), **gateway.clock.state()}


ROUTES = [
    Route("/wallets", open_wallet, methods=["POST"]),
    Route("/wallets/{wallet}", show_wallet),
    Route("/wallets/{wallet}/top_up", top_up, methods=["POST"]),
    Route("/wallets/{wallet}/pay", pay, methods=["POST"]),
    Route("/wallets/{wallet}/auth_code", payment_code, methods=["POST"]),
    Route("/seller", show_seller),
    Route("/seller/withdraw", withdraw, methods=["POST"]),
    Route("/books", show_books),
    Route("/notices", show_notices),
    Route("/notices/{notice:int}/send", send_notice, methods=["POST"]),
    Route("/faults", faults, methods=["GET", "PUT"]),
    Route("/clock", clock, methods=["GET", "PUT"]),
    Route("/clock/advance", advance, methods=["POST"]),
]


async def _body(http: Request) -> Body:
    if http.method not in ("POST", "PUT"):
        return {}
    if http.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise ValueError("not from another site")
    read = bytearray()
    async for chunk in http.stream():
        read += chunk
        if len(read) > LARGEST_BODY:
            raise ValueError("the body is too large")
    try:
        body = json.loads(read or b"{}")
    except RecursionError as error:
        raise ValueError("the body is nested too deep") from error
    if not isinstance(body, dict):
        raise ValueError("the body is a JSON object")
    return body


def _wallet(gateway: "Gateway", http: Request) -> Wallet:
    wallet = find_wallet(gateway.book, http.path_params["wallet"])
    if wallet is None:
        raise _NotFound(f"wallet {http.path_params['wallet']}")
    return wallet


def _wallet_state(gateway: "Gateway", wallet: Wallet) -> Body:
    waiting = gateway.book.rows(
        """SELECT trade_no, out_trade_no, total_fen FROM trade
           WHERE wallet = ? AND status = 'WAIT_BUYER_PAY' ORDER BY id DESC LIMIT 50""",
        wallet.wallet,
    )
    return {
        "wallet": wallet.wallet,
        "user_id": wallet.user_id,
        "name": wallet.name,
        **_balance(gateway, wallet.account),
        "waiting": [
            {
                "trade_no": row["trade_no"],
                "out_trade_no": row["out_trade_no"],
                "total_amount": yuan_of(row["total_fen"]),
            }
            for row in waiting
        ],
    }


def _balance(gateway: "Gateway", account: str) -> Body:
    fen = gateway.book.balance_fen(account)
    return {"balance": yuan_of(fen), "balance_fen": fen}


def _positive_fen(body: Body) -> int:
    fen = fen_of(body.get("amount"))
    if fen == 0:
        raise ValueError("the amount is above zero")
    return fen


def _next_due(gateway: "Gateway") -> str | None:
    row = gateway.book.one("SELECT min(due_ms) AS due_ms FROM notice WHERE state = 'waiting'")
    return None if row is None or row["due_ms"] is None else iso(row["due_ms"])
