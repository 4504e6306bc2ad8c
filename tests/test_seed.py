"""The sample chain is there after one call, and a second call changes nothing."""

import time
from pathlib import Path

import pytest
from django.db import connection

from newretail.catalog import api as catalog
from newretail.catalog.models import Sku
from newretail.inventory import api as inventory
from newretail.inventory.models import Lot, Movement, Stock
from newretail.kernel import clock
from newretail.kernel.models import Event
from newretail.ordering.models import SaleTerms
from newretail.pricing import api as pricing
from newretail.samples import SAMPLES, Samples
from newretail.setup_chain import Summary, seed_sample_chain
from newretail.stores import api as stores
from newretail.stores.models import StaffRole, Store
from tests.stock_room import TODAY, standing_clock

pytestmark = pytest.mark.django_db
STORES = {"lujiazui", "hongqiao", "jingan"}


@pytest.fixture(autouse=True)
def _noon(tmp_path: Path):
    with standing_clock(tmp_path):
        yield


def test_the_whole_chain_is_there_and_the_books_balance():
    begun = time.process_time()
    added = seed_sample_chain()
    assert time.process_time() - begun < 8
    samples = Samples()
    assert added.skus == Sku.objects.count() == len(samples.products)
    assert set(Store.objects.values_list("code", flat=True)) == STORES
    assert inventory.audit() == []
    now = clock.now()
    for row in samples.stores:
        store = row["code"]
        listed = [product for product in samples.products if store in product["stores"].split()]
        codes = [product["code"] for product in listed]
        assert set(stores.assortment(store)) == set(codes)
        assert stores.is_open(store, now)
        assert stores.listed(store, codes) == set(codes)
        prices = pricing.prices(store_id=store, sku_ids=codes, at=now)
        assert {code: (price.amount, price.per) for code, price in prices.items()} == {
            product["code"]: (int(product["price"]), 500 if product["price_per"] == "500g" else 1)
            for product in listed
        }
        inside = inventory.available(store, codes, False)
        outside = inventory.available(store, codes, True)
        assert inside == {product["code"]: int(product["par_level"]) for product in listed}
        assert outside == {
            product["code"]: int(product["par_level"]) - int(product["floor_guard"] or 0)
            for product in listed
        }
        couriers = StaffRole.objects.filter(store_id=store, role="courier").count()
        assert couriers == row["settings"]["couriers"]
    assert not Stock.objects.exclude(store_id__in=STORES).exists()


def test_what_spoils_came_in_two_lots_and_none_is_over():
    seed_sample_chain()
    assert not Lot.objects.filter(expires_on__lt=TODAY).exists()
    fresh = {
        row["code"]
        for row in Samples().products
        if row["shelf_life_days"] and int(row["shelf_life_days"]) > 2
    }
    by_sku = {}
    for lot in Lot.objects.filter(store_id="lujiazui", sku_id__in=fresh):
        by_sku.setdefault(lot.sku_id, set()).add(lot.expires_on)
    assert by_sku
    assert all(len(dates) == 2 for dates in by_sku.values())


def test_a_second_time_changes_nothing():
    seed_sample_chain()
    SaleTerms.objects.filter(store_id="jingan").update(delivery_fee=1)
    before = (Movement.objects.count(), Event.objects.count(), StaffRole.objects.count(), prices_logged())
    again = seed_sample_chain()
    assert again == Summary(skus=0, stores=0, people=0, facings=0, lots=0)
    assert before == (
        Movement.objects.count(),
        Event.objects.count(),
        StaffRole.objects.count(),
        prices_logged(),
    )
    assert SaleTerms.objects.get(store_id="jingan").delivery_fee == 1


def test_without_stock_the_shelves_are_empty():
    assert seed_sample_chain(opening_stock=False).lots == 0
    assert not Stock.objects.exists()


def test_every_product_has_its_picture_and_its_code_can_be_read():
    seed_sample_chain(opening_stock=False)
    pictures = {path.stem for path in (SAMPLES / "pictures").glob("*.webp")}
    for row in Samples().products:
        assert row["picture"] in pictures, row["code"]
    first = Samples().products[100]
    assert catalog.read_code(first["gtin"]).sku_id == first["code"]


def test_somebody_works_in_every_role_and_head_office_may_enter_the_back_office():
    seed_sample_chain(opening_stock=False)
    roles = set(StaffRole.objects.values_list("store_id", "role"))
    for store in STORES:
        assert {(store, role) for role in ("picker", "packer", "cashier", "courier", "manager")} <= roles
    head_office = StaffRole.objects.select_related("member").filter(role="head_office")
    assert head_office and all(role.member.is_staff for role in head_office)
    assert all(not role.member.has_usable_password() for role in head_office)


def prices_logged():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pricing_pricelog")
        return cursor.fetchone()[0]
