"""An import says what its file says and nothing else: it wipes nothing, takes nothing over, and gives nobody alcohol by mistake."""

import csv
import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from newretail.catalog import api, errors, queries
from newretail.catalog.export import csv_lines, export_workbook
from newretail.catalog.models import Category, Product, Sku
from newretail.catalog.release_product import release_product
from newretail.chain.api import chain
from newretail.kernel.text import speaking
from tests.catalog.test_import_products import rejected, run

pytestmark = pytest.mark.django_db

NUTELLA: dict[str, Any] = {
    "code": "3017620422003",
    "product_name": "Nutella",
    "product_name_ko": "누텔라",
    "product_name_zh": "能多益",
    "brands": "Ferrero",
    "quantity": "400 g",
    "ingredients_text": "Sucre, huile de palme, noisettes, lait écrémé, lécithines (soja)",
    "allergens_tags": ["en:milk", "en:nuts", "en:soybeans", "en:gluten"],
    "traces_tags": [],
    "categories_tags": ["en:spreads", "en:refrigerated-spreads"],
    "image_url": "https://images.openfoodfacts.org/images/products/301/762/042/2003/front_en.4.400.jpg",
    "nutriments": {"fat_100g": 30.9, "sugars_100g": 56.3, "energy-kcal_100g": 539},
}
CODE = "G03017620422003"


def off(folder: Path, *products: dict[str, Any]) -> api.Imported:
    return run(folder, "\n".join(json.dumps(each) for each in products) + "\n")


def exported(folder: Path) -> api.Imported:
    return run(folder, "".join(csv_lines()))


def everything() -> list[Any]:
    return [*Product.objects.order_by("code").values(), *Sku.objects.order_by("code").values()]


@pytest.mark.parametrize(
    "thin",
    [
        "code\tproduct_name\tfat_100g\n3017620422003\tNutella\t30.9\n",
        "code,product_name,fat_100g\n3017620422003,Nutella,30.9\n",
        json.dumps({"code": "3017620422003", "product_name": "Nutella", "nutriments": {"fat_100g": 30.9}}),
        json.dumps({"code": "3017620422003", "product_name": "Nutella"}),
        json.dumps({"products": [{"code": "3017620422003", "product_name": "Nutella"}]}),
        "code,name_en\nG03017620422003,Nutella\n",
    ],
)
def test_what_a_file_does_not_state_stays(tmp_path: Path, thin: str) -> None:
    off(tmp_path, NUTELLA)
    before = everything()
    done = run(tmp_path, thin)
    assert (done.rejected, done.changed, done.unchanged) == (0, 0, 1)
    assert everything() == before
    assert Product.objects.get().allergens == ["gluten", "milk", "nuts", "soybeans"]


def test_half_of_the_evidence_adds_allergens_and_takes_none_away(tmp_path: Path) -> None:
    off(tmp_path, NUTELLA)
    off(tmp_path, {"code": NUTELLA["code"], "product_name": "Nutella", "ingredients_text": "sucre, sésame"})
    assert Product.objects.get().allergens == ["gluten", "milk", "nuts", "sesame", "soybeans"]
    off(tmp_path, NUTELLA | {"allergens_tags": [], "ingredients_text": ""})
    assert Product.objects.get().allergens == ["gluten", "milk", "nuts", "sesame", "soybeans"]
    off(tmp_path, NUTELLA | {"allergens_tags": ["en:milk"], "ingredients_text": "lait"})
    assert Product.objects.get().allergens == ["milk"], "a whole record is a correction"


