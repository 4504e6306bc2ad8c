"""The codes we print open here, for people and for programs; what cannot be read is refused politely."""

import pytest
from django.test import Client

from tests.stock_room import a_delivery
from tests.storefront.conftest import GLN, LOBSTER_GTIN, MILK, MILK_GTIN, Shop, lead_on

pytestmark = pytest.mark.django_db
JSON = {"accept": "application/json"}


def test_a_code_opens_a_page_in_the_readers_language(shop: Shop, browser: Client) -> None:
    for language, name in (
        ("en", "Live lobster"),
        ("ko-KR,ko;q=0.9", "활 랍스터"),
        ("zh-CN,zh;q=0.9", "鲜活龙虾"),
    ):
        answer = lead_on(
            browser, f"/01/{LOBSTER_GTIN}?store={shop.store}", headers={"accept-language": language}
        )
        assert answer.status_code == 200
        assert f"<h1>{name}</h1>" in answer.text


def test_a_chosen_language_stays(shop: Shop, browser: Client) -> None:
    lead_on(browser, f"/01/{LOBSTER_GTIN}?lang=ko")
    assert "<h1>활 랍스터</h1>" in lead_on(browser, f"/01/{LOBSTER_GTIN}").text


def test_a_program_gets_json_by_its_accept_header_or_by_format(shop: Shop) -> None:
    by_header = lead_on(Client(), f"/01/{LOBSTER_GTIN}?store={shop.store}", headers=JSON)
    by_query = lead_on(Client(), f"/01/{LOBSTER_GTIN}?store={shop.store}&format=json")
    assert by_header.json() == by_query.json()
    assert by_header["Access-Control-Allow-Origin"] == "*"
    said = by_header.json()
    assert said["product"]["price"]["amount"] == 11800
    assert said["product"]["left"] == 15_000 and said["product"]["left_outside"] == 13_800
    assert said["sellable"] is True


def test_without_a_store_the_page_asks_which_one(shop: Shop, browser: Client) -> None:
    page = lead_on(browser, f"/01/{LOBSTER_GTIN}").text
    assert "Which store are you in?" in page and f"?store={shop.store}" in page
    assert "Plenty left" not in page


def test_the_last_store_is_remembered(shop: Shop, browser: Client) -> None:
    lead_on(browser, f"/01/{LOBSTER_GTIN}?store={shop.store}")
    assert "Plenty left" in lead_on(browser, f"/01/{LOBSTER_GTIN}").text


def test_scanning_a_shelf_tells_which_store_it_is(shop: Shop, browser: Client) -> None:
    shelf = lead_on(browser, f"/414/{GLN}/254/K-10-1")
    assert "Live lobster" in shelf.text and "Red wine" not in shelf.text
    assert "Plenty left" in lead_on(browser, f"/01/{LOBSTER_GTIN}").text


def test_a_lots_last_day_and_weight_are_shown(shop: Shop, browser: Client) -> None:
    page = lead_on(browser, f"/01/{LOBSTER_GTIN}/10/L2311?store={shop.store}&17=260616&3103=000520").text
    assert "Eat by 16 Jun" in page
    assert "520 g" in page and "¥122.72" in page
    assert "crustaceans" in page and "Canada" in page


def test_an_expired_lot_says_that_it_cannot_be_sold(shop: Shop, browser: Client) -> None:
    page = lead_on(browser, f"/01/{LOBSTER_GTIN}/10/L2299?store={shop.store}").text
    assert "This lot can no longer be sold" in page and "Expired on 13 Jun" in page
    said = lead_on(browser, f"/01/{LOBSTER_GTIN}/10/L2299?store={shop.store}", headers=JSON).json()
    assert said["sellable"] is False and [each["code"] for each in said["reasons"]] == ["expired_lot"]


def test_a_label_cannot_make_a_lot_younger(shop: Shop, browser: Client) -> None:
    said = lead_on(browser, f"/01/{LOBSTER_GTIN}/10/L2299?store={shop.store}&17=261231", headers=JSON).json()
    assert said["lot"]["last_day"] == "2026-06-13" and said["lot"]["expired"] is True


def test_a_label_with_an_earlier_day_is_believed(shop: Shop, browser: Client) -> None:
    said = lead_on(browser, f"/01/{LOBSTER_GTIN}/10/L2311?store={shop.store}&17=260614", headers=JSON).json()
    assert said["lot"]["last_day"] == "2026-06-14" and said["sellable"] is False


@pytest.mark.parametrize(
    "path",
    [
        "/01/09520100000073",
        "/01/12",
        "/01/abc",
        f"/01/{MILK_GTIN}/10",
        f"/01/{MILK_GTIN}?17=269999",
        "/01",
        "/414",
        "/01/09520100021008/foo",
        "/01/09520100021008/21/7/10/A",
    ],
)
def test_a_malformed_code_is_refused_politely(shop: Shop, browser: Client, path: str) -> None:
    page = browser.get(path)
    assert page.status_code == 400
    assert "This code cannot be read" in page.text and "What you can do" in page.text
    problem = Client().get(path, headers=JSON | {"accept-language": "ko"})
    assert problem.status_code == 400 and problem.json()["status"] == 400
    assert problem["Content-Type"] == "application/problem+json"
    assert "코드를 읽을 수 없습니다" in problem.json()["detail"]


def test_an_unknown_code_gets_a_page_that_says_what_to_do(shop: Shop, browser: Client) -> None:
    page = lead_on(browser, "/01/09521234543213")
    assert page.status_code == 404
    assert "We do not know this code" in page.text and "Ask the staff" in page.text
    assert lead_on(Client(), "/01/09521234543213", headers=JSON).json()["code"] == "unknown_code"


def test_an_unknown_store_or_shelf_is_not_found(shop: Shop, browser: Client) -> None:
    assert lead_on(browser, f"/01/{MILK_GTIN}?store=nowhere").status_code == 404
    assert lead_on(browser, f"/414/{GLN}/254/Z-99").status_code == 404


def test_a_slash_within_a_lot_is_part_of_it(shop: Shop) -> None:
    a_delivery(shop.store, MILK, 1, lot="A/B")
    for path in (f"/01/{MILK_GTIN}/10/A%2FB", f"/01/{MILK_GTIN}/10/A%2FB/21/7"):
        assert lead_on(Client(), path, headers=JSON).json()["lot"]["code"] == "A/B"


def test_the_old_word_for_the_key_still_works(shop: Shop, browser: Client) -> None:
    assert "Fresh milk" in lead_on(browser, f"/GTIN/{MILK_GTIN}").text


def test_pages_run_no_script_and_take_no_inline_style(shop: Shop, browser: Client) -> None:
    for path in ("/", f"/stores/{shop.store}", f"/page/01/{LOBSTER_GTIN}?store={shop.store}", "/nowhere"):
        page = browser.get(path)
        policy = page["Content-Security-Policy"]
        assert (
            policy.startswith("default-src 'none'") and "unsafe" not in policy and "script-src" not in policy
        )
        runs = page.text.replace('<script type="application/ld+json">', "")
        assert "<script" not in runs and "style=" not in page.text and "<style" not in page.text


def test_only_reading_is_possible(shop: Shop, browser: Client) -> None:
    for path in (f"/01/{MILK_GTIN}", f"/page/01/{MILK_GTIN}", f"/data/01/{MILK_GTIN}"):
        assert browser.post(path).status_code == 405
        assert browser.head(path).status_code in (200, 307)
