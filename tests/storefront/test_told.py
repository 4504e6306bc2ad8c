"""What machines read of the pages: one address a product, its offer where a store is named, and the lists of all addresses."""

import json
import re
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client

from newretail.catalog import queries
from newretail.catalog.models import Product, Sku
from newretail.storefront import crawlers
from tests.storefront.conftest import BREAD, GLN, LOBSTER, LOBSTER_GTIN, MILK, MILK_GTIN, WINE_GTIN, Shop

pytestmark = pytest.mark.django_db

_SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def data_in(page: str) -> dict[str, Any]:
    [found] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    said: dict[str, Any] = json.loads(found)
    return said


def meta_in(page: str) -> dict[str, str]:
    return dict(re.findall(r'<meta (?:name|property)="([^"]+)" content="([^"]*)"', page))


def addresses(path: str) -> list[str]:
    answer = Client().get(path)
    assert answer.status_code == 200 and answer["Content-Type"].startswith("application/xml")
    return [each.text or "" for each in ElementTree.fromstring(answer.content).iter(f"{_SITEMAP}loc")]


def test_a_product_tells_its_offer_where_a_store_is_named(shop: Shop, browser: Client) -> None:
    page = browser.get(f"/page/01/{MILK_GTIN}/10/M1?store={shop.store}").text
    said = data_in(page)
    assert (said["@type"], said["name"], said["sku"], said["gtin14"]) == (
        "Product",
        "Fresh milk",
        MILK,
        MILK_GTIN,
    )
    offer = said["offers"]
    assert (offer["price"], offer["priceCurrency"]) == ("12.80", "CNY")
    assert offer["availability"] == "https://schema.org/InStoreOnly"
    assert offer["seller"]["name"] == "Haru Lujiazui"
    assert meta_in(page)["product:price:amount"] == "12.80"


def test_without_a_store_there_is_no_price(shop: Shop, browser: Client) -> None:
    page = browser.get(f"/page/01/{MILK_GTIN}").text
    assert "offers" not in data_in(page) and "product:price:amount" not in meta_in(page)


def test_goods_by_weight_have_a_price_for_so_many_grams_and_none_that_reads_as_the_piece_s(
    shop: Shop, browser: Client
) -> None:
    offer = data_in(browser.get(f"/page/01/{LOBSTER_GTIN}?store={shop.store}").text)["offers"]
    assert "price" not in offer and offer["availability"] == "https://schema.org/InStock"
    specified = offer["priceSpecification"]
    assert (specified["price"], specified["referenceQuantity"]["value"]) == ("118.00", 500)
    assert specified["referenceQuantity"]["unitCode"] == "GRM"


def test_a_product_has_one_address_whatever_lot_or_store_it_is_seen_with(shop: Shop, browser: Client) -> None:
    for path in (
        f"/page/01/{WINE_GTIN}",
        f"/page/01/{WINE_GTIN}/10/W1?store={shop.store}",
        "/products/HR-00500",
    ):
        page = browser.get(path).text
        [canonical] = re.findall(r'<link rel="canonical" href="([^"]+)">', page)
        assert canonical.endswith(f"/page/01/{WINE_GTIN}") and canonical == meta_in(page)["og:url"]
        assert data_in(page)["audience"]["suggestedMinAge"] == 18


def test_a_link_that_is_sent_on_shows_what_it_is(shop: Shop, browser: Client) -> None:
    said = meta_in(browser.get(f"/page/01/{LOBSTER_GTIN}").text)
    assert said["og:title"] == "Live lobster" and said["og:type"] == "product"
    assert said["og:image"].startswith("http") and said["og:locale"] == "en_GB"
    assert "Live lobster" in said["description"] and len(said["description"]) <= 300
    for path in ("/", f"/stores/{shop.store}", f"/page/414/{GLN}/254/K-10-1"):
        assert meta_in(browser.get(path).text)["description"]


def test_no_word_in_the_data_ends_their_element(shop: Shop, browser: Client) -> None:
    Product.objects.filter(code=MILK).update(names={"en": "</script><script>alert(1)</script>&amp;"})
    queries.forget_everything()
    page = browser.get(f"/page/01/{MILK_GTIN}").text
    assert page.count("<script") == 1
    assert data_in(page)["name"] == "</script><script>alert(1)</script>&amp;"


def test_crawlers_are_told_where_to_look(shop: Shop) -> None:
    robots = Client().get("/robots.txt")
    assert robots["Content-Type"].startswith("text/plain")
    assert "Disallow: /admin/" in robots.text and "/sitemap.xml" in robots.text
    assert [each.rsplit("/")[-1] for each in addresses("/sitemap.xml")] == [
        "sitemap-places.xml",
        "sitemap-products.xml",
    ]
    assert any(each.endswith(f"/stores/{shop.store}") for each in addresses("/sitemap-places.xml"))


def test_every_product_that_is_sold_is_in_one_of_the_lists(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crawlers, "ADDRESSES_A_FILE", 2)
    Sku.objects.filter(code=LOBSTER).update(active=False)
    files = [each[each.index("/sitemap") :] for each in addresses("/sitemap.xml")[1:]]
    found = [address for each in files for address in addresses(each)]
    assert len(files) == 2 and len(found) == 3
    assert any(each.endswith(f"/page/01/{MILK_GTIN}") for each in found)
    assert any(each.endswith(f"/products/{BREAD}") for each in found)
    assert Client().get("/sitemap-products.xml?from=zzz").status_code == 404


def test_whoever_finds_a_weakness_is_told_whom_to_tell(shop: Shop, settings: Any) -> None:
    assert Client().get("/.well-known/security.txt").status_code == 404
    settings.SECURITY_CONTACT = "mailto:security@chain.example"
    said = Client().get("/.well-known/security.txt")
    assert said["Content-Type"].startswith("text/plain")
    assert "Contact: mailto:security@chain.example" in said.text and "Expires: 2026-12-12T" in said.text