def test_an_untouched_export_changes_nothing_and_takes_nothing_over(tmp_path: Path) -> None:
    off(tmp_path, NUTELLA, NUTELLA | {"code": "96385074", "product_name": "=1+1;=cmd", "quantity": "2 l"})
    run(
        tmp_path,
        "code,name_en,name_ko,unit,weighed,plu,typical_grams,ingredients\n"
        'HR-1,"\'=Lobster ; @x\u2028y",바닷가재,gram,1,04123,520,"- a\n- b;+c"\n'
        "HR-2,-5,,each,,,,Ａ＝B\n",
    )
    before = everything()
    for _ in range(2):
        for done in (exported(tmp_path), run(tmp_path, export_workbook().getvalue())):
            assert (done.created, done.changed, done.unchanged, done.rejected) == (0, 0, 4, 0)
            assert everything() == before
    assert Product.objects.get(code=CODE).source == "open_food_facts"
    assert not Product.objects.get(code=CODE).allergens_stated
    off(tmp_path, NUTELLA | {"brands": "Ferrero SpA"})
    assert Product.objects.get(code=CODE).brand == "Ferrero SpA", "a correction is taken"


def test_nutrition_goes_out_and_comes_back_as_a_pack_has_it(tmp_path: Path) -> None:
    off(tmp_path, NUTELLA)
    assert Product.objects.get().nutrition == {"fat": 30900, "sugars": 56300, "energy_kcal": 539}
    head, cells = list(csv.reader(io.StringIO("".join(csv_lines()).lstrip("\ufeff"))))
    told = dict(zip(head, cells, strict=True))
    assert (told["nutrition_energy_kcal"], told["nutrition_fat_g"], told["nutrition_salt_g"]) == (
        "539",
        "30.9",
        "",
    )
    run(
        tmp_path,
        f'code,nutrition_fat_g,nutrition_salt_g,nutrition_energy_kcal\n{CODE},"30,9",107 mg,2255 kJ\n',
    )
    product = Product.objects.get()
    assert product.nutrition == {"fat": 30900, "salt": 107, "sugars": 56300, "energy_kcal": 539}
    assert product.source == "off_edited", "the salt is ours"
    run(tmp_path, f"code,Salt (g)\n{CODE},\n")
    assert "salt" not in Product.objects.get().nutrition, "a blank is not known"
    assert "fat" in Product.objects.get().nutrition, "the file does not speak of fat"


@pytest.mark.parametrize("cell", ["101", "a lot", "3 kcal", "-1", "3.6 g fat"])
def test_what_is_no_amount_in_100_g_costs_its_row(tmp_path: Path, cell: str) -> None:
    run(tmp_path, f"code,name_en,nutrition_fat_g\nT-1,A,{cell}\n")
    assert rejected(tmp_path) == [(2, "bad_nutrient")]


def test_only_a_real_difference_takes_a_product_over(tmp_path: Path) -> None:
    off(tmp_path, NUTELLA)
    run(tmp_path, f"code,name_en,shelf_life_days\n{CODE},Nutella,300\n")
    assert Product.objects.get().source == "open_food_facts", "Open Food Facts does not speak of shelf life"
    run(tmp_path, f"code,temperature\n{CODE},ambient\n")
    assert Product.objects.get().source == "off_edited"
    off(tmp_path, NUTELLA)
    assert rejected(tmp_path) == [(1, "kept_ours")]


def test_stating_the_allergens_in_a_file_states_them(tmp_path: Path) -> None:
    off(tmp_path, NUTELLA)
    run(tmp_path, f"code,allergens,allergens_stated\n{CODE},gluten milk nuts soybeans,yes\n")
    product = Product.objects.get()
    assert product.allergens_stated and product.source == "off_edited"


def test_words_with_odd_blanks_come_back_the_same(tmp_path: Path) -> None:
    product = Product(code="HR-1", names={"en": " Milk  2x\u3000"}, ingredients="a \r\nb\u0085c\u2028d")
    product.full_clean()
    product.save()
    Sku.objects.create(code="HR-1", product=product)
    assert exported(tmp_path).unchanged == 1
    assert Product.objects.get().names == {"en": "Milk 2x"}


@pytest.mark.parametrize(
    "file",
    [
        "code,name_en\nHR-00002,Lobster XL\n",
        "code,price,price_per,tax_rate_permille\nHR-00002,26900,500g,90\n",
        "code,name_en,price_fen,price_per,tax_rate_permille\nHR-00002,Lobster XL,26900,500g,9%\n",
    ],
)
def test_a_partial_file_for_a_weighed_good_needs_no_unit(tmp_path: Path, file: str) -> None:
    run(tmp_path, "code,name_en,unit,weighed,plu\nHR-00002,Lobster,gram,1,41234\n")
    assert run(tmp_path, file).rejected == 0
    card = api.sku_card("HR-00002")
    assert (card.unit, card.weighed, card.plu) == ("gram", True, "41234")


