"""Head office at the desks of catalogue and prices, and what the desks do not let through."""

import pytest
from django.test import Client

from newretail.catalog import api
from newretail.catalog.models import Category, Gtin, Product, Sku, WeighedPattern
from newretail.catalog.rules import weighed
from newretail.members.models import Member
from newretail.pricing.models import PriceLog

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(settings) -> Client:
    settings.SECURE_SSL_REDIRECT = False
    client = Client()
    client.force_login(
        Member.objects.create(email="office@haru.example", is_staff=True, is_superuser=True),
        backend="django.contrib.auth.backends.ModelBackend",
    )
    return client


@pytest.fixture
def milk() -> Sku:
    product = Product.objects.create(code="HR-1", names={"en": "Milk"}, source="open_food_facts")
    return Sku.objects.create(code="HR-1", product=product)


@pytest.mark.parametrize("table", ["category", "product", "sku", "gtin", "weighedpattern"])
def test_each_table_of_the_catalogue_has_a_desk(desk: Client, milk: Sku, table: str) -> None:
    for page in ("", "add/", "export/", "?q=milk"):
        assert desk.get(f"/admin/catalog/{table}/{page}").status_code == 200, page


@pytest.mark.parametrize("table", ["product", "sku", "gtin"])
def test_products_come_and_go_by_the_one_product_file(desk: Client, milk: Sku, table: str) -> None:
    leads = desk.get(f"/admin/catalog/{table}/import/")
    assert (leads.status_code, leads["Location"]) == (302, "/hq/catalogue/import")
    assert desk.post(f"/admin/catalog/{table}/import/", {}).status_code == 302
    file = b"".join(desk.get(f"/admin/catalog/{table}/export/").streaming_content).decode()
    assert file.splitlines()[0].lstrip("\ufeff").startswith("code,gtin,name_en,")
    assert file.splitlines()[1].startswith("HR-1,,Milk,")


@pytest.mark.parametrize("table", ["category", "weighedpattern"])
def test_other_tables_are_imported_at_their_desk(desk: Client, table: str) -> None:
    assert desk.get(f"/admin/catalog/{table}/import/").status_code == 200


def test_the_prices_are_read_and_added_never_changed(desk: Client, milk: Sku) -> None:
    form = {
        "sku": "HR-1", "store": "", "amount": "12.90", "per": 1, "currency": "CNY", "tax_rate_permille": 90,
        "starts_at_0": "2030-01-01", "starts_at_1": "00:00:00", "ends_at_0": "", "ends_at_1": "", "reason": "list",
    }  # fmt: skip
    assert desk.get("/admin/pricing/pricelog/add/").status_code == 200
    assert desk.post("/admin/pricing/pricelog/add/", form | {"per": 500}).status_code == 200
    assert desk.post("/admin/pricing/pricelog/add/", form | {"starts_at_0": "2020-01-01"}).status_code == 200
    assert not PriceLog.objects.exists()

    assert desk.post("/admin/pricing/pricelog/add/", form).status_code == 302
    line = PriceLog.objects.get()
    assert (line.amount, line.reason) == (1290, "list") and line.by
    assert desk.get("/admin/pricing/pricelog/").status_code == 200
    page = f"/admin/pricing/pricelog/{line.id}/"
    assert desk.get(page + "change/").status_code == 200
    assert desk.post(page + "change/", form | {"amount": 1}).status_code == 403
    assert desk.post(page + "delete/", {"post": "yes"}).status_code == 403
    assert PriceLog.objects.get().amount == 1290


def test_an_edited_product_is_found_by_its_new_name_and_is_ours_to_keep(desk: Client, milk: Sku) -> None:
    form = {
        "names_en": "Oat drink", "names_ko": "귀리", "names_zh": "", "brand": "", "category": "", "origin": "", "picture": "",
        "ingredients": "", "nutrition": "{}", "age_limit": "", "descriptions_en": "", "descriptions_ko": "", "descriptions_zh": "",
        "allergens": "gluten", "skus-TOTAL_FORMS": 0, "skus-INITIAL_FORMS": 0,
    }  # fmt: skip
    answer = desk.post("/admin/catalog/product/HR-1/change/", form)
    assert answer.status_code == 302, answer.context["errors"]
    assert [card.code for card in api.find_skus("귀리")] == ["HR-1"]
    assert Product.objects.get().source == "off_edited"


def test_the_unit_of_a_sku_and_the_check_digit_of_a_number_cannot_be_broken_by_hand(
    desk: Client, milk: Sku
) -> None:
    form = {
        "product": "HR-1", "unit": "gram", "weighed": "on", "content": "", "content_unit": "", "plu": "", "typical_grams": "",
        "temperature": "ambient", "shelf_life_days": "", "active": "on", "gtins-TOTAL_FORMS": 1, "gtins-INITIAL_FORMS": 0,
        "gtins-0-gtin": "9521234543214", "gtins-0-quantity": 1, "gtins-0-sku": "HR-1",
    }  # fmt: skip
    assert desk.post("/admin/catalog/sku/HR-1/change/", form).status_code == 200
    assert not Gtin.objects.exists()
    assert (
        desk.post("/admin/catalog/sku/HR-1/change/", form | {"gtins-0-gtin": "9521234543213"}).status_code
        == 302
    )
    assert Gtin.objects.get().gtin == "09521234543213"
    assert Sku.objects.get().unit == "each"


def test_the_usual_layouts_of_scales_are_shown_and_stay_when_an_own_one_is_added(desk: Client) -> None:
    listed = desk.get("/admin/catalog/weighedpattern/").text
    assert all(each.layout in listed for each in weighed.USUAL)
    product = Product.objects.create(code="HR-2", names={"en": "Fish"})
    Sku.objects.create(code="HR-2", product=product, unit="gram", weighed=True, plu="41234")
    codes = [weighed.build(plu="41234", grams=505, patterns=[each]) for each in weighed.USUAL[:1]]
    codes += [weighed.build(plu="41234", amount=990, patterns=[each]) for each in weighed.USUAL[1:2]]
    codes += [
        weighed.build(plu="41234", grams=505, amount=990, patterns=[each]) for each in weighed.USUAL[2:]
    ]
    own = {"pattern": "02IIIIIVPPPPC", "multiplier": 1, "note": "the new scales"}
    assert desk.post("/admin/catalog/weighedpattern/add/", own).status_code == 302
    codes.append(weighed.build(plu="41234", amount=990, patterns=[weighed.Pattern(layout="02IIIIIVPPPPC")]))
    assert [api.read_code(code).sku_id for code in codes] == ["HR-2"] * 4


def test_patterns_and_categories_that_cannot_work_are_refused(desk: Client) -> None:
    desk.post("/admin/catalog/weighedpattern/add/", {"pattern": "99IIIIIWWWWWC", "multiplier": 1, "note": ""})
    assert not WeighedPattern.objects.filter(pattern__startswith="99").exists()
    desk.post(
        "/admin/catalog/weighedpattern/add/", {"pattern": "25IIIIIWWWWWC", "multiplier": 10, "note": ""}
    )
    assert WeighedPattern.objects.get(pattern="25IIIIIWWWWWC").multiplier == 10
    Category.objects.create(slug="a", names={"en": "A", "ko": "A", "zh": "A"})
    Category.objects.create(slug="a/b", parent_id="a", names={"en": "B", "ko": "B", "zh": "B"})
    desk.post(
        "/admin/catalog/category/a/change/",
        {"parent": "a/b", "names_en": "A", "names_ko": "A", "names_zh": "A", "sort": 0},
    )
    assert Category.objects.get(slug="a").parent_id is None
