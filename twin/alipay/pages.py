"""The wallet as a person holds it: phone-sized pages to see money, pay a code, show a code."""

import functools
import html
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import segno
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from twin.alipay import signing
from twin.alipay.clock import wire_time
from twin.alipay.forms import FormError, read_form
from twin.alipay.refusals import Refused
from twin.alipay.style import MARK, STYLE
from twin.alipay.trade import SUCCESS, WAITING, Trade, Wallet, find_by_qr, find_by_trade_no, find_wallet
from twin.alipay.words import LANGUAGES, chosen_language, word
from twin.alipay.yuan import yuan_of

if TYPE_CHECKING:
    from twin.alipay.gateway import Gateway

CHOICES = 8
RECENT = 20
GIFT_FEN = 1000_00
YEAR_SECONDS = 365 * 24 * 3600
POLICY = "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'"
LANGUAGE_NAMES = {"zh": "中文", "ko": "한국어", "en": "English"}


async def home(http: Request) -> Response:
    """The wallets of this gateway, and a way to open one."""
    gateway, language = _scene(http)
    rows = gateway.book.rows("SELECT * FROM wallet ORDER BY user_id DESC LIMIT 50")
    cards = "".join(
        f'<a class="card row" href="{gateway.prefix}/wallet/{_text(row["wallet"])}"><span>{_text(row["name"])}</span>'
        f'<b class="figure">¥{yuan_of(gateway.book.balance_fen("wallet:" + row["wallet"]))}</b></a>'
        for row in rows
    )
    body = f"<h1>{word('wallets', language=language)}</h1>{cards}{_open_form(gateway, language)}"
    return _page(http, body)


def pressed(
    handler: Callable[[Request, dict[str, str]], Response],
) -> Callable[[Request], Awaitable[Response]]:
    """Read the form of a press on a button of our own pages; refuse one that another site sent."""

    @functools.wraps(handler)
    async def endpoint(http: Request) -> Response:
        if http.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            return PlainTextResponse("cross-site", status_code=403)
        try:
            return handler(http, await read_form(http))
        except FormError as error:
            return PlainTextResponse(str(error), status_code=400)

    return endpoint


@pressed
def open_wallet(http: Request, form: dict[str, str]) -> Response:
    """A person's new wallet, kept in a cookie as the one to pay with."""
    gateway, _ = _scene(http)
    with gateway.book.transaction():
        wallet = gateway.till.open_wallet(balance_fen=GIFT_FEN, name=form.get("name", "")[:40])
    then = form.get("then", "")
    target = f"/qr/{then}" if then.isalnum() else f"/wallet/{wallet.wallet}"
    return _remember(RedirectResponse(gateway.prefix + target, status_code=303), wallet)


async def show_wallet(http: Request) -> Response:
    """Balance, what waits for a press, ways to pay, recent payments."""
    gateway, language = _scene(http)
    wallet = find_wallet(gateway.book, http.path_params["wallet"])
    if wallet is None:
        return _problem(http, word("not_here", language=language), status=404)
    rows = gateway.book.rows(
        "SELECT * FROM trade WHERE wallet = ? ORDER BY id DESC LIMIT ?", wallet.wallet, RECENT
    )
    trades = [Trade(**dict(row)) for row in rows]
    here = f"{gateway.prefix}/wallet/{_text(wallet.wallet)}"
    waiting = "".join(
        f'<form class="card" method="post" action="{here}/confirm">{_row(trade, language)}'
        f'<input type="hidden" name="trade_no" value="{_text(trade.trade_no or "")}">'
        f'<button class="act">{word("pay", language=language)} ¥{yuan_of(trade.total_fen)}</button></form>'
        for trade in trades
        if trade.status == WAITING
    )
    recent = "".join(_row(trade, language) for trade in trades if trade.status != WAITING)
    body = f"""
      <h1>{_text(wallet.name)}</h1>
      <section class="card"><p class="label">{word("balance", language=language)}</p>
        <p class="hero figure">¥{yuan_of(gateway.book.balance_fen(wallet.account))}</p></section>
      {f"<h2>{word('waiting', language=language)}</h2>{waiting}" if waiting else ""}
      <form class="card" method="post" action="{here}/code">
        <button class="act">{word("show_code", language=language)}</button></form>
      <form class="card" method="post" action="{here}/scan"><h2>{word("scan", language=language)}</h2>
        <input name="qr" maxlength="200" required placeholder="{word("paste", language=language)}"
          aria-label="{word("paste", language=language)}">
        <button>{word("next", language=language)}</button></form>
      <h2>{word("recent", language=language)}</h2>
      <section class="card">{recent or f"<p class=quiet>{word('nothing', language=language)}</p>"}</section>"""
    return _remember(_page(http, body), wallet)


