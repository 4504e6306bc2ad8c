"""The second sample chain is another country: won without decimals, Korean first, its own taxes, paid at the counter."""

import re

import pytest
from django.test import Client

from newretail.chain.models import Chain
from newretail.chain.queries import chain, forget_chain
from newretail.inventory import api as inventory
from newretail.kernel import recent
from newretail.pricing import api as pricing
from newretail.pricing.models import PriceLog
from newretail.samples import Samples
from newretail.setup_chain import seed_sample_chain
from newretail.storefront.labels.shelf_labels import shelf_labels
from newretail.stores import api as stores
from newretail.stores.models import Store

pytestmark = pytest.mark.django_db
SEOUL = Samples("seoul")


@pytest.fixture
def seoul() -> None:
    Chain.objects.all().delete()
    recent.forget_all()
    seed_sample_chain("seoul")
    forget_chain()
    chain()


def test_it_sells_in_won_and_the_books_balance(seoul: None, http: Client) -> None:
    assert {store.currency for store in Store.objects.all()} == {"KRW"}
    assert set(PriceLog.objects.values_list("currency", flat=True)) == {"KRW"}
    assert inventory.audit() == []
    for store in SEOUL.stores:
        codes = [row["code"] for row in SEOUL.products if store["code"] in row["stores"].split()]
        assert set(pricing.prices(store_id=store["code"], sku_ids=codes)) == set(codes)
        offered = http.get(f"/api/v1/stores/{store['code']}/tenders").json()
        assert {"card", "cash"} == {each["code"] for each in offered}


def test_essentials_are_exempt_and_the_rest_has_ten_per_cent(seoul: None) -> None:
    rates = {row["name_ko"]: int(row["tax_rate_permille"]) for row in SEOUL.products}
    assert set(rates.values()) == {0, 100}
    assert rates["배추"] == rates["흰우유"] == rates["경기미 4kg"] == 0
    assert rates["매운라면 5개"] == rates["포기김치"] == 100


def test_its_pages_and_labels_are_korean_and_in_won(seoul: None, http: Client) -> None:
    page = http.get("/stores/seongsu", headers={"Accept-Language": "zh-CN"}).content.decode()
    assert "달빛 성수점" in page and "₩" in page and "¥" not in page
    label = shelf_labels(store_id="seongsu", zone="pantry")[0]
    assert label.names[0] in {row["name_ko"] for row in SEOUL.products} and len(label.names) == 2
    assert label.figure.startswith("₩") and "." not in label.figure
    offered = re.findall(r'hreflang="\w+"[^>]*>([^<]+)</a>', http.get("/").content.decode())
    assert offered == ["한", "EN"]


def test_every_shelf_of_its_stores_stands_on_the_plan(seoul: None) -> None:
    for store in SEOUL.stores:
        plan = stores.plan(store["code"])
        faced = {row["shelf"] for row in SEOUL.planogram[store["code"]]}
        assert {each.code for each in plan.layout.shelves} == faced and plan.loose == ()
        kinds = {each.kind.value for each in plan.layout.fixtures}
        assert {"door", "packing_point", "pickup_shelf", "counter"} <= kinds
