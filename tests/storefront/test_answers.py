"""Browse, search and scan over HTTP."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from newretail.catalog.models import Product, Sku
from newretail.catalog.search import renew_search_text
from newretail.kernel import recent
from newretail.stores.models import Facing
from tests.stock_room import TODAY
from tests.storefront.conftest import GLN, LOBSTER, LOBSTER_GTIN, MILK, MILK_GTIN, WINE, Shop

pytestmark = pytest.mark.django_db


def scan(http: Client, code: str, *, store: str | None = None) -> Any:
    body = {"code": code} | ({"store_id": store} if store else {})
    return http.post("/api/v1/scan", body, content_type="application/json")


def test_browsing_pages_through_all_that_a_store_carries_once(shop: Shop, http: Client) -> None:
    seen, cursor = [], ""
    for _ in range(10):
        page = http.get(f"/api/v1/stores/{shop.store}/products", {"limit": 3, "cursor": cursor}).json()
        seen += [item["sku_id"] for item in page["items"]]
        cursor = page["cursor"]
        if cursor is None:
            break
    assert seen == sorted(set(seen)) and len(seen) == 4


def test_a_page_repeats_and_skips_nothing_when_products_come_and_go(shop: Shop, http: Client) -> None:
    path = f"/api/v1/stores/{shop.store}/products"
    everything = [item["sku_id"] for item in http.get(path).json()["items"]]
    first = http.get(path, {"limit": 2}).json()
    gone = everything[0]
    Facing.objects.filter(store_id=shop.store, sku_id=gone).delete()
    recent.forget_all()
    rest = http.get(path, {"limit": 50, "cursor": first["cursor"]}).json()
    assert [item["sku_id"] for item in first["items"] + rest["items"]] == everything


def test_a_category_includes_those_below_it(shop: Shop, http: Client) -> None:
    page = http.get(f"/api/v1/stores/{shop.store}/products", {"category": "seafood"}).json()
    assert [item["sku_id"] for item in page["items"]] == [LOBSTER]


def test_bad_queries_are_refused_in_words(shop: Shop, http: Client) -> None:
    path = f"/api/v1/stores/{shop.store}/products"
    assert http.get(path, {"limit": 0}).status_code == 422
    assert http.get(path, {"limit": 1000}).status_code == 422
    assert http.get(path, {"cursor": "no"}).status_code == 422
    assert http.get(path, {"category": "nothing"}).json()["code"] == "unknown_category"
    assert http.get("/api/v1/stores/nowhere/products").json()["code"] == "store_unknown"


def test_one_product_says_what_it_costs_and_where_it_stands(shop: Shop, http: Client) -> None:
    said = http.get(f"/api/v1/stores/{shop.store}/products/{LOBSTER}").json()
    assert said["price"] == {"amount": 11800, "per": 500, "currency": "CNY", "tax_rate_permille": 90}
    assert said["unit_price"] == {"amount": 2360, "quantity": 100, "unit": "gram"}
    assert said["place"] == {"zone": "fresh", "shelf": "K-10-1"}
    assert said["picture"] == "/static/pictures/lobster.webp"
    assert http.get(f"/api/v1/stores/{shop.store}/products/none").json()["code"] == "unknown_sku"


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (LOBSTER_GTIN[1:], "gtin"),
        (f"HTTPS://ID.GS1.ORG/01/{LOBSTER_GTIN}", "gtin"),
        (f"https://example.com/some/path/01/{LOBSTER_GTIN}/10/L2311?17=260616", "lot"),
        (f"]C101{LOBSTER_GTIN}10L2311", "lot"),
        (f"(01){LOBSTER_GTIN}(10)L2311", "lot"),
        ("21001", "own"),
        (LOBSTER, "own"),
    ],
)
def test_whatever_was_read_is_recognised(shop: Shop, http: Client, code: str, kind: str) -> None:
    said = scan(http, code, store=shop.store).json()
    assert (said["kind"], said["product"]["sku_id"], said["sellable"]) == (kind, LOBSTER, True)


def test_a_scales_code_carries_its_weight_and_price(shop: Shop, http: Client) -> None:
    from newretail.catalog import api as catalog

    said = scan(http, catalog.weighed_code(plu="21001", grams=520), store=shop.store).json()
    assert (said["kind"], said["grams"], said["quantity"], said["amount"]) == ("weighed", 520, 520, 12272)


def test_a_shelf_says_what_stands_on_it(shop: Shop, http: Client) -> None:
    said = scan(http, f"https://haru.example/414/{GLN}/254/K-10-1").json()
    assert said["kind"] == "shelf" and said["shelf"]["store_id"] == shop.store
    assert [item["sku_id"] for item in said["shelf"]["products"]] == [LOBSTER, MILK]


def test_it_says_why_a_thing_cannot_be_sold(shop: Shop, http: Client) -> None:
    def reasons(code: str, store: str) -> list[str]:
        return [each["code"] for each in scan(http, code, store=store).json()["reasons"]]

    assert reasons(f"(01){LOBSTER_GTIN}(10)L2299", shop.store) == ["expired_lot"]
    assert reasons(LOBSTER_GTIN, shop.elsewhere) == ["not_listed"]
    assert reasons("HR-00600", shop.store) == ["sold_out"]


@pytest.mark.parametrize("ai", ["15", "16", "17"])
def test_a_pack_past_any_date_on_it_is_not_sold(shop: Shop, http: Client, ai: str) -> None:
    """In China the date on a pack is its best before."""
    yesterday, today = TODAY - timedelta(days=1), TODAY
    said = scan(http, f"(01){MILK_GTIN}({ai}){yesterday:%y%m%d}", store=shop.store).json()
    assert (said["sellable"], [each["code"] for each in said["reasons"]]) == (False, ["expired_lot"])
    assert said["lot"]["last_day"] == str(yesterday) and said["lot"]["expired"]
    assert scan(http, f"(01){MILK_GTIN}({ai}){today:%y%m%d}", store=shop.store).json()["sellable"]


def test_the_earliest_date_on_a_pack_counts(shop: Shop, http: Client) -> None:
    code = f"(01){MILK_GTIN}(17)261231(15){TODAY - timedelta(days=1):%y%m%d}"
    assert scan(http, code, store=shop.store).json()["sellable"] is False


def test_the_day_of_production_and_the_shelf_life_make_a_last_day(shop: Shop, http: Client) -> None:
    Sku.objects.filter(code=MILK).update(shelf_life_days=7)
    recent.forget_all()
    made = TODAY - timedelta(days=7)
    for ai in ("11", "13"):
        said = scan(http, f"(01){MILK_GTIN}({ai}){made:%y%m%d}", store=shop.store).json()
        assert (said["sellable"], said["lot"]["last_day"]) == (False, str(TODAY - timedelta(days=1)))


def test_an_age_limit_is_a_caution_and_no_obstacle(shop: Shop, http: Client) -> None:
    said = scan(http, WINE, store=shop.store).json()
    assert said["sellable"] is True and [each["code"] for each in said["cautions"]] == ["age_check"]


def test_without_a_store_nothing_is_sellable_and_no_stock_is_claimed(shop: Shop, http: Client) -> None:
    said = scan(http, LOBSTER_GTIN).json()
    assert (
        said["sellable"] is False
        and said["product"]["left"] is None
        and said["product"]["price"]["amount"] == 11800
    )


@pytest.mark.parametrize(
    "code", ["", "x" * 501, "09520100000073", "\x00", "http://", "https://a/01/1", "]C1", "ﬀ", "(01)"]
)
def test_what_cannot_be_read_is_refused(shop: Shop, http: Client, code: str) -> None:
    answer = scan(http, code, store=shop.store)
    assert answer.status_code in (404, 422) and answer["Content-Type"] == "application/problem+json"


def test_refusals_speak_the_callers_language(shop: Shop) -> None:
    answer = scan(Client(headers={"accept-language": "zh"}), "09520100000073")
    assert "无法识别此码" in answer.json()["detail"]


def test_a_search_with_a_slip_says_what_it_searched_instead(shop: Shop, http: Client) -> None:
    path = f"/api/v1/stores/{shop.store}/products"
    for typed, corrected in (
        ("lobstr", "lobster"),
        ("우요", "우유"),
        ("longxia", "龙虾"),
        ("鲜扭奶", "鲜牛奶"),
    ):
        said = http.get(path, {"q": typed}).json()
        assert said["corrected"] == corrected, typed
        assert [item["sku_id"] for item in said["items"]] == [
            MILK if "奶" in corrected or "우" in corrected else LOBSTER
        ]
    as_typed = http.get(path, {"q": "lobster"}).json()
    assert as_typed["corrected"] is None and len(as_typed["items"]) == 1
    assert http.get(path, {"q": "zzzzzz"}).json() == {"items": [], "cursor": None, "corrected": None}
    assert http.get("/api/v1/products", {"q": "lobstr"}).json()["corrected"] == "lobster"


def test_the_next_page_goes_by_the_words_of_the_first(shop: Shop, http: Client) -> None:
    """What was searched instead stays so, also when the words as typed have come to find something meanwhile."""
    path = f"/api/v1/stores/{shop.store}/products"
    Product.objects.update(brand="Lobster & Co")
    renew_search_text(Sku.objects.values_list("code", flat=True))
    first = http.get(path, {"q": "lobstr", "limit": 1}).json()
    assert first["corrected"] == "lobster" and first["cursor"]
    Product.objects.filter(code=MILK).update(brand="Lobstr")
    renew_search_text([MILK])
    second = http.get(path, {"q": "lobstr", "limit": 50, "cursor": first["cursor"]}).json()
    assert second["corrected"] == "lobster"
    seen = [item["sku_id"] for item in first["items"] + second["items"]]
    assert len(seen) == len(set(seen)) == 3


def test_only_words_that_find_something_in_this_store_are_searched_instead(shop: Shop, http: Client) -> None:
    said = http.get(f"/api/v1/stores/{shop.elsewhere}/products", {"q": "lobstr"}).json()
    assert (said["items"], said["corrected"]) == ([], None)


def test_a_new_product_is_found_with_a_slip_too(shop: Shop, http: Client) -> None:
    path = f"/api/v1/stores/{shop.store}/products"
    assert http.get(path, {"q": "kombuhca"}).json()["items"] == []
    Product.objects.filter(code=MILK).update(names={"en": "Kombucha"})
    renew_search_text([MILK])
    recent.forget_all()  # ten seconds later
    assert http.get(path, {"q": "kombuhca"}).json()["corrected"] == "kombucha"


def test_a_products_own_page_has_its_description_and_what_is_in_it(shop: Shop, http: Client) -> None:
    Product.objects.filter(code=MILK).update(
        descriptions={"en": "From the hills.", "ko": "언덕에서 왔습니다."},
        ingredients="milk",
        nutrition={"energy_kcal": 64},
    )
    path = f"/api/v1/stores/{shop.store}/products/{MILK}"
    said = http.get(path, headers={"Accept-Language": "ko"}).json()
    assert (said["description"], said["ingredients"]) == ("언덕에서 왔습니다.", "milk")
    assert (said["nutrition"], said["source"]) == ({"energy_kcal": 64}, "chain")