@pressed
def act_on_wallet(http: Request, form: dict[str, str]) -> Response:
    """POST /wallet/{wallet}/{act}: show a payment code, open a scanned code, or press Pay on what waits."""
    gateway, language = _scene(http)
    wallet = find_wallet(gateway.book, http.path_params["wallet"])
    if wallet is None:
        return _problem(http, word("not_here", language=language), status=404)
    act = http.path_params["act"]
    try:
        with gateway.book.transaction():
            if act == "code":
                code, _ = gateway.till.payment_code(wallet)
                return _page(http, _code_card(gateway, wallet, code, language))
            if act == "scan":
                trade = find_by_qr(gateway.book, form.get("qr", "").strip())
                return RedirectResponse(f"{gateway.prefix}/qr/{trade.qr}", status_code=303)
            trade = find_by_trade_no(gateway.book, form.get("trade_no", ""))
            trade = gateway.till.pay(trade, wallet=wallet)
    except Refused as refused:
        return _problem(http, refused.texts()[language])
    return _page(http, _paid_card(gateway, trade, wallet, language))


async def show_qr(http: Request) -> Response:
    """The page behind a QR: how much, for what, from which wallet, and one large button."""
    gateway, language = _scene(http)
    try:
        with gateway.book.transaction():
            trade = gateway.till.scan(find_by_qr(gateway.book, http.path_params["qr"]))
    except Refused as refused:
        return refusal(gateway, refused, http=http)
    if trade.status != WAITING:
        wallet = find_wallet(gateway.book, str(trade.wallet))
        assert wallet is not None
        return _page(http, _paid_card(gateway, trade, wallet, language))
    wallets = _choices(gateway, http)
    choices = "".join(
        f'<label class="row"><span><input type="radio" name="wallet" value="{_text(wallet.wallet)}" required'
        f"{' checked' if number == 0 else ''}> {_text(wallet.name)}</span>"
        f'<b class="figure">¥{yuan_of(gateway.book.balance_fen(wallet.account))}</b></label>'
        for number, wallet in enumerate(wallets)
    )
    pay = word("pay", language=language)
    form = (
        f"""<form method="post" action="{gateway.prefix}/qr/{trade.qr}">
        <section class="card"><p class="label">{word("pay_with", language=language)}</p>{choices}</section>
        <button class="act">{pay} ¥{yuan_of(trade.total_fen)}</button></form>"""
        if wallets
        else ""
    )
    body = f"""
      <section class="card centre"><p class="label">{word("pay_to", language=language)}</p>
        <p class="hero figure">¥{yuan_of(trade.total_fen)}</p><p>{_text(trade.subject)}</p>
        <p class="quiet figure">{_text(trade.out_trade_no)}</p></section>
      {form}{"" if wallets else _open_form(gateway, language, then=trade.qr)}"""
    return _page(http, body)


@pressed
def pay_qr(http: Request, form: dict[str, str]) -> Response:
    """The press on Pay."""
    gateway, language = _scene(http)
    wallet = find_wallet(gateway.book, form.get("wallet", ""))
    if wallet is None:
        return _problem(http, word("not_here", language=language), status=404)
    try:
        with gateway.book.transaction():
            trade = gateway.till.pay(find_by_qr(gateway.book, http.path_params["qr"]), wallet=wallet)
    except Refused as refused:
        return _problem(http, refused.texts()[language])
    return _remember(_page(http, _paid_card(gateway, trade, wallet, language)), wallet)


async def style(http: Request) -> Response:
    """The pages' one style sheet."""
    return Response(STYLE, media_type="text/css", headers={"Cache-Control": "max-age=300"})


async def mark(http: Request) -> Response:
    """What stands in a browser's tab."""
    return Response(MARK, media_type="image/svg+xml", headers={"Cache-Control": "max-age=300"})


def refusal(gateway: "Gateway", refused: Refused, *, http: Request | None = None) -> Response:
    """A page that says why not, to a browser."""
    if http is None:
        text = " · ".join(refused.texts().values())
        return HTMLResponse(
            f"<!doctype html><meta charset=utf-8><p>{_text(text)} ({_text(refused.sub_code)})</p>",
            status_code=400,
        )
    _, language = _scene(http)
    return _problem(http, refused.texts()[language])


ROUTES = [
    Route("/", home),
    Route("/wallet", open_wallet, methods=["POST"]),
    Route("/wallet/{wallet}", show_wallet),
    Route("/wallet/{wallet}/{act:str}", act_on_wallet, methods=["POST"]),
    Route("/qr/{qr}", show_qr),
    Route("/qr/{qr}", pay_qr, methods=["POST"]),
    Route("/wallet.css", style),
    Route("/wallet.svg", mark),
]


def _return_address(gateway: "Gateway", trade: Trade) -> str:
    """The browser's way back, with signed fields as alipay.trade.wap.pay gives them; "" if there is none."""
    if not trade.return_url or trade.status != SUCCESS:
        return ""
    fields = {
        "app_id": trade.app_id,
        "auth_app_id": trade.app_id,
        "method": "alipay.trade.wap.pay.return",
        "charset": "utf-8",
        "version": "1.0",
        "sign_type": "RSA2",
        "timestamp": wire_time(gateway.clock.now_ms()),
        "out_trade_no": trade.out_trade_no,
        "trade_no": str(trade.trade_no),
        "total_amount": yuan_of(trade.total_fen),
        "seller_id": trade.seller_id,
    }
    joint = "&" if "?" in trade.return_url else "?"
    return f"{trade.return_url}{joint}{urlencode(signing.sign_notice(fields, key=gateway.key))}"


