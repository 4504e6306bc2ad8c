"""A person pays from the wallet page."""

from urllib.parse import parse_qsl, urlsplit

import httpx

from tests.alipay_merchant import Merchant, Shop


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
    marked = page.text.split('rel="icon" href="')[1].split('"')[0]
    assert browser.get(marked).headers["content-type"] == "image/svg+xml"
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
