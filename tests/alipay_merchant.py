"""A client of the Open API written from its documents, and a shop that hears notices: the two sides of the gateway."""

import base64
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl

import httpx
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from twin.alipay.running import RunningGateway, gateway

APP = "2021000000000001"
BEIJING = timezone(timedelta(hours=8))
NOON = "2026-03-02T12:00:00+08:00"
MERCHANT_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
GATEWAY_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


def public_pem(key: rsa.RSAPrivateKey) -> bytes:
    return key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )


def rsa2(text: str, key: rsa.RSAPrivateKey = MERCHANT_KEY) -> str:
    return base64.b64encode(key.sign(text.encode(), padding.PKCS1v15(), hashes.SHA256())).decode()


def is_signed(text: str, signature: str) -> bool:
    try:
        GATEWAY_KEY.public_key().verify(
            base64.b64decode(signature), text.encode(), padding.PKCS1v15(), hashes.SHA256()
        )
    except InvalidSignature:
        return False
    return True


class Merchant:
    """A client of the Open API written from its documents, not from the gateway's code."""

    def __init__(self, running: RunningGateway, *, timeout: float = 5) -> None:
        self.running = running
        self.http = httpx.Client(base_url=running.url, timeout=timeout)

    def parameters(self, method: str, content: dict[str, Any], /, **changed: str) -> dict[str, str]:
        fields = {
            "app_id": APP,
            "method": method,
            "format": "JSON",
            "charset": "utf-8",
            "sign_type": "RSA2",
            "timestamp": self.now(),
            "version": "1.0",
            "biz_content": json.dumps(content, ensure_ascii=False),
        } | {name: value for name, value in changed.items() if name != "sign"}
        text = "&".join(f"{name}={value}" for name, value in sorted(fields.items()) if value)
        return fields | {"sign": changed.get("sign", rsa2(text))}

    def now(self) -> str:
        """The gateway's time as a merchant in Beijing writes it."""
        said = datetime.fromisoformat(self.http.get("/clock").json()["now"])
        return f"{said.astimezone(BEIJING):%Y-%m-%d %H:%M:%S}"

    def call(self, method: str, content: dict[str, Any], /, **changed: str) -> dict[str, Any]:
        """The verified inner object of one call."""
        response = self.http.post("/gateway.do", data=self.parameters(method, content, **changed))
        assert response.status_code == 200
        raw = response.text
        envelope = json.loads(raw)
        (name,) = (key for key in envelope if key != "sign")
        inner = raw[len('{"') + len(name) + len('":') : raw.rindex(',"sign":')]
        assert is_signed(inner, envelope["sign"])
        assert name in (method.replace(".", "_") + "_response", "error_response")
        return envelope[name]

    def precreate(self, number: str, amount: str = "10.00", **more: str) -> str:
        content = {"out_trade_no": number, "total_amount": amount, "subject": "하루 주문, 每日"}
        answer = self.call("alipay.trade.precreate", content, **more)
        assert answer["code"] == "10000", answer
        return answer["qr_code"]

    def query(self, number: str) -> dict[str, Any]:
        return self.call("alipay.trade.query", {"out_trade_no": number})

    def refund(self, number: str, amount: str, request: str) -> dict[str, Any]:
        content = {"out_trade_no": number, "refund_amount": amount, "out_request_no": request}
        return self.call("alipay.trade.refund", content)

    def post(self, path: str, **body: Any) -> dict[str, Any]:
        return self.http.post(path, json=body).json()

    def put(self, path: str, **body: Any) -> dict[str, Any]:
        response = self.http.put(path, json=body)
        assert response.status_code == 200, response.text
        return response.json()

    def get(self, path: str) -> dict[str, Any]:
        return self.http.get(path).json()

    def paid(self, number: str, amount: str = "10.00", **more: str) -> dict[str, Any]:
        code = self.precreate(number, amount, **more)
        self.post("/wallets", wallet="kim", balance="1000")
        return self.post("/wallets/kim/pay", qr_code=code)

    def books_balance(self) -> None:
        totals = self.get("/books")
        assert totals["difference"] == totals["unexplained"] == 0
        assert totals["wallets"] + totals["sellers"] == -totals["world"]


@contextmanager
def running_gateway(**settings: Any) -> Iterator[Merchant]:
    settings = {"apps": {APP: public_pem(MERCHANT_KEY)}, "key": GATEWAY_KEY} | settings
    with gateway(**settings) as running:
        merchant = Merchant(running)
        yield merchant
        merchant.http.close()


class Shop(ThreadingHTTPServer):
    """Where notices arrive; answers `success` to those whose signature holds, unless told otherwise."""

    def __init__(self) -> None:
        self.notices: list[dict[str, str]] = []
        self.answer = b"success"
        shop = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"])).decode()
                fields = dict(parse_qsl(body, keep_blank_values=True))
                shop.notices.append(fields)
                answer = shop.answer if shop.holds(fields) else b"failure"
                self.send_response(200)
                self.send_header("content-length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *_: object) -> None:
                pass

        super().__init__(("127.0.0.1", 0), Handler)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/notify"

    @staticmethod
    def holds(fields: dict[str, str]) -> bool:
        kept = sorted((k, v) for k, v in fields.items() if v and k not in ("sign", "sign_type"))
        return is_signed("&".join(f"{k}={v}" for k, v in kept), fields["sign"])


def advance(merchant: Merchant, minutes: int = 0) -> int:
    sent = merchant.post("/clock/advance", to=1772424000 + 60 * minutes)["sent"]
    assert isinstance(sent, int)
    return sent