def _paid_card(gateway: "Gateway", trade: Trade, wallet: Wallet, language: str) -> str:
    back = _return_address(gateway, trade)
    link = f'<a class="act" href="{_text(back)}">{word("back", language=language)}</a>' if back else ""
    state = word("paid" if trade.status == SUCCESS else trade.status, language=language)
    return f"""<section class="card centre"><p class="tick" aria-hidden="true">✓</p><h1>{state}</h1>
        <p class="hero figure">¥{yuan_of(trade.total_fen)}</p><p>{_text(trade.subject)}</p>
        <p class="quiet figure">{_text(trade.trade_no or "")}</p></section>{link}
      <a class="button" href="{gateway.prefix}/wallet/{_text(wallet.wallet)}">{word("to_wallet", language=language)}</a>"""


def _code_card(gateway: "Gateway", wallet: Wallet, code: str, language: str) -> str:
    data = segno.make(code, error="m", micro=False).png_data_uri(scale=8, border=2)
    spaced = " ".join(code[start : start + 4] for start in range(0, len(code), 4))
    return f"""<section class="card centre"><h1>{word("show_code", language=language)}</h1>
        <img class="code" alt="{code}" src="{data}"><p class="figure strong">{spaced}</p>
        <p class="quiet">{word("code_note", language=language)}</p></section>
      <a class="button" href="{gateway.prefix}/wallet/{_text(wallet.wallet)}">{word("to_wallet", language=language)}</a>"""


def _row(trade: Trade, language: str) -> str:
    state = word(trade.status, language=language)
    if trade.refunded_fen:
        state += f" · {word('refunded', language=language)} ¥{yuan_of(trade.refunded_fen)}"
    when = wire_time(trade.paid_ms or trade.created_ms)
    return (
        f'<div class="row"><span>{_text(trade.subject)}<br><small>{when} · {state}</small></span>'
        f'<b class="figure">¥{yuan_of(trade.total_fen)}</b></div>'
    )


def _open_form(gateway: "Gateway", language: str, *, then: str = "") -> str:
    name = word("your_name", language=language)
    return f"""<form class="card" method="post" action="{gateway.prefix}/wallet">
        <input name="name" maxlength="40" placeholder="{name}" aria-label="{name}">
        <input type="hidden" name="then" value="{_text(then)}">
        <button>{word("open", language=language)}</button></form>"""


def _choices(gateway: "Gateway", http: Request) -> list[Wallet]:
    """The wallet this browser used last, then a few others."""
    last = find_wallet(gateway.book, http.cookies.get("wallet", ""))
    rows = gateway.book.rows("SELECT * FROM wallet ORDER BY user_id LIMIT ?", CHOICES)
    others = [Wallet(**dict(row)) for row in rows]
    return ([last] if last else []) + [wallet for wallet in others if wallet != last]


def _problem(http: Request, text: str, *, status: int = 409) -> Response:
    gateway, language = _scene(http)
    body = f"""<section class="card centre"><h1>{word("problem", language=language)}</h1>
        <p role="alert">{_text(text)}</p></section>
      <a class="button" href="{gateway.prefix}/">{word("to_wallet", language=language)}</a>"""
    return _page(http, body, status=status)


def _page(http: Request, body: str, *, status: int = 200) -> Response:
    gateway, language = _scene(http)
    link = '<a href="?lang={0}" lang="{0}"{2}>{1}</a>'
    links = (
        " ".join(
            link.format(code, LANGUAGE_NAMES[code], ' aria-current="true"' if code == language else "")
            for code in LANGUAGES
        )
        if http.method == "GET"
        else ""
    )  # a posted page has no address to come back to
    text = f"""<!doctype html><html lang="{language}"><head><meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
      <title>{word("wallet", language=language)}</title><link rel="stylesheet" href="{gateway.prefix}/wallet.css">
      <link rel="icon" href="{gateway.prefix}/wallet.svg"></head>
      <body><main>{body}</main>
      <footer><p>{word("note", language=language)}</p><nav>{links}</nav></footer></body></html>"""
    headers = {
        "Content-Security-Policy": POLICY,
        "Referrer-Policy": "no-referrer",
        "Cache-Control": "no-store",
    }
    response = HTMLResponse(text, status_code=status, headers=headers)
    if http.query_params.get("lang") in LANGUAGES:
        response.set_cookie("wallet_language", language, max_age=YEAR_SECONDS, samesite="lax", httponly=True)
    return response


def _scene(http: Request) -> tuple["Gateway", str]:
    asked = http.query_params.get("lang") or http.cookies.get("wallet_language")
    language = chosen_language(asked=asked, accepted=http.headers.get("accept-language", ""))
    return http.app.state.gateway, language


def _remember(response: Response, wallet: Wallet) -> Response:
    response.set_cookie("wallet", wallet.wallet, max_age=YEAR_SECONDS, samesite="lax", httponly=True)
    return response


def _text(value: str) -> str:
    return html.escape(value, quote=True)
