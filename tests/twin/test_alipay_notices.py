"""The shop is told of payments and refunds, as late, as twice and as wrong as a test wants it."""

import time

import pytest

from tests.alipay_merchant import APP, Merchant, Shop, advance


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
    until = time.monotonic() + 30
    while not shop.notices and time.monotonic() < until:
        time.sleep(0.02)
    assert len(shop.notices) == 1, "a retry after four minutes at 600 times real time"
