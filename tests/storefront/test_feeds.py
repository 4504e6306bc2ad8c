"""A store's products as search engines take them: well-formed, complete, with what is really left and what it really costs."""

import csv
import io
import xml.etree.ElementTree as ET
from typing import Any

import pytest
from django.test import Client

from newretail.catalog.models import Product
from newretail.kernel import recent
from tests.storefront.conftest import BREAD, LOBSTER, MILK, MILK_GTIN, Shop

pytestmark = pytest.mark.django_db
G = "{http://base.google.com/ns/1.0}"


def items(http: Client, shop: Shop, **query: Any) -> dict[str, dict[str, str]]:
    answer = http.get(f"/api/v1/stores/{shop.store}/feeds/products", query)
    assert answer.status_code == 200 and answer["content-type"].startswith("application/rss+xml")
    root = ET.fromstring(answer.getvalue().decode())
    found = [{each.tag.removeprefix(G): each.text or "" for each in item} for item in root.iter("item")]
    return {item["id"]: item for item in found}


def table(http: Client, path: str, **query: Any) -> list[dict[str, str]]:
    answer = http.get(path, query)
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(answer.getvalue().decode()), delimiter="\t"))


def test_every_item_has_what_a_search_engine_needs(shop: Shop, http: Client) -> None:
    found = items(http, shop)
    assert {LOBSTER, MILK} <= set(found)
    for item in found.values():
        for name in ("title", "description", "link", "image_link", "availability", "price", "condition"):
            assert item[name], (item["id"], name)
        assert item["link"].startswith("http") and item["image_link"].startswith("http")
        assert item["price"].split()[1] == "CNY"
    assert found[MILK]["gtin"] == MILK_GTIN.lstrip("0")
    assert found[LOBSTER]["product_type"] == "Seafood > Live"
    assert found[LOBSTER]["unit_pricing_base_measure"] == "100 g"


def test_it_speaks_the_language_that_is_asked_for(shop: Shop, http: Client) -> None:
    assert items(http, shop, lang="zh")[LOBSTER]["title"] == "鲜活龙虾"
    assert "lang=ko" in items(http, shop, lang="ko")[LOBSTER]["link"]


def test_names_cannot_break_the_file(shop: Shop, http: Client) -> None:
    Product.objects.filter(code=MILK).update(names={"en": "Milk <b>&\t\n]]> 牛奶"})
    recent.forget_all()
    assert items(http, shop)[MILK]["title"].startswith("Milk <b>&")
    rows = table(http, f"/api/v1/stores/{shop.store}/feeds/products", format="tsv")
    assert {row["id"] for row in rows} == set(items(http, shop))
    assert all(None not in row and None not in row.values() for row in rows)


def test_it_is_read_on_after_a_product(shop: Shop, http: Client) -> None:
    everything = list(items(http, shop))
    first = list(items(http, shop, limit=2))
    assert first + list(items(http, shop, after=first[-1])) == everything


def test_inventory_says_what_is_left(shop: Shop, http: Client) -> None:
    rows = {row["id"]: row for row in table(http, f"/api/v1/stores/{shop.store}/feeds/inventory")}
    assert rows[MILK]["store_code"] == shop.store
    assert rows[MILK]["availability"] == "in_stock" and int(rows[MILK]["quantity"]) > 0
    if BREAD in rows:
        assert (rows[BREAD]["availability"], rows[BREAD]["quantity"]) == ("out_of_stock", "0")
    assert http.get("/api/v1/stores/nowhere/feeds/inventory").json()["code"] == "store_unknown"
