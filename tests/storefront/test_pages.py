"""The store's pages: honest words about stock and hours, a search in three languages, nothing that can break them."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from newretail.kernel import clock, sql
from newretail.stores import api as stores
from newretail.stores.models import Snooze, Store
from tests.storefront.conftest import MILK, MILK_GTIN, WINE_GTIN, Shop, lead_on

pytestmark = pytest.mark.django_db


def test_the_first_page_shows_every_store_with_its_hours(shop: Shop, browser: Client) -> None:
    page = browser.get("/").text
    assert "Haru Lujiazui" in page and "Open until 22:00" in page and "2 of 2 stores open" in page
    assert 'href="/api/v1/docs"' in page and 'href="/admin/"' in page


def test_the_pages_lead_into_the_fronts(shop: Shop, browser: Client) -> None:
    page = browser.get("/").text
    assert all(f'href="/{front}/"' in page for front in ("shop", "floor", "ride", "hq"))
    piece = lead_on(browser, f"/01/{MILK_GTIN}/10/L7?store={shop.store}&3103=000520").text
    assert f'href="/shop/p/{MILK}?store={shop.store}&amp;lot=L7' in piece
    assert "/shop/p/" not in lead_on(browser, f"/01/{MILK_GTIN}?store={shop.elsewhere}").text


def test_the_wallet_is_linked_only_where_there_is_one(
    shop: Shop, browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "Demo wallet" not in browser.get("/").text
    monkeypatch.setenv("NEWRETAIL_WALLET_URL", "http://127.0.0.1:8001/")
    assert 'href="http://127.0.0.1:8001/"' in browser.get("/").text


def test_a_store_shows_its_departments_and_its_promise(shop: Shop, browser: Client) -> None:
    page = browser.get(f"/stores/{shop.store}").text
    assert "Seafood" in page and "Dairy" in page and "Live lobster" in page
    assert "of 100 such orders arrive by then" in page


@pytest.mark.parametrize("words", ["milk", "우유", "牛奶", MILK_GTIN, "FRESH  milk"])
def test_search_works_in_every_language_and_by_number(shop: Shop, browser: Client, words: str) -> None:
    page = browser.get(f"/stores/{shop.store}", {"q": words}).text
    assert "Fresh milk" in page and "Live lobster" not in page


def test_a_search_without_a_hit_helps_on(shop: Shop, browser: Client) -> None:
    page = browser.get(f"/stores/{shop.store}", {"q": "<script>alert(1)</script>"}).text
    assert "Nothing here matches" in page and "<script>" not in page


def test_what_a_store_does_not_carry_is_not_shown_as_if_it_did(shop: Shop, browser: Client) -> None:
    page = lead_on(browser, f"/01/{MILK_GTIN}?store={shop.elsewhere}").text
    assert "Not at this store" in page and "Delivery" not in page


def test_little_stock_is_said_exactly_and_kept_for_the_floor(shop: Shop, browser: Client) -> None:
    page = lead_on(browser, f"/01/{MILK_GTIN}?store={shop.store}").text
    assert "Only 3 left" in page and "kept for shoppers in the store" in page


def test_what_is_put_aside_offers_no_way_out(shop: Shop, browser: Client) -> None:
    Snooze.objects.create(store_id=shop.store, sku_id=MILK, until=datetime(2026, 6, 16, tzinfo=UTC))
    page = lead_on(browser, f"/01/{MILK_GTIN}?store={shop.store}").text
    assert "Put aside" in page and "Carry out" not in page


def test_a_closed_store_says_when_it_opens(shop: Shop, browser: Client) -> None:
    clock.advance_to(datetime(2026, 6, 15, 15, 0, tzinfo=UTC))
    page = lead_on(browser, f"/01/{MILK_GTIN}?store={shop.store}").text
    assert "The store is closed; it opens Tue 07:00" in page and "Carry out" not in page


def test_a_store_closed_by_hand_says_so(shop: Shop, browser: Client) -> None:
    Store.objects.filter(code=shop.store).update(state="closed")
    stores.forget_store(shop.store)
    assert "Closed for now" in browser.get(f"/stores/{shop.store}").text


def test_the_age_limit_is_plain(shop: Shop, browser: Client) -> None:
    assert "18 and over" in lead_on(browser, f"/01/{WINE_GTIN}?store={shop.store}").text


def test_a_product_without_a_number_has_a_page(shop: Shop, browser: Client) -> None:
    page = browser.get(f"/products/HR-00600?store={shop.store}")
    assert page.status_code == 200 and "Bread" in page.text and "Sold out" in page.text


@pytest.mark.parametrize("path", ["/nowhere", "/stores/nowhere", "/products/nothing"])
def test_what_is_not_there_is_said_kindly_in_three_languages(shop: Shop, browser: Client, path: str) -> None:
    for language, words in (
        ("en", "We could not find that"),
        ("ko", "찾으시는 것이 없어요"),
        ("zh", "没有找到"),
    ):
        answer = browser.get(path, headers={"accept-language": language})
        assert answer.status_code == 404 and words in answer.text


def test_an_unknown_route_of_the_api_stays_a_problem_document(browser: Client) -> None:
    assert browser.get("/api/v1/nowhere")["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    "query",
    [
        "q=%00",
        "from=zz",
        "from=-1",
        "category=%00",
        "category=nothing",
        "lang=%F0%9F",
        "store=%00",
        "q=" + "x" * 5000,
    ],
)
def test_no_query_breaks_a_page(shop: Shop, browser: Client, query: str) -> None:
    for path in (
        "/",
        f"/stores/{shop.store}",
        f"/page/01/{MILK_GTIN}",
        f"/stores/{shop.store}?{query}&format=json",
    ):
        assert browser.get(f"{path}{'&' if '?' in path else '?'}{query}").status_code < 500


def test_a_page_of_many_products_asks_no_more_than_a_page_of_one(
    shop: Shop, browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, fetch = [], sql.fetch
    monkeypatch.setattr(
        sql, "fetch", lambda *args, **kwargs: (asked.append(args[0]), fetch(*args, **kwargs))[1]
    )

    def statements(words: str) -> int:
        asked.clear()
        with CaptureQueriesContext(connection) as others:
            browser.get(f"/api/v1/stores/{shop.store}/products", {"q": words})
        return len(asked) + len(others)

    statements("")
    assert 0 < statements("") <= statements("milk") <= 8


def test_a_page_leads_only_to_stores_that_carry_the_product(shop: Shop, browser: Client) -> None:
    page = lead_on(browser, f"/01/{MILK_GTIN}?store={shop.store}").text
    assert f"store={shop.elsewhere}" not in page
