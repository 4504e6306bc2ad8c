"""The loopback gateway keeps Alipay's wire, its money and its faults in order. The client here is of its own."""

import base64
import csv
import io
import json
import signal
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from twin.alipay.running import RunningGateway, gateway

APP = "2021000000000001"
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
            "timestamp": "2026-03-02 12:00:00",
            "version": "1.0",
            "biz_content": json.dumps(content, ensure_ascii=False),
        } | {name: value for name, value in changed.items() if name != "sign"}
        text = "&".join(f"{name}={value}" for name, value in sorted(fields.items()) if value)
        return fields | {"sign": changed.get("sign", rsa2(text))}

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


@pytest.fixture
def merchant() -> Iterator[Merchant]:
    with running_gateway() as merchant:
        merchant.put("/clock", now=NOON)
        yield merchant
        merchant.books_balance()


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


@pytest.fixture
def shop() -> Iterator[Shop]:
    with Shop() as shop:
        thread = threading.Thread(target=shop.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        yield shop
        shop.shutdown()


# The wire


def test_an_unscanned_precreate_does_not_exist_yet(merchant: Merchant) -> None:
    code = merchant.precreate("A1")
    assert code.startswith("https://qr.alipay.example/bax")
    assert merchant.query("A1")["sub_code"] == "ACQ.TRADE_NOT_EXIST"
    assert merchant.precreate("A1") == code


def test_a_paid_qr_is_found_with_its_amounts(merchant: Merchant) -> None:
    paid = merchant.paid("A2", "12.30")
    assert paid["balance"] == "987.70"
    trade = merchant.query("A2")
    assert (trade["code"], trade["trade_status"]) == ("10000", "TRADE_SUCCESS")
    assert trade["total_amount"] == trade["receipt_amount"] == "12.30"
    assert trade["send_pay_date"] == "2026-03-02 12:00:00"
    assert trade["trade_no"] == paid["trade_no"] and len(paid["trade_no"]) == 28
    assert merchant.get("/seller")["balance_fen"] == 1230


@pytest.mark.parametrize(
    ("changed", "code", "sub_code"),
    [
        ({"sign": "bm90IHNpZ25lZA=="}, "40002", "isv.invalid-signature"),
        ({"sign": "???"}, "40002", "isv.invalid-signature"),
        ({"sign": ""}, "40001", "isv.missing-signature"),
        ({"app_id": "2021999999999999"}, "40002", "isv.invalid-app-id"),
        ({"method": "alipay.trade.give"}, "40002", "isv.invalid-method"),
        ({"timestamp": "yesterday"}, "40002", "isv.invalid-timestamp"),
        ({"sign_type": "RSA"}, "40002", "isv.invalid-signature-type"),
        ({"charset": "GBK"}, "40002", "isv.invalid-charset"),
        ({"version": ""}, "40001", "isv.missing-version"),
        ({"biz_content": "[" * 50_000}, "40002", "isv.invalid-parameter"),
        ({"biz_content": "[]"}, "40002", "isv.invalid-parameter"),
    ],
)
def test_a_wrong_request_is_refused_in_alipays_words(
    merchant: Merchant, changed: dict[str, str], code: str, sub_code: str
) -> None:
    answer = merchant.call("alipay.trade.query", {"out_trade_no": "A"}, **changed)
    assert (answer["code"], answer["sub_code"]) == (code, sub_code)


def test_one_changed_field_breaks_the_signature(merchant: Merchant) -> None:
    content = {"out_trade_no": "A3", "total_amount": "10.00", "subject": "x"}
    parameters = merchant.parameters("alipay.trade.precreate", content)
    parameters["biz_content"] = parameters["biz_content"].replace("10.00", "1.00")
    answer = merchant.http.post("/gateway.do", data=parameters).json()
    assert answer["alipay_trade_precreate_response"]["sub_code"] == "isv.invalid-signature"


@pytest.mark.parametrize(
    "amount", ["0", "0.00", "-1", "1.001", "1e3", "NaN", "", "1,00", "99999999999", None, [], True]
)
def test_an_amount_that_is_none_is_refused(merchant: Merchant, amount: Any) -> None:
    content = {"out_trade_no": "A4", "total_amount": amount, "subject": "x"}
    assert merchant.call("alipay.trade.precreate", content)["sub_code"] == "ACQ.INVALID_PARAMETER"


@pytest.mark.parametrize("subject", ["\ud800", "a\x00b", "", 7, None, "x" * 257])
def test_a_subject_that_cannot_be_kept_is_refused(merchant: Merchant, subject: Any) -> None:
    content = {"out_trade_no": "A8", "total_amount": "1.00", "subject": subject}
    asked = merchant.parameters("alipay.trade.precreate", {}, biz_content=json.dumps(content))
    answer = merchant.http.post("/gateway.do", data=asked).json()
    assert answer["alipay_trade_precreate_response"]["sub_code"] == "ACQ.INVALID_PARAMETER"


def test_parameters_may_come_in_the_query(merchant: Merchant) -> None:
    merchant.paid("A5")
    parameters = merchant.parameters("alipay.trade.query", {"out_trade_no": "A5"})
    body = {"biz_content": parameters.pop("biz_content")}
    answer = merchant.http.post("/gateway.do", params=parameters, data=body).json()
    assert answer["alipay_trade_query_response"]["trade_status"] == "TRADE_SUCCESS"


def test_a_number_cannot_be_paid_twice_or_change_its_amount(merchant: Merchant) -> None:
    code = merchant.precreate("A6")
    content = {"out_trade_no": "A6", "total_amount": "11.00", "subject": "x"}
    assert merchant.call("alipay.trade.precreate", content)["sub_code"] == "ACQ.CONTEXT_INCONSISTENT"
    merchant.paid("A6")
    assert merchant.post("/wallets/kim/pay", qr_code=code)["sub_code"] == "ACQ.TRADE_HAS_SUCCESS"
    assert merchant.call("alipay.trade.precreate", content)["sub_code"] == "ACQ.TRADE_HAS_SUCCESS"


def test_an_empty_wallet_pays_nothing(merchant: Merchant) -> None:
    code = merchant.precreate("A7", "5.01")
    merchant.post("/wallets", wallet="poor", balance="5.00")
    refused = merchant.post("/wallets/poor/pay", qr_code=code)
    assert refused["sub_code"] == "ACQ.BUYER_BALANCE_NOT_ENOUGH"
    assert set(refused["text"]) == {"en", "ko", "zh"}
    assert merchant.get("/wallets/poor")["balance"] == "5.00"


# The code scanned by the merchant


def scanned(merchant: Merchant, number: str, auth_code: str, amount: str = "8.00") -> dict[str, Any]:
    content = {
        "out_trade_no": number,
        "scene": "bar_code",
        "auth_code": auth_code,
        "total_amount": amount,
        "subject": "till",
    }
    return merchant.call("alipay.trade.pay", content)


def test_a_scanned_code_pays_once(merchant: Merchant) -> None:
    merchant.post("/wallets", wallet="lee", balance="20")
    code = merchant.post("/wallets/lee/auth_code")["auth_code"]
    assert len(code) == 18 and code.startswith("28") and code.isdigit()
    paid = scanned(merchant, "B1", code)
    assert (paid["code"], paid["buyer_pay_amount"]) == ("10000", "8.00")
    assert scanned(merchant, "B1", code)["sub_code"] == "ACQ.TRADE_HAS_SUCCESS"
    assert scanned(merchant, "B2", code)["sub_code"] == "ACQ.PAYMENT_AUTH_CODE_INVALID"
    assert merchant.query("B2")["sub_code"] == "ACQ.TRADE_NOT_EXIST"


def test_a_scanned_code_grows_old(merchant: Merchant) -> None:
    merchant.post("/wallets", wallet="lee", balance="20")
    code = merchant.post("/wallets/lee/auth_code")["auth_code"]
    merchant.post("/clock/advance", to="2026-03-02T12:01:00+08:00")
    assert scanned(merchant, "B3", code)["sub_code"] == "ACQ.PAYMENT_AUTH_CODE_INVALID"


def test_a_large_scan_waits_for_a_press(merchant: Merchant) -> None:
    merchant.post("/wallets", wallet="lee", balance="20", confirm_above="5.00")
    waiting = scanned(merchant, "B4", merchant.post("/wallets/lee/auth_code")["auth_code"])
    assert waiting["code"] == "10003"
    assert merchant.query("B4")["trade_status"] == "WAIT_BUYER_PAY"
    (one,) = merchant.get("/wallets/lee")["waiting"]
    merchant.post("/wallets/lee/pay", trade_no=one["trade_no"])
    assert merchant.query("B4")["trade_status"] == "TRADE_SUCCESS"


# Close, cancel, refund


def test_cancel_closes_what_is_unpaid_and_refunds_what_is_paid(merchant: Merchant) -> None:
    code = merchant.precreate("C1")
    merchant.http.get("/qr/" + code.rsplit("/", 1)[1])
    assert merchant.query("C1")["trade_status"] == "WAIT_BUYER_PAY"
    assert merchant.call("alipay.trade.cancel", {"out_trade_no": "C1"})["action"] == "close"
    assert merchant.query("C1")["trade_status"] == "TRADE_CLOSED"
    merchant.paid("C2")
    for _ in range(2):
        assert merchant.call("alipay.trade.cancel", {"out_trade_no": "C2"})["action"] == "refund"
    assert merchant.query("C2")["trade_status"] == "TRADE_CLOSED"
    assert merchant.get("/wallets/kim")["balance"] == "1000.00"


def test_a_cancelled_number_cannot_be_paid_by_a_late_request(merchant: Merchant) -> None:
    assert merchant.call("alipay.trade.cancel", {"out_trade_no": "C3"})["code"] == "10000"
    merchant.post("/wallets", wallet="lee", balance="20")
    late = scanned(merchant, "C3", merchant.post("/wallets/lee/auth_code")["auth_code"])
    assert late["sub_code"] == "ACQ.TRADE_HAS_CLOSE"
    assert merchant.get("/wallets/lee")["balance"] == "20.00"


def test_close_is_for_the_unpaid_only(merchant: Merchant) -> None:
    merchant.paid("C4")
    assert merchant.call("alipay.trade.close", {"out_trade_no": "C4"})["sub_code"] == "ACQ.TRADE_STATUS_ERROR"
    assert merchant.call("alipay.trade.close", {"out_trade_no": "C?"})["sub_code"] == "ACQ.INVALID_PARAMETER"


def test_refunds_add_up_and_a_repeated_request_moves_no_money(merchant: Merchant) -> None:
    merchant.paid("R1", "10.00")
    first = merchant.refund("R1", "4.00", "r1")
    assert (first["fund_change"], first["refund_fee"]) == ("Y", "4.00")
    again = merchant.refund("R1", "4.00", "r1")
    assert (again["fund_change"], again["refund_fee"]) == ("N", "4.00")
    assert merchant.refund("R1", "5.00", "r1")["sub_code"] == "ACQ.DISCORDANT_REPEAT_REQUEST"
    assert merchant.refund("R1", "6.01", "r2")["sub_code"] == "ACQ.REFUND_AMT_NOT_EQUAL_TOTAL"
    assert merchant.query("R1")["trade_status"] == "TRADE_SUCCESS"
    assert merchant.refund("R1", "6.00", "r3")["refund_fee"] == "10.00"
    assert merchant.query("R1")["trade_status"] == "TRADE_CLOSED"
    assert merchant.refund("R1", "6.00", "r3")["fund_change"] == "N"
    assert merchant.get("/wallets/kim")["balance"] == "1000.00"


def test_a_refund_can_be_asked_for(merchant: Merchant) -> None:
    merchant.paid("R2")
    merchant.refund("R2", "1.50", "r1")
    method = "alipay.trade.fastpay.refund.query"
    found = merchant.call(method, {"out_trade_no": "R2", "out_request_no": "r1"})
    assert (found["refund_status"], found["refund_amount"]) == ("REFUND_SUCCESS", "1.50")
    unknown = merchant.call(method, {"out_trade_no": "R2", "out_request_no": "r2"})
    assert unknown["code"] == "10000" and "refund_status" not in unknown


def test_a_seller_without_money_refunds_nothing(merchant: Merchant) -> None:
    merchant.paid("R3")
    merchant.post("/seller/withdraw", amount="9.00")
    assert merchant.refund("R3", "2.00", "r1")["sub_code"] == "ACQ.SELLER_BALANCE_NOT_ENOUGH"
    assert merchant.refund("R3", "1.00", "r1")["code"] == "10000"


def test_time_closes_what_nobody_pays_and_finishes_what_is_old(merchant: Merchant) -> None:
    content = {"out_trade_no": "T1", "total_amount": "1.00", "subject": "x", "timeout_express": "5m"}
    code = merchant.call("alipay.trade.precreate", content)["qr_code"]
    merchant.paid("T2")
    assert merchant.post("/clock/advance", to="2026-03-02T12:05:00+08:00")["closed"] == 1
    assert merchant.post("/wallets/kim/pay", qr_code=code)["sub_code"] == "ACQ.TRADE_HAS_CLOSE"
    merchant.post("/clock/advance", to="2027-03-03T12:00:00+08:00")
    assert merchant.query("T2")["trade_status"] == "TRADE_FINISHED"
    assert merchant.refund("T2", "1.00", "r1")["sub_code"] == "ACQ.TRADE_HAS_FINISHED"


# Notices


def advance(merchant: Merchant, minutes: int = 0) -> int:
    sent = merchant.post("/clock/advance", to=1772424000 + 60 * minutes)["sent"]
    assert isinstance(sent, int)
    return sent


def test_a_payment_and_each_refund_are_told(merchant: Merchant, shop: Shop) -> None:
    paid = merchant.paid("N1", "10.00", notify_url=shop.url)
    assert shop.notices == [], "by hand, nothing leaves before the clock says so"
    assert advance(merchant) == 1
    (told,) = shop.notices
    assert told["trade_status"] == "TRADE_SUCCESS" and told["trade_no"] == paid["trade_no"]
    assert (told["out_trade_no"], told["total_amount"], told["app_id"]) == ("N1", "10.00", APP)
    assert told["seller_id"] == merchant.running.seller_id and told["subject"] == "하루 주문, 每日"
    assert told["gmt_payment"] == "2026-03-02 12:00:00" and told["sign_type"] == "RSA2"
    assert told["notify_type"] == "trade_status_sync" and len(told["notify_id"]) == 34
    assert Shop.holds(told)
    merchant.refund("N1", "3.00", "r1")
    merchant.refund("N1", "7.00", "r2")
    assert advance(merchant) == 2
    assert [n["refund_fee"] for n in shop.notices[1:]] == ["3.00", "10.00"]
    assert [n["trade_status"] for n in shop.notices[1:]] == ["TRADE_SUCCESS", "TRADE_CLOSED"]
    assert advance(merchant, minutes=3000) == 0


@pytest.mark.parametrize("answer", [b"failure", b"success\n", b"SUCCESS", b'"success"', b""])
def test_only_the_exact_word_ends_the_retries(merchant: Merchant, shop: Shop, answer: bytes) -> None:
    shop.answer = answer
    merchant.paid("N2", notify_url=shop.url)
    assert advance(merchant) == 1
    assert advance(merchant, minutes=3) == 0
    assert advance(merchant, minutes=4) == 1
    assert advance(merchant, minutes=14) == 1
    assert advance(merchant, minutes=3000) == 5
    assert len({told["notify_id"] for told in shop.notices}) == 1 and len(shop.notices) == 8
    (row,) = merchant.get("/notices?out_trade_no=N2")["notices"]
    assert row["state"] == "given_up"


def test_a_dropped_notice_comes_later(merchant: Merchant, shop: Shop) -> None:
    merchant.put("/faults", drop_notice=2)
    merchant.paid("N3", notify_url=shop.url)
    advance(merchant, minutes=13)
    assert shop.notices == []
    advance(merchant, minutes=14)
    assert len(shop.notices) == 1


def test_a_delayed_notice_keeps_to_the_clock(merchant: Merchant, shop: Shop) -> None:
    merchant.put("/faults", delay_notice_seconds=120)
    merchant.paid("N4", notify_url=shop.url)
    assert [advance(merchant, minutes=minutes) for minutes in (0, 1, 2)] == [0, 0, 1]


def test_a_duplicate_is_the_same_notice(merchant: Merchant, shop: Shop) -> None:
    merchant.put("/faults", duplicate_notice=True)
    merchant.paid("N5", notify_url=shop.url)
    advance(merchant)
    assert shop.notices[0] == shop.notices[1]


def test_reordered_notices_swap_places(merchant: Merchant, shop: Shop) -> None:
    merchant.put("/faults", reorder_notices=1)
    merchant.paid("N6", notify_url=shop.url)
    merchant.refund("N6", "1.00", "r1")
    advance(merchant)
    assert ["refund_fee" in told for told in shop.notices] == [True, False]


def test_a_forged_notice_does_not_verify_and_wrong_ones_do(merchant: Merchant, shop: Shop) -> None:
    merchant.put("/faults", forge_notice=1, wrong_amount_notice=1, wrong_seller_notice=1, wrong_app_notice=1)
    merchant.paid("N7", notify_url=shop.url)
    advance(merchant)
    forged, amount, seller, app, genuine = shop.notices
    assert not Shop.holds(forged)
    assert all(Shop.holds(told) for told in (amount, seller, app, genuine))
    assert (amount["total_amount"], genuine["total_amount"]) == ("9.99", "10.00")
    assert seller["seller_id"] != genuine["seller_id"] and app["app_id"] != genuine["app_id"]
    (row,) = merchant.get("/notices?out_trade_no=N7")["notices"]
    assert [one["kind"] for one in row["attempts"]] == [
        "forge",
        "wrong_amount",
        "wrong_seller",
        "wrong_app",
        "genuine",
    ]
    assert row["attempts"][0]["answer"] == "failure"


def test_a_notice_can_be_sent_again_long_after(merchant: Merchant, shop: Shop) -> None:
    merchant.paid("N8", notify_url=shop.url)
    advance(merchant)
    (row,) = merchant.get("/notices?out_trade_no=N8")["notices"]
    assert merchant.post(f"/notices/{row['id']}/send", kind="forge") == {"answer": "failure"}
    assert merchant.post(f"/notices/{row['id']}/send")["answer"] == "success"


def test_a_running_clock_sends_by_itself(merchant: Merchant, shop: Shop) -> None:
    merchant.put("/clock", mode="scaled", speed=600)
    merchant.put("/faults", drop_notice=1)
    merchant.paid("N9", notify_url=shop.url)
    until = time.monotonic() + 5
    while not shop.notices and time.monotonic() < until:
        time.sleep(0.02)
    assert len(shop.notices) == 1, "a retry after four minutes at 600 times real time"


# Faults of the gateway's own door


def test_a_dropped_response_has_done_its_work(merchant: Merchant) -> None:
    merchant.paid("F1")
    merchant.put("/faults", drop_response={"count": 1, "method": "alipay.trade.refund"})
    with pytest.raises(httpx.RemoteProtocolError):
        merchant.refund("F1", "2.00", "r1")
    again = merchant.refund("F1", "2.00", "r1")
    assert (again["fund_change"], again["refund_fee"]) == ("N", "2.00")


def test_a_timed_out_request_still_arrives(merchant: Merchant) -> None:
    merchant.paid("F2")
    merchant.put("/faults", time_out_requests={"count": 1, "seconds": 0.4})
    impatient = Merchant(merchant.running, timeout=0.1)
    with pytest.raises(httpx.ReadTimeout):
        impatient.refund("F2", "2.00", "r1")
    time.sleep(0.6)
    assert merchant.refund("F2", "2.00", "r1")["fund_change"] == "N"


def test_an_unknown_error_says_nothing_about_the_work(merchant: Merchant) -> None:
    merchant.paid("F3")
    merchant.put("/faults", error_rate=1)
    assert merchant.refund("F3", "2.00", "r1")["code"] == "20000"
    merchant.put("/faults", error_after_work=1)
    assert merchant.refund("F3", "2.00", "r1")["code"] == "20000"
    assert merchant.refund("F3", "2.00", "r1")["fund_change"] == "N"


def test_faults_repeat_with_their_seed(merchant: Merchant) -> None:
    def codes() -> list[str]:
        merchant.put("/faults", seed=7, error_rate=0.5)
        return [merchant.query("nobody")["code"] for _ in range(20)]

    first = codes()
    assert first == codes() and len(set(first)) == 2


@pytest.mark.parametrize(
    "body",
    [
        {"burn": 1},
        {"drop_notice": {"probability": 2}},
        {"drop_notice": "x"},
        {"time_out_requests": {}},
        {"seed": "x"},
    ],
)
def test_a_senseless_fault_is_refused(merchant: Merchant, body: dict[str, Any]) -> None:
    assert merchant.http.put("/faults", json=body).status_code == 422


# The bill


def test_the_bill_lists_payments_and_refunds_of_one_day(merchant: Merchant) -> None:
    first, second = merchant.paid("D1", "10.00"), merchant.paid("D2", "2.50")
    merchant.refund("D1", "4.00", "r1")
    method, asked = (
        "alipay.data.dataservice.bill.downloadurl.query",
        {"bill_type": "trade", "bill_date": "2026-03-02"},
    )
    assert merchant.call(method, asked)["sub_code"] == "BILL_NOT_EXIST"
    merchant.post("/clock/advance", to="2026-03-03T00:00:00+08:00")
    merchant.refund("D2", "0.50", "r1")
    address = merchant.call(method, asked)["bill_download_url"]
    assert address.startswith(merchant.running.url)
    packed = merchant.http.get(address)
    archive = zipfile.ZipFile(io.BytesIO(packed.content))
    detail, summary = (archive.read(name).decode("gbk") for name in archive.namelist())
    rows = list(csv.DictReader(line for line in detail.splitlines() if not line.startswith("#")))
    figures = [
        (
            row["支付宝交易号"].strip(),
            row["商户订单号"].strip(),
            row["业务类型"].strip(),
            row["订单金额（元）"],
            row["退款批次号/请求号"].strip(),
        )
        for row in rows
    ]
    assert sorted(figures) == sorted(
        [
            (first["trade_no"], "D1", "交易", "10.00", ""),
            (first["trade_no"], "D1", "退款", "-4.00", "r1"),
            (second["trade_no"], "D2", "交易", "2.50", ""),
        ]
    )
    assert "#交易合计：2笔，商家实收共12.50元" in detail and "#退款合计：1笔，商家实收退款共-4.00元" in detail
    assert "合计" in summary and "8.50" in summary
    assert merchant.http.get(address.replace("2026-03-02", "2026-03-03")).status_code == 403
    assert merchant.call(method, asked | {"bill_date": "2026-01-01"})["sub_code"] == "NO_BILL_DATA"
    assert merchant.call(method, asked | {"bill_date": "9999-12"})["code"] == "40004"


# The pages


def test_a_person_pays_from_the_wallet_page(merchant: Merchant) -> None:
    content = {
        "out_trade_no": "P1",
        "total_amount": "30.00",
        "subject": "<b>lobster</b>",
        "product_code": "QUICK_WAP_WAY",
    }
    asked = merchant.parameters("alipay.trade.wap.pay", content, return_url="http://shop.example/done?x=1")
    browser = httpx.Client(
        base_url=merchant.running.url, follow_redirects=True, headers={"accept-language": "ko"}
    )
    page = browser.get("/gateway.do", params=asked)
    assert page.status_code == 200 and "¥30.00" in page.text and "<b>lobster" not in page.text
    opened = browser.post("/wallet", data={"name": "김하늘", "then": page.url.path.rsplit("/", 1)[1]})
    assert "김하늘" in opened.text and "결제하기" in opened.text
    paid = browser.post(page.url.path, data={"wallet": browser.cookies["wallet"]})
    assert "결제 완료" in paid.text
    link = paid.text.split('href="http://shop.example/done?x=1&amp;')[1].split('"')[0].replace("&amp;", "&")
    fields = dict(parse_qsl(link))
    assert fields["out_trade_no"] == "P1" and fields["total_amount"] == "30.00"
    assert Shop.holds(fields)
    assert merchant.query("P1")["trade_status"] == "TRADE_SUCCESS"
    wallet = browser.get(f"/wallet/{browser.cookies['wallet']}?lang=zh")
    assert "¥970.00" in wallet.text and "余额" in wallet.text
    shown = browser.post(f"/wallet/{browser.cookies['wallet']}/code")
    assert "data:image/png" in shown.text


def test_a_page_of_another_site_cannot_press_pay(merchant: Merchant) -> None:
    code = merchant.precreate("P2")
    merchant.post("/wallets", wallet="lee", balance="20")
    away = {"sec-fetch-site": "cross-site"}
    answer = merchant.http.post("/qr/" + urlsplit(code).path[1:], data={"wallet": "lee"}, headers=away)
    assert answer.status_code == 403
    assert merchant.http.get("/qr/nothing", headers={"accept-language": "en"}).status_code == 409


# A life of its own


def test_a_restart_forgets_nothing_and_one_seed_repeats(tmp_path: Path) -> None:
    numbers = []
    for name in ("one", "two"):
        with running_gateway(folder=tmp_path / name, seed=5) as merchant:
            merchant.put("/clock", now=NOON)
            numbers.append((merchant.precreate("S0"), merchant.paid("S1")["trade_no"]))
    assert numbers[0] == numbers[1]
    with running_gateway(folder=tmp_path / "one", seed=5) as merchant:
        assert merchant.query("S1")["trade_status"] == "TRADE_SUCCESS"
        assert merchant.get("/wallets/kim")["balance"] == "990.00"
        assert merchant.paid("S2")["trade_no"] != numbers[0][1]


def test_the_command_says_when_it_is_ready_and_ends_cleanly(tmp_path: Path) -> None:
    key_file = tmp_path / "merchant.pem"
    key_file.write_bytes(public_pem(MERCHANT_KEY))
    command = [
        sys.executable,
        "-m",
        "twin",
        "alipay",
        "--folder",
        str(tmp_path / "data"),
        "--app",
        f"{APP}={key_file}",
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line.startswith("alipay gateway ready at http://127.0.0.1:")
        assert httpx.get(line.split()[-1] + "/health").text == "ok\n"
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=10)
    assert (process.returncode, out, err) == (0, "", "")
    assert (tmp_path / "data" / "alipay_public.pem").read_bytes().startswith(b"-----BEGIN PUBLIC KEY-----")
    assert (tmp_path / "data" / "alipay_private.pem").stat().st_mode & 0o077 == 0
