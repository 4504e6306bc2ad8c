"""What other people's clients send: certificates, GBK, absolute targets, further methods. Each as the real gateway takes it."""

import json
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding

from newretail.payments.tenders.alipay import signing as ours
from tests.alipay_merchant import APP, MERCHANT_KEY, Merchant, is_signed, public_pem, running_gateway
from twin.alipay import certificates


@pytest.fixture
def told(merchant: Merchant) -> certificates.Certificates:
    from tests.alipay_merchant import GATEWAY_KEY

    return certificates.certify(GATEWAY_KEY, {APP: MERCHANT_KEY.public_key()})


def test_in_certificate_mode_the_answer_says_which_certificate_signed_it(
    merchant: Merchant, told: certificates.Certificates
) -> None:
    numbers = {"app_cert_sn": told.app_sn(APP), "alipay_root_cert_sn": told.root_sn}
    asked = merchant.parameters("alipay.trade.query", {"out_trade_no": "C1"}, **numbers)
    answer = merchant.http.post("/gateway.do", data=asked).json()
    assert answer["alipay_trade_query_response"]["sub_code"] == "ACQ.TRADE_NOT_EXIST"
    assert answer["alipay_cert_sn"] == told.alipay_sn
    wrong = merchant.parameters("alipay.trade.query", {}, **numbers | {"alipay_root_cert_sn": "0" * 32})
    refused = merchant.http.post("/gateway.do", data=wrong).json()["alipay_trade_query_response"]
    assert refused["sub_code"] == "isv.invalid-alipay-root-cert-sn"
    foreign = merchant.parameters("alipay.trade.query", {}, **numbers | {"app_cert_sn": "0" * 32})
    refused = merchant.http.post("/gateway.do", data=foreign).json()["alipay_trade_query_response"]
    assert refused["sub_code"] == "isv.invalid-app-cert-sn"
    without = merchant.http.post("/gateway.do", data=merchant.parameters("alipay.trade.query", {})).json()
    assert "alipay_cert_sn" not in without


def test_the_number_of_a_certificate_is_reckoned_alike_by_both_sides(told: certificates.Certificates) -> None:
    assert ours.certificate_number(told.alipay.decode()) == told.alipay_sn
    assert ours.root_number((told.root + told.root).decode()) == f"{told.root_sn}_{told.root_sn}"


def test_a_certificate_can_be_fetched_by_its_number(
    merchant: Merchant, told: certificates.Certificates
) -> None:
    import base64

    answer = merchant.call("alipay.open.app.alipaycert.download", {"alipay_cert_sn": told.alipay_sn})
    assert base64.b64decode(answer["alipay_cert_content"]) == told.alipay


def test_the_absolute_form_of_a_target_is_taken(merchant: Merchant) -> None:
    import http.client

    address = httpx.URL(merchant.running.url)
    asked = merchant.parameters("alipay.trade.query", {"out_trade_no": "D1"})
    connection = http.client.HTTPConnection(address.host, address.port)
    connection.request(
        "POST",
        f"{merchant.running.url}/gateway.do",
        urlencode(asked),
        {"content-type": "application/x-www-form-urlencoded"},
    )
    answer = json.loads(connection.getresponse().read())
    connection.close()
    assert answer["alipay_trade_query_response"]["sub_code"] == "ACQ.TRADE_NOT_EXIST"


@pytest.mark.parametrize("where", ["form", "query"])
def test_gbk_is_spoken_both_ways(merchant: Merchant, where: str) -> None:
    content = {"out_trade_no": f"E-{where}", "total_amount": "1.00", "subject": "每日 鲜活龙虾"}
    asked = merchant.parameters("alipay.trade.precreate", content, charset="GBK")
    text = "&".join(f"{name}={value}" for name, value in sorted(asked.items()) if value and name != "sign")
    asked["sign"] = rsa2_of(text.encode("gbk"))
    body = urlencode(asked, encoding="gbk")
    answer = (
        merchant.http.post(
            "/gateway.do", content=body, headers={"content-type": "application/x-www-form-urlencoded"}
        )
        if where == "form"
        else merchant.http.get(f"/gateway.do?{body}")
    )
    assert answer.headers["content-type"] == "text/html;charset=gbk"
    said = json.loads(answer.content.decode("gbk"))
    assert said["alipay_trade_precreate_response"]["code"] == "10000"


def test_a_refusal_comes_in_the_merchants_own_characters(merchant: Merchant) -> None:
    asked = merchant.parameters("alipay.trade.query", {"out_trade_no": "E9"}, charset="gbk", sign="bm8=")
    answer = merchant.http.post("/gateway.do", data=asked)
    said = answer.content.decode("gbk")
    assert json.loads(said)["alipay_trade_query_response"]["sub_msg"] == "无效签名"
    assert not is_signed(said, json.loads(said)["sign"])


def rsa2_of(said: bytes) -> str:
    import base64

    return base64.b64encode(MERCHANT_KEY.sign(said, padding.PKCS1v15(), hashes.SHA256())).decode()


def test_where_a_refund_went_is_told_to_whoever_asks(merchant: Merchant) -> None:
    merchant.paid("F1")
    assert "refund_detail_item_list" not in merchant.refund("F1", "1.00", "r1")
    asking: dict[str, Any] = {
        "out_trade_no": "F1",
        "refund_amount": "2.00",
        "out_request_no": "r2",
        "query_options": ["refund_detail_item_list"],
    }
    told = merchant.call("alipay.trade.refund", asking)
    assert told["refund_detail_item_list"] == [{"amount": "2.00", "fund_channel": "ALIPAYACCOUNT"}]


def test_a_created_trade_has_its_number_at_once(merchant: Merchant) -> None:
    content = {"out_trade_no": "G1", "total_amount": "5.00", "subject": "x"}
    assert merchant.call("alipay.trade.create", content)["sub_code"] == "ACQ.INVALID_PARAMETER"
    made = merchant.call("alipay.trade.create", content | {"buyer_id": "2088000000000001"})
    assert made["code"] == "10000" and len(made["trade_no"]) == 28
    assert merchant.query("G1")["trade_status"] == "WAIT_BUYER_PAY"
    merchant.post("/wallets", wallet="kim", balance="10")
    merchant.post("/wallets/kim/pay", trade_no=made["trade_no"])
    assert merchant.query("G1")["trade_status"] == "TRADE_SUCCESS"


def test_a_method_without_a_contract_is_refused_as_the_real_gateway_does(merchant: Merchant) -> None:
    content = {"out_trade_no": "G2", "total_amount": "5.00", "subject": "x"}
    answer = merchant.call("alipay.trade.app.pay", content)
    assert (answer["code"], answer["sub_code"]) == ("40006", "isv.insufficient-isv-permissions")


def test_the_pay_page_for_a_large_screen_opens_too(merchant: Merchant) -> None:
    content = {
        "out_trade_no": "H1",
        "total_amount": "5.00",
        "subject": "x",
        "product_code": "FAST_INSTANT_TRADE_PAY",
    }
    asked = merchant.parameters("alipay.trade.page.pay", content)
    assert merchant.http.get("/gateway.do", params=asked).status_code == 302


def test_the_gateway_lays_its_certificates_down_for_merchants(tmp_path: Any) -> None:
    with running_gateway(folder=tmp_path, apps={APP: public_pem(MERCHANT_KEY)}):
        names = {path.name for path in tmp_path.glob("*.crt")}
    assert names == {"alipayRootCert.crt", "alipayCertPublicKey_RSA2.crt", f"appCertPublicKey_{APP}.crt"}
