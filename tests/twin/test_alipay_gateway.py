"""The loopback gateway keeps Alipay's wire and its money in order. The client here is of its own."""

import json
from typing import Any

import pytest

from tests.alipay_merchant import Merchant


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
        ({"timestamp": "2026-03-02 04:00:00"}, "40002", "isv.invalid-timestamp"),  # noon, said in UTC
        ({"timestamp": "2026-03-02 11:40:00"}, "40002", "isv.invalid-timestamp"),
        ({"charset": "klingon"}, "40002", "isv.invalid-charset"),
        ({"encrypt_type": "AES"}, "40002", "isv.decryption-error-not-valid-encrypt-key"),
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