def test_a_price_for_another_unit_and_a_new_product_without_a_name_are_left_out(tmp_path: Path) -> None:
    run(tmp_path, "code,name_en,unit,weighed\nHR-00002,Lobster,gram,1\n")
    run(tmp_path, "code,price,tax_rate_permille\nHR-00002,26900,90\nHR-3,100,90\n")
    assert rejected(tmp_path) == [(2, "bad_number"), (3, "no_name")]


@pytest.mark.parametrize(
    ("said", "age", "is_held"),
    [
        ({"categories_tags": ["en:beverages", "en:beers"]}, 18, True),
        ({"categories": "Bières, Bières blondes"}, 18, True),
        ({"categories_tags": ["ko:맥주"]}, 18, True),
        ({"categories_tags": ["en:tobacco"]}, 18, False),
        ({"categories_tags": ["en:wines"], "nutriments": {"alcohol": 13, "alcohol_value": 13}}, 18, False),
        ({"categories_tags": ["en:soju"], "nutriments": {"alcohol_100g": "17.5 % vol"}}, 18, False),
        ({"alcohol_100g": "4,8"}, 18, False),
        ({"alcohol_100g": "strong"}, 18, True),
        ({"categories_tags": ["en:beers"], "nutriments": {"alcohol_100g": 0.4}}, None, False),
        ({"categories_tags": ["en:beers", "en:non-alcoholic-beers"]}, None, False),
        ({"categories_tags": ["en:whiskies"], "nutriments": {"alcohol_100g": 0}}, 18, True),
        ({"categories_tags": ["en:wine-vinegars", "en:root-beers", "zh:料酒"]}, None, False),
        ({"categories_tags": ["en:beers"], "nutriments": {"alcohol_serving": 5}, "serving_quantity": 330}, 18, False),
        (
            {
                "schema_version": 1004,
                "categories_tags": ["en:rose-wines"],
                "nutrition": {"aggregated_set": {"per": "100ml", "nutrients": {"alcohol": {"value": 12.5, "unit": "% vol"}}}},
            },
            18,
            False,
        ),
    ],
)  # fmt: skip
def test_alcohol_is_known_by_category_and_any_strength_and_held_back_where_it_is_not_known(
    tmp_path: Path, said: dict[str, Any], age: int | None, is_held: bool
) -> None:
    done = off(tmp_path, {"code": "96385074", "product_name": "X"} | said)
    card = api.sku_card("G00000096385074")
    assert (card.age_limit, card.is_sold) == (age, not is_held)
    assert done.held_back == int(is_held)
    assert rejected(tmp_path) == ([(1, "held_back")] if is_held else []), "the report tells of it"


def test_a_name_says_that_it_is_beer_where_no_category_does(tmp_path: Path) -> None:
    done = run(
        tmp_path, "code\tproduct_name\talcohol_100g\n96385074\tTsingtao beer\t\n40170725\tCoq au vin\t\n"
    )
    assert done.held_back == 1 and api.sku_card("G00000096385074").held_back == "strength_unknown"


def test_where_the_law_says_nineteen_it_is_nineteen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    korean = replace(chain(), country="KR")
    monkeypatch.setattr("newretail.catalog.import_products.chain", lambda: korean)
    off(tmp_path, {"code": "96385074", "product_name": "소주", "alcohol_100g": 17})
    assert api.sku_card("G00000096385074").age_limit == 19


