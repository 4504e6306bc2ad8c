"""The outside of payments in tests: the loopback gateway, a wallet, the notices it sends, and one clock for both sides."""

import queue
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from newretail.kernel import clock, ids
from newretail.payments import api as payments
from newretail.payments.receive_notice import receive_notice
from newretail.payments.send_refunds import send_refunds
from newretail.payments.watch_payments import watch_payments
from twin.alipay import signing
from twin.alipay.running import RunningGateway, gateway

APP = "2021000000000001"
STORE = "lujiazui"
NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)  # in Shanghai
OUR_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
ALIPAY_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


class Mailbox:
    """Where notices arrive. They wait here until the test takes them in, in any order and as often as it likes."""

    def __init__(self) -> None:
        self.letters: queue.Queue[bytes] = queue.Queue()
        letters = self.letters

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                letters.put(self.rfile.read(int(self.headers["content-length"])))
                self.send_response(200)
                self.end_headers()
                self.wfile.write(b"success")

            def log_message(self, *_: object) -> None:
                return

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/api/v1/payments/notices/alipay"
        threading.Thread(
            target=self.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True
        ).start()

    def take_all(self) -> list[bytes]:
        letters = []
        while not self.letters.empty():
            letters.append(self.letters.get())
        return letters

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


class World:
    def __init__(self, running: RunningGateway, mailbox: Mailbox) -> None:
        self.running = running
        self.mailbox = mailbox
        self.http = httpx.Client(base_url=running.url, timeout=20, trust_env=False)
        self.http.put("/clock", json={"now": clock.now().isoformat()}).raise_for_status()
        self.wallet = "shopper"
        self.http.post("/wallets", json={"wallet": self.wallet, "balance": "10000.00"}).raise_for_status()

    def faults(self, **wanted: Any) -> None:
        self.http.put("/faults", json=wanted).raise_for_status()

    def pay(self, qr_code: str) -> httpx.Response:
        return self.http.post(f"/wallets/{self.wallet}/pay", json={"qr_code": qr_code})

    def confirm(self, trade_no: str) -> httpx.Response:
        return self.http.post(f"/wallets/{self.wallet}/pay", json={"trade_no": trade_no})

    def code(self, *, confirm: bool = False) -> str:
        answer = self.http.post(f"/wallets/{self.wallet}/auth_code", json={"confirm": confirm})
        return str(answer.json()["auth_code"])

    def seller_fen(self) -> int:
        return int(self.http.get("/seller").json()["balance"].replace(".", ""))

    def notices(self) -> list[bytes]:
        """Let the gateway send what is due, and hand over what arrived."""
        self.http.post("/clock/advance", json={"to": clock.now().isoformat()}).raise_for_status()
        return self.mailbox.take_all()

    def take_notices(self) -> list[bool]:
        return [took(letter) for letter in self.notices()]

    def advance(self, seconds: float, *, notices: bool = True) -> None:
        clock.advance_to(clock.now() + timedelta(seconds=seconds))
        letters = self.notices()
        if notices:
            for letter in letters:
                took(letter)

    def duties(self) -> None:
        while watch_payments() + send_refunds():
            pass

    def live(self, seconds: int, *, step: int = 5, notices: bool = True) -> None:
        """Let time pass with the duties at work."""
        for _ in range(seconds // step):
            self.advance(step, notices=notices)
            self.duties()


def ask(*, ref: str = "order:1", amount: int = 1230, way: str = "qr", **more: Any) -> payments.PaymentView:
    wanted: dict[str, Any] = {
        "payment_id": ids.uuid7(),
        "ref": ref,
        "store_id": STORE,
        "tender": "alipay",
        "way": way,
        "amount": amount,
        "currency": "CNY",
        "subject": "Haru 하루 每日 LJZ-1",
        "taken_by": "program:till" if way == "code" else "",
    }
    return payments.open_payment(**(wanted | more))


def took(letter: bytes) -> bool:
    """Whether the notice was taken in."""
    return receive_notice(letter, tender="alipay") == "success"


def pay_in_cash(
    *,
    by: str,
    ref: str = "order:1",
    store_id: str = STORE,
    amount: int = 1_000,
    given: int | None = None,
    **more: Any,
) -> payments.PaymentView:
    """Banknotes over the counter, just enough if nothing else is said."""
    wanted: dict[str, Any] = {
        "payment_id": ids.uuid7(),
        "ref": ref,
        "store_id": store_id,
        "amount": amount,
        "by": by,
    }
    return payments.take_at_counter(
        **(
            wanted
            | {
                "tender": "cash",
                "currency": "CNY",
                "typed": {"given": str(amount if given is None else given)},
            }
            | more
        )
    )


def state_of(payment_id: UUID) -> str:
    return payments.payment(payment_id=payment_id, store_id=STORE).state


def forge(letter: bytes, *, key: rsa.RSAPrivateKey | None, **changes: str | None) -> bytes:
    """A notice with other fields (None: without), signed anew with `key`, or with its old signature."""
    fields: dict[str, str] = dict(parse_qsl(letter.decode(), keep_blank_values=True))
    for name, value in changes.items():
        if value is None:
            fields.pop(name, None)
        else:
            fields[name] = value
    if key is not None:
        fields = signing.sign_notice(
            {name: value for name, value in fields.items() if name != "sign"}, key=key
        )
    return urlencode(fields).encode()


@contextmanager
def stepped_clock(folder: Path) -> Iterator[None]:
    clock.create_simulated(folder, start=NOON, speed=0)
    clock.attach(folder)
    try:
        yield
    finally:
        clock.attach(None)


@contextmanager
def open_world(
    folder: Path, patch: pytest.MonkeyPatch, *, notify_url: str = "", **settings: Any
) -> Iterator[World]:
    """A gateway with its own keys, our configuration for it, and both clocks at noon."""
    mailbox = Mailbox()
    public = signing.public_pem(OUR_KEY)
    with stepped_clock(folder), gateway(apps={APP: public}, key=ALIPAY_KEY, **settings) as running:
        (folder / "ours.pem").write_bytes(signing.private_pem(OUR_KEY))
        (folder / "alipay.pem").write_bytes(running.public_key_pem)
        for name, value in {
            "GATEWAY": running.gateway_url,
            "APP_ID": APP,
            "PRIVATE_KEY": str(folder / "ours.pem"),
            "PUBLIC_KEY": str(folder / "alipay.pem"),
            "SELLER_ID": running.seller_id,
            "NOTIFY_URL": notify_url or mailbox.url,
        }.items():
            patch.setenv(f"NEWRETAIL_ALIPAY_{name}", value)
        try:
            yield World(running, mailbox)
        finally:
            mailbox.close()
