"""The list of a product's fields stands once; import, export, template, API, card, back office and form follow it."""

import csv
import io
import json
import re
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.contrib import admin
from django.test import Client

from newretail.catalog import api, fields
from newretail.catalog.endpoint_schemas import SkuIn
from newretail.catalog.export import csv_lines
from newretail.catalog.imports.template import catalogue_columns
from newretail.catalog.models import Category, Product, Sku
from newretail.catalog.shown import CardOut, SheetOut, sheet_fields
from newretail.kernel import languages, text
from newretail.kernel.who import Caller
from newretail.stores.roles import Role

CATALOG = Path(api.__file__).parent
EVERYTHING: dict[str, Any] = {
    "names": {"en": "Cold brew", "ko": "콜드브루", "zh": "冷萃"},
    "descriptions": {"en": "Slow.\nTwelve hours.", "ko": "천천히"},
    "brand": "Haru",
    "category": "drinks",
    "origin": "KR",
    "picture": "cold-brew",
    "allergens": ["milk", "soybeans"],
    "age_limit": 19,
    "unit": "each",
    "content": 330,
    "content_unit": "millilitre",
    "temperature": "chilled",
    "shelf_life_days": 30,
    "typical_grams": 400,
    "plu": "04123",
    "weighed": False,
    "active": False,
    "ingredients": 'Water, "beans"\nmilk; soy',
    "nutrition": {"energy_kcal": 41, "fat": 1230, "sugars": 4500, "salt": 5},
}


@pytest.fixture
def office(monkeypatch: Any, http: Client) -> Client:
    caller = Caller(member_id=uuid4(), kind="member", roles=frozenset({(Role.HEAD_OFFICE, "")}))
    monkeypatch.setattr("newretail.kernel.http.guard._authenticate", lambda: lambda request: caller)
    return Client(headers={"accept-language": "en", "authorization": "Bearer test"})


@pytest.fixture
def drinks(db: None) -> None:
    Category.objects.create(slug="drinks", names={"en": "Drinks", "ko": "음료", "zh": "饮料"})


def put(client: Client, code: str, body: dict[str, Any]) -> int:
    return client.put(f"/api/v1/skus/{code}", json.dumps(body), content_type="application/json").status_code


def test_every_field_is_a_column_of_its_table_and_of_the_file() -> None:
    for table, listed in ((Product, fields.PRODUCT + fields.DETAILS), (Sku, fields.SKU)):
        columns = {field.attname for field in table._meta.concrete_fields}
        assert {field.stored for field in listed} <= columns
    assert {column for field in fields.ALL for column in field.columns} < set(catalogue_columns())


def test_every_field_is_taken_shown_and_drawn() -> None:
    listed = {field.name for field in fields.ALL}
    assert set(EVERYTHING) == listed, "the example above has every field"
    assert listed | {"gtins"} == set(SkuIn.model_fields)
    assert listed <= set(SheetOut.__dataclass_fields__)
    assert {field.name for field in fields.PRODUCT + fields.SKU} <= set(CardOut.__dataclass_fields__)
    assert {field.name for field in sheet_fields()} == listed


def test_every_field_has_its_place_in_the_back_office() -> None:
    product, sku = admin.site.get_model_admin(Product), admin.site.get_model_admin(Sku)
    drawn = {name for _, part in product.fieldsets for name in part["fields"]} | set(sku.fields)
    assert {field.name for field in fields.ALL} <= drawn


def test_every_label_and_choice_is_in_every_language() -> None:
    for language in languages.IN_CODE:
        with text.speaking(language):
            for field in sheet_fields():
                assert field.label and field.group_label and all(each.label for each in field.choices)


def test_a_sheet_comes_back_as_it_was_put(office: Client, drinks: None) -> None:
    assert put(office, "HR-9", EVERYTHING) == 201
    shown = office.get("/api/v1/skus/HR-9").json()
    assert {name: shown[name] for name in EVERYTHING} == EVERYTHING


def test_the_exported_file_read_again_changes_nothing(office: Client, drinks: None, tmp_path: Path) -> None:
    assert put(office, "HR-9", EVERYTHING) == 201
    file = tmp_path / "catalogue.csv"
    file.write_text("".join(csv_lines()))
    done = api.import_products(file, report_path=tmp_path / "report.csv")
    assert (done.rows, done.unchanged, done.rejected) == (1, 1, 0)


def test_a_whole_product_comes_from_a_file(office: Client, drinks: None, tmp_path: Path) -> None:
    assert put(office, "HR-9", EVERYTHING) == 201
    lines = list(csv.reader(io.StringIO("".join(csv_lines()).lstrip("\ufeff"))))
    first = office.get("/api/v1/skus/HR-9").json()
    Sku.objects.all().delete()
    Product.objects.all().delete()
    file = tmp_path / "catalogue.csv"
    with file.open("w", newline="") as out:
        csv.writer(out).writerows(lines)
    assert api.import_products(file, report_path=tmp_path / "report.csv").created == 1
    assert office.get("/api/v1/skus/HR-9").json() == first


def test_a_line_break_in_a_cell_is_read_and_a_broken_quote_costs_one_row(
    drinks: None, tmp_path: Path
) -> None:
    file = tmp_path / "products.csv"
    file.write_text(
        'code,name_en,ingredients\nA-1,One,"water\nsalt"\nA-2,"Two,broken\nA-3,Three,\nA-4,"Fo\nur",x\n'
    )
    done = api.import_products(file, report_path=tmp_path / "report.csv")
    assert (done.rows, done.created, done.rejected) == (4, 3, 1)
    assert Product.objects.get(code="A-1").ingredients == "water\nsalt"
    assert Product.objects.get(code="A-4").names["en"] == "Fo ur", "a name is one line"


def test_the_form_asks_the_api_for_the_fields(office: Client) -> None:
    told = {field["name"]: field for field in office.get("/api/v1/catalog/fields").json()}
    assert told["unit"]["fixed"] and told["content_unit"]["beside"] == "content"
    assert (told["age_limit"]["least"], told["age_limit"]["most"]) == (1, 99)
    assert told["origin"]["upper"] and told["origin"]["pattern"] == "[A-Z]{2}"
    assert told["names"]["languages"] == list(languages.IN_CODE) and told["names"]["needed"]

    assert told["temperature"]["choices"][0]["code"] == "ambient"


@pytest.mark.parametrize("name", ["origin"])
def test_a_field_without_a_rule_of_its_own_is_named_by_its_model_and_the_list(name: str) -> None:
    """Beside them only by a column of the back office's table, and by the example in the API's description."""
    naming = {
        path.relative_to(CATALOG).as_posix()
        for path in [*CATALOG.rglob("*.py"), *CATALOG.rglob("*.sql")]
        if re.search(rf"\b{name}\b", path.read_text()) and "migrations" not in path.parts
    }
    assert naming - {"admin.py", "endpoint_schemas.py"} == {"fields.py", "models.py"}
