"""Faults of the gateway's own door: what was asked is done, or not, whatever the answer says."""

import time
from typing import Any

import httpx
import pytest

from tests.alipay_merchant import Merchant


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
    until = time.monotonic() + 30
    while merchant.get("/wallets/kim")["balance"] != "992.00" and time.monotonic() < until:
        time.sleep(0.02)
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