def test_head_office_releases_what_was_held_back_and_no_import_holds_it_again(tmp_path: Path) -> None:
    beer = {"code": "96385074", "product_name": "Malt drink", "categories_tags": ["en:beers"]}
    off(tmp_path, beer)
    code = "G00000096385074"
    assert [card.code for card in queries.held_back(limit=10)] == [code]
    release_product(sku_id=code, age_limit=None)
    release_product(sku_id=code, age_limit=None)
    queries.forget([code])
    assert api.sku_card(code).is_sold and queries.held_back(limit=10) == []
    off(tmp_path, beer)
    assert api.sku_card(code).is_sold and rejected(tmp_path) == [(1, "kept_ours")]
    with pytest.raises(errors.NotHeldBack):
        release_product(sku_id=code, age_limit=18)


def test_a_thin_record_neither_frees_nor_holds_what_was_known(tmp_path: Path) -> None:
    code = "G00000096385074"
    off(
        tmp_path,
        {"code": "96385074", "product_name": "Pils", "categories_tags": ["en:beers"], "alcohol_100g": "5"},
    )
    run(tmp_path, "code\tproduct_name\talcohol_100g\n96385074\tPils beer\t\n")
    assert (api.sku_card(code).age_limit, api.sku_card(code).is_sold) == (18, True)
    off(
        tmp_path,
        {"code": "96385074", "product_name": "Pils", "categories_tags": ["en:sodas"], "alcohol_100g": ""},
    )
    assert api.sku_card(code).age_limit is None, "a whole record is a correction"


def test_present_schemas_are_read_and_later_ones_refused(tmp_path: Path) -> None:
    new = {
        "code": "3017620422003", "product_name": "Pain &quot;Grano&amp;quot;", "schema_version": 1004,
        "nutrition": {"aggregated_set": {"per": "100g", "preparation": "as_sold", "nutrients": {
            "fat": {"value": 30.9, "unit": "g"}, "sodium": {"value": 40, "unit": "mg"}, "energy-kj": {"value": 2252, "unit": "kJ"},
        }}},
        "images": {"uploaded": {"1": {}}, "selected": {"front": {"fr": {"rev": "9"}, "en": {"imgid": "1", "rev": "4"}}}},
    }  # fmt: skip
    done = off(
        tmp_path,
        new,
        new | {"code": "96385074", "schema_version": 1005},
        new | {"code": "40170725", "nutrition": {"x": 1}},
    )
    product = Product.objects.get()
    assert product.nutrition == {"fat": 30900, "sodium": 40, "energy_kcal": 538}
    assert product.names["en"] == 'Pain "Grano"'
    assert (
        product.picture
        == "https://images.openfoodfacts.org/images/products/301/762/042/2003/front_en.4.400.jpg"
    )
    assert done.rejected == 2 and {code for _, code in rejected(tmp_path)} == {"unknown_schema"}


def test_old_images_and_search_answers_are_read(tmp_path: Path) -> None:
    old = {"code": "3017620422003", "product_name": "A", "images": {"1": {}, "front_fr": {"rev": 10}}}
    run(tmp_path, json.dumps({"count": 1, "page": 1, "products": [old], "skip": 0}, indent=2))
    assert Product.objects.get().picture.endswith("/front_fr.10.400.jpg")


def test_categories_find_their_place_in_our_tree_and_leave_it_alone_otherwise(tmp_path: Path) -> None:
    for slug, name in (("dairy", "Dairy"), ("dairy/milk", "Milk and cream"), ("drinks", "Drinks")):
        Category.objects.create(slug=slug, parent_id="dairy" if "/" in slug else None, names={"en": name})
    queries.forget_everything()
    off(tmp_path, NUTELLA | {"categories_tags": ["en:dairies", "en:milks", "en:uht-milks"]})
    assert Product.objects.get().category_id == "dairy/milk"
    off(tmp_path, NUTELLA | {"categories_tags": ["en:nothing-of-ours"]})
    assert Product.objects.get().category_id == "dairy/milk"


def test_the_report_tells_in_the_readers_language(tmp_path: Path) -> None:
    with speaking("ko"):
        run(tmp_path, "code,gtin,name_en\nT-1,36000291452,A\n")
    assert "앞자리 0" in (tmp_path / "report.csv").read_text(encoding="utf-8-sig")
    assert Sku.objects.get().gtins.get().gtin == "00036000291452"
